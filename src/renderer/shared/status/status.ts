import type { RunStatus, StepStatus } from '../../../core/run/event.ts';
import type { AttemptState } from '../../../core/run/state.ts';

/** Everything that has a status anywhere in the window: steps, runs, attempts. */
export type Status = StepStatus | RunStatus;

/** The one word for a status, everywhere. Colour (`--status-<name>`) and icon (status-icon.tsx) go by the same name. */
export const STATUS_WORD: Readonly<Record<Status, string>> = {
  pending: 'Pending',
  queued: 'Queued',
  running: 'Running',
  waiting: 'Waiting',
  paused: 'Paused',
  succeeded: 'Succeeded',
  failed: 'Failed',
  skipped: 'Skipped',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

export const statusColor = (status: Status): string => `var(--status-${status})`;

const LIVE: ReadonlySet<Status> = new Set(['queued', 'running', 'waiting', 'paused']);

/** Whether a run in this status goes on by itself or can be cancelled. An interrupted one stands still. */
export const isLive = (status: Status): boolean => LIVE.has(status);

const ATTEMPT_STATUS: Readonly<Record<AttemptState['status'], Status>> = {
  running: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  'timed-out': 'failed',
  cancelled: 'cancelled',
  lost: 'interrupted',
};

/** An attempt is shown with the icons and colours of steps and runs. */
export const statusOfAttempt = (status: AttemptState['status']): Status => ATTEMPT_STATUS[status];
