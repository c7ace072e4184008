import type { Clock } from '../ports/clock.ts';

/** The longest delay that timers take. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** How late a change of the wall clock, or the end of the machine's sleep, is noticed. */
const LOOK_AT_WALL_MS = 10_000;

/** The clocks of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(duration, signal) {
    const end = performance.now() + duration;
    for (let rest = duration; rest > 0; rest = end - performance.now()) {
      await timer(Math.min(rest, LONGEST_TIMER_MS), signal);
    }
    signal?.throwIfAborted();
  },
  async sleepUntil(instant, signal) {
    for (let rest = instant - Date.now(); rest > 0; rest = instant - Date.now()) {
      await timer(Math.min(rest, LOOK_AT_WALL_MS), signal);
    }
    signal?.throwIfAborted();
  },
  soon: (task) => {
    setImmediate(task);
  },
};

function timer(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timeout);
      reject(signal?.reason);
    };
    const timeout = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
