import type { Instant } from '../../ports/clock.ts';
import type { LiveRun } from '../activity/live-run.ts';

/** Everything that the tray shows. */
export interface TrayModel {
  readonly now: Instant;
  readonly running: readonly TrayRun[];
  /** Failed runs that nobody has looked at. */
  readonly failed: { readonly count: number; readonly latest: string | null };
  /** Soonest first. */
  readonly next: readonly NextFire[];
  readonly favourites: readonly Favourite[];
  /** Null while nothing is scheduled. */
  readonly schedules: { readonly paused: boolean } | null;
}

export interface TrayRun {
  readonly runId: string;
  readonly flowName: string;
  readonly state: LiveRun['state'] | 'asking';
  readonly ended: number;
  readonly steps: number;
}

export interface NextFire {
  readonly flowName: string;
  readonly at: Instant;
}

export interface Favourite {
  readonly flowName: string;
  readonly workspace: string;
  readonly file: string;
}

export type TrayStatus = 'idle' | 'running' | 'failed';

export const trayRunOf = ({ runId, flowName, state, asking, ended, steps }: LiveRun): TrayRun => ({
  runId,
  flowName,
  state: asking.size > 0 ? 'asking' : state,
  ended: ended.size,
  steps: steps.size,
});

/** What failed asks for attention, so it comes before what runs. */
export function trayStatus({ failed, running }: Pick<TrayModel, 'failed' | 'running'>): TrayStatus {
  if (failed.count > 0) return 'failed';
  return running.some(({ state }) => state === 'running' || state === 'asking') ? 'running' : 'idle';
}

/** One line for the tip of the icon. */
export function trayTip(model: TrayModel): string {
  const parts: string[] = [];
  if (model.failed.count > 0) parts.push(`${model.failed.count} failed`);
  if (model.running.length > 0) parts.push(`${model.running.length} running`);
  if (model.schedules?.paused === true) parts.push('schedules paused');
  return parts.length === 0 ? 'Chronum Studio' : `Chronum Studio: ${parts.join(', ')}`;
}
