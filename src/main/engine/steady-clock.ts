import type { Now } from '../../core/run/evaluate.ts';
import type { Clock } from '../ports/clock.ts';

/**
 * The time in which waits and timeouts of runs are measured: it begins at the wall clock's reading when the engine starts and goes
 * on with the monotonic clock, so that a wall clock that is set, or a sleep of the machine, moves no deadline.
 */
export interface SteadyClock {
  read(): Now;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  soon(task: () => void): void;
  /** Rejects when aborted. */
  sleepUntilSteady(steady: number, signal: AbortSignal): Promise<void>;
}

/** Timers are not trusted for longer than this. */
const LONGEST_TIMER_MS = 60_000;

export function createSteadyClock(clock: Clock): SteadyClock {
  const origin = clock.now() - clock.monotonic();
  const steady = () => origin + clock.monotonic();
  return {
    read: () => ({ steady: steady(), wall: clock.now() }),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    soon: (task) => clock.soon(task),
    async sleepUntilSteady(until, signal) {
      for (let left = until - steady(); left > 0; left = until - steady()) {
        await clock.sleep(Math.min(Math.ceil(left), LONGEST_TIMER_MS), signal);
      }
    },
  };
}
