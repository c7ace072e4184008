import type { Clock, Instant } from '../main/ports/clock.ts';

export interface TestClock extends Clock {
  /** Moves both clocks on, waking sleepers in the order of their instants; each gets a turn before time goes on. */
  advance(ms: number): Promise<void>;
  advanceTo(instant: Instant): Promise<void>;
  /** Sets the wall clock alone, as a person or a time server would. */
  setWall(instant: Instant): Promise<void>;
  /** The machine sleeps: the wall clock goes on, the monotonic one does not. */
  suspend(ms: number): Promise<void>;
  readonly sleepers: number;
}

interface Sleeper {
  readonly isDue: () => boolean;
  readonly dueIn: () => number;
  readonly order: number;
  readonly wake: () => void;
}

const SETTLING_TURNS = 12;

/** A clock that stands still until it is told to go on. */
export function createTestClock(start: Instant = Date.UTC(2026, 0, 1)): TestClock {
  let wall = start;
  let monotonic = 0;
  let order = 0;
  const sleepers = new Set<Sleeper>();

  const wait = (isDue: () => boolean, dueIn: () => number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      if (isDue()) return resolve();
      const abort = () => {
        sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        isDue,
        dueIn,
        order: order++,
        wake: () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      sleepers.add(sleeper);
    });

  /** Lets whatever was woken run: promises, and tasks handed to `soon`. */
  const settle = async () => {
    for (let i = 0; i < SETTLING_TURNS; i++) await new Promise<void>((resolve) => setImmediate(resolve));
  };

  const wakeDue = async () => {
    for (;;) {
      const due = [...sleepers].filter((sleeper) => sleeper.isDue()).sort((a, b) => a.order - b.order);
      if (due.length === 0) return;
      for (const sleeper of due) sleeper.wake();
      await settle();
    }
  };

  const go = async (ms: number, ticks: boolean) => {
    await settle();
    let left = ms;
    for (;;) {
      const next = Math.min(left, ...[...sleepers].map((s) => Math.max(0, s.dueIn())).filter((d) => ticks && d > 0));
      wall += next;
      if (ticks) monotonic += next;
      left -= next;
      await wakeDue();
      if (left <= 0) return;
    }
  };

  return {
    now: () => wall,
    monotonic: () => monotonic,
    sleep(duration, signal) {
      const until = monotonic + duration;
      return wait(
        () => monotonic >= until,
        () => until - monotonic,
        signal,
      );
    },
    sleepUntil: (instant, signal) =>
      wait(
        () => wall >= instant,
        () => instant - wall,
        signal,
      ),
    soon: (task) => {
      setImmediate(task);
    },
    advance: (ms) => go(ms, true),
    advanceTo: (instant) => go(Math.max(0, instant - wall), true),
    async setWall(instant) {
      wall = instant;
      await settle();
      await wakeDue();
    },
    suspend: (ms) => go(ms, false),
    get sleepers() {
      return sleepers.size;
    },
  };
}
