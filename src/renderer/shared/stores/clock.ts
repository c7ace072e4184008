import { useSyncExternalStore } from 'react';

/** One timer per period for everything that counts on screen, and none while nothing does. */
interface Beat {
  now: number;
  timer: ReturnType<typeof setInterval> | undefined;
  readonly listeners: Set<() => void>;
}
const beats = new Map<number, Beat>();

function beatOf(period: number): Beat {
  let beat = beats.get(period);
  if (beat === undefined) {
    beat = { now: Date.now(), timer: undefined, listeners: new Set() };
    beats.set(period, beat);
  }
  return beat;
}

function subscribe(period: number, listener: () => void): () => void {
  const beat = beatOf(period);
  beat.listeners.add(listener);
  beat.now = Date.now();
  beat.timer ??= setInterval(() => {
    beat.now = Date.now();
    for (const notify of beat.listeners) notify();
  }, period);
  return () => {
    beat.listeners.delete(listener);
    if (beat.listeners.size > 0) return;
    clearInterval(beat.timer);
    beat.timer = undefined;
  };
}

const idle = () => () => {};

/** The present, renewed every `period` milliseconds while `active`. */
export function useNow(period: number, active = true): number {
  return useSyncExternalStore(active ? (listener) => subscribe(period, listener) : idle, () => {
    const beat = beatOf(period);
    // Without a timer the last beat may be old; a second is fine enough for what does not count.
    if (beat.timer === undefined && Date.now() - beat.now > 1_000) beat.now = Date.now();
    return beat.now;
  });
}
