import type { Milliseconds } from '../../core/base/duration.ts';

/** Milliseconds since the Unix epoch, by the wall clock. */
export type Instant = number;

export interface Clock {
  /** The wall clock: may jump. */
  now(): Instant;
  /** Milliseconds from an arbitrary origin; never goes back and does not count sleep of the machine. May have a fraction. */
  monotonic(): number;
  /** Resolves after `duration` of the monotonic clock. Rejects with the signal's reason when aborted. */
  sleep(duration: Milliseconds, signal?: AbortSignal): Promise<void>;
  /** Resolves once the wall clock reads `instant` or later, also when it was set forward or the machine slept. */
  sleepUntil(instant: Instant, signal?: AbortSignal): Promise<void>;
  /** Runs `task` on a later turn of the event loop, after what has arrived until then: work of one turn is done together. */
  soon(task: () => void): void;
}
