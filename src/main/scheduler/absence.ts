import type { Absence } from '../../core/ledger/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Late } from './decide.ts';

/** A difference between the two clocks that no adjustment of their pace explains. */
const STEP_MS = 2_000;
/** A process that was stopped for so long was as good as asleep, also where its monotonic clock went on. */
const STALL_MS = 60_000;

export interface AbsenceWatch {
  /** Looks at the clocks; `expected` is when they were to be looked at again. Tells the last absence, if there was one. */
  look(expected: number | undefined): void;
  readonly last: Late | null;
}

/**
 * Notices that nothing could fire for a while: the machine slept, or the wall clock was set forward. What was due until then
 * was not missed by being slow, and the trigger's `catchUp` says what becomes of it. A clock that was set back is no absence:
 * what it shows again has its outcome already.
 */
export function watchAbsence(clock: Pick<Clock, 'now' | 'monotonic'>, first: Absence): AbsenceWatch {
  let wall = clock.now();
  let steady = clock.monotonic();
  let last: Late | null = { until: wall, cause: first };
  return {
    look: (expected) => {
      const now = clock.now();
      const steadyNow = clock.monotonic();
      const elapsed = steadyNow - steady;
      const stepped = now - wall - elapsed;
      const stalled = expected === undefined ? 0 : elapsed - Math.max(0, expected - wall);
      if (stepped > STEP_MS || stalled > STALL_MS) last = { until: now, cause: 'asleep' };
      wall = now;
      steady = steadyNow;
    },
    get last() {
      return last;
    },
  };
}
