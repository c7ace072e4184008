import type { Deferral } from '../../core/ledger/index.ts';
import type { Instant, Occurrence } from '../../core/schedule/index.ts';
import type { Pause, StoredSchedule } from '../ports/schedule-store.ts';
import { doneUntil, isFinished } from './decide.ts';
import { isPausedBy } from './obstacles.ts';
import { isTimed, type ScheduledFlow } from './scheduled-flow.ts';
import { createTimings, type Timings } from './timing.ts';

/** How a schedule stands, for lists. */
export interface Standing {
  /** `finished`: nothing will ever be due again. `waiting`: a fire is held back, and `deferral` says by what. */
  readonly status: 'active' | 'paused' | 'waiting' | 'finished';
  /** Null for one that fires by events, or never again. While it is held back, when it was or will be due. */
  readonly next: Occurrence | null;
  readonly lastFired: StoredSchedule['lastFired'];
  readonly deferral: Deferral | null;
  readonly pause: Pause | null;
}

export interface StandingContext {
  readonly now: Instant;
  readonly localZone: string;
  readonly pauses: readonly Pause[];
}

export function standingOf(
  schedule: ScheduledFlow,
  stored: StoredSchedule | null,
  { now, localZone, pauses }: StandingContext,
  timings: Timings = createTimings(),
): Standing {
  const state = stored ?? { firstSeen: now, decided: null, runs: 0, deferral: null, lastFired: null };
  const bound = timings.bind(schedule, state, localZone);
  const isOver = isFinished(schedule, state);
  const next = isOver ? null : (bound?.next(doneUntil({ since: schedule.armedAt, state })) ?? null);
  const pause = pauses.find((one) => isPausedBy(schedule, one)) ?? null;
  const { lastFired, deferral } = state;
  const ends = isOver || (isTimed(schedule.trigger) && next === null);
  const status = pause !== null ? 'paused' : deferral !== null ? 'waiting' : ends ? 'finished' : 'active';
  return { status, next, lastFired, deferral, pause };
}
