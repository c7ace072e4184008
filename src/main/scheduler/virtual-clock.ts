import { createHeap } from '../../core/base/heap.ts';
import type { Clock, Instant } from '../ports/clock.ts';

export interface VirtualClock extends Clock {
  /** Moves both clocks on, waking sleepers at their instants; whatever they do is done before time goes on. */
  advance(ms: number): Promise<void>;
  advanceTo(instant: Instant): Promise<void>;
  /** The machine sleeps: the wall clock goes on, the monotonic one does not. */
  suspend(ms: number): Promise<void>;
  /** Sets the wall clock alone, forward or back, as a person or a time server would. */
  setWall(instant: Instant): Promise<void>;
  /** How often somebody was woken. */
  readonly wakeUps: number;
}

export interface VirtualClockOptions {
  readonly start: Instant;
  /**
   * Lets everything else that is ready run, and resolves after it. A turn of the event loop does, where nothing waits for
   * files or the network: `() => new Promise((next) => setImmediate(next))`.
   */
  readonly turn: () => Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly order: number;
  isOver: boolean;
  wake(): void;
}

/** A clock that goes on when it is told to: years pass in the time that what happens in them takes. */
export function createVirtualClock({ start, turn }: VirtualClockOptions): VirtualClock {
  let wall = start;
  let steady = 0;
  let order = 0;
  let wakeUps = 0;
  const isBefore = (a: Sleeper, b: Sleeper) => a.at < b.at || (a.at === b.at && a.order < b.order);
  const byWall = createHeap<Sleeper>(isBefore);
  const bySteady = createHeap<Sleeper>(isBefore);
  let tasks: (() => void)[] = [];

  const sleep = (heap: typeof byWall, at: number, signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const abort = () => {
        sleeper.isOver = true;
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        at,
        order: order++,
        isOver: false,
        wake: () => {
          sleeper.isOver = true;
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      heap.push(sleeper);
    });

  /** Who has given up sleeping is taken off when its turn comes. */
  const first = (heap: typeof byWall): Sleeper | undefined => {
    let sleeper = heap.peek();
    while (sleeper?.isOver === true) {
      heap.pop();
      sleeper = heap.peek();
    }
    return sleeper;
  };

  const settle = async () => {
    do {
      const ready = tasks;
      tasks = [];
      for (const task of ready) task();
      await turn();
    } while (tasks.length > 0);
  };

  const wakeDue = async () => {
    for (;;) {
      const due = [first(byWall), first(bySteady)].find(
        (s, index) => s !== undefined && s.at <= (index === 0 ? wall : steady),
      );
      if (due === undefined) return;
      (due === first(byWall) ? byWall : bySteady).pop();
      wakeUps++;
      due.wake();
      await settle();
    }
  };

  const go = async (ms: number, ticks: boolean) => {
    await settle();
    await wakeDue();
    for (let left = ms; left > 0; ) {
      const untilWall = (first(byWall)?.at ?? Number.POSITIVE_INFINITY) - wall;
      const untilSteady = ticks ? (first(bySteady)?.at ?? Number.POSITIVE_INFINITY) - steady : Number.POSITIVE_INFINITY;
      // A machine that sleeps wakes nobody: whoever waited for the wall clock comes late.
      const step = ticks ? Math.min(left, untilWall, untilSteady) : left;
      wall += step;
      if (ticks) steady += step;
      left -= step;
      await wakeDue();
    }
  };

  return {
    now: () => wall,
    monotonic: () => steady,
    sleep: (duration, signal) => sleep(bySteady, steady + duration, signal),
    sleepUntil: (instant, signal) => sleep(byWall, instant, signal),
    soon: (task) => {
      tasks.push(task);
    },
    advance: (ms) => go(ms, true),
    advanceTo: (instant) => go(Math.max(0, instant - wall), true),
    suspend: (ms) => go(ms, false),
    setWall: async (instant) => {
      wall = instant;
      await settle();
      await wakeDue();
    },
    get wakeUps() {
      return wakeUps;
    },
  };
}
