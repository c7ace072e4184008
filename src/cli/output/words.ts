import type { RunStatus, StepStatus } from '../../core/run/event.ts';
import { explainStep } from '../../core/run/explain.ts';
import type { StepState } from '../../core/run/state.ts';
import type { Style } from './style.ts';

type Status = RunStatus | StepStatus;

const MARKS: Readonly<Record<Status, string>> = {
  pending: '○',
  queued: '◌',
  running: '▶',
  waiting: '⧗',
  paused: '‖',
  interrupted: 'ϟ',
  succeeded: '✓',
  failed: '✗',
  skipped: '–',
  cancelled: '■',
};

/** The mark of a status in its colour. */
export const markOf = (status: Status, style: Style): string => colourOf(status, style)(MARKS[status]);

export function colourOf(status: Status, style: Style): (text: string) => string {
  switch (status) {
    case 'succeeded':
      return style.green;
    case 'failed':
      return style.red;
    case 'running':
      return style.blue;
    case 'waiting':
    case 'paused':
    case 'interrupted':
    case 'cancelled':
      return style.yellow;
    default:
      return style.dim;
  }
}

/** `12 ms`, `1.3 s`, `4 m 05 s`, `2 h 07 m`. */
export function elapsed(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${pad(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} m`;
}

/** Between two times (RFC 3339), or until now while there is no second one. */
export const elapsedBetween = (from: string, to: string | null | undefined): string =>
  elapsed((to == null ? Date.now() : Date.parse(to)) - Date.parse(from));

/** `1 step`, `3 steps`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

interface Counts {
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
}

/** `3 succeeded, 1 failed`: what there was any of. */
export const counted = (counts: Counts): string =>
  (['succeeded', 'failed', 'cancelled', 'skipped'] as const)
    .filter((status) => counts[status] > 0)
    .map((status) => `${counts[status]} ${status}`)
    .join(', ') || 'no steps';

/** Why a step stands as it does: `skipped because \`test\` failed`. */
export function aboutStep({ status, reason, because, error, attempts, retry }: StepState): string {
  const sentence = explainStep({ status, reason, because, error, attempts: attempts.length, retry });
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
