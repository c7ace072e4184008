import { useSyncExternalStore } from 'react';

/** One timer per period for everything that counts on screen, and none while nothing does. */
interface Beat {
  now: number;
  timer: ReturnType<typeof setInterval> | undefined;
  /** The same function always: another one at each render would end the subscription and begin a new one. */
  readonly subscribe: (listener: () => void) => () => void;
}
const beats = new Map<number, Beat>();

function beatOf(period: number): Beat {
  const known = beats.get(period);
  if (known !== undefined) return known;
  const listeners = new Set<() => void>();
  const beat: Beat = {
    now: Date.now(),
    timer: undefined,
    subscribe: (listener) => {
      listeners.add(listener);
      // Once it ticks, whoever joins takes its time: each of a long list would else renew all that came before it.
      if (beat.timer === undefined) beat.now = Date.now();
      beat.timer ??= setInterval(() => {
        beat.now = Date.now();
        for (const notify of listeners) notify();
      }, period);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(beat.timer);
        beat.timer = undefined;
      };
    },
  };
  beats.set(period, beat);
  return beat;
}

const idle = () => () => {};

/** The present, renewed every `period` milliseconds while `active`. */
export function useNow(period: number, active = true): number {
  const beat = beatOf(period);
  return useSyncExternalStore(active ? beat.subscribe : idle, () => {
    // Without a timer the last beat may be old; a second is fine enough for what does not count.
    if (beat.timer === undefined && Date.now() - beat.now > 1_000) beat.now = Date.now();
    return beat.now;
  });
}
