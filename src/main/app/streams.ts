interface Pace {
  /** Ends the stream. */
  readonly signal: AbortSignal | undefined;
  /** Milliseconds between two items: what happens in between becomes one. */
  readonly interval: number;
}

/** Starts to listen; the function it returns ends that. */
type Open<T> = (push: (item: T) => void) => () => void;

/**
 * One pulse at once, and one after each call of `wake`; calls that come close together make one. Nothing is missed: a call
 * while the reader works leads to another pulse.
 */
export async function* pulses(open: (wake: () => void) => () => void, pace: Pace): AsyncGenerator<void, void> {
  const { signal, interval } = pace;
  let isAwake = true;
  let notify: () => void = () => undefined;
  const wake = () => {
    isAwake = true;
    notify();
  };
  const close = open(wake);
  signal?.addEventListener('abort', wake);
  try {
    while (!signal?.aborted) {
      isAwake = false;
      yield;
      await pause(interval, signal);
      if (!isAwake) await new Promise<void>((resolve) => (notify = resolve));
    }
  } finally {
    signal?.removeEventListener('abort', wake);
    close();
  }
}

/** The items that are pushed, in batches of at most `limit`, in order. */
export async function* paced<T>(open: Open<T>, pace: Pace & { readonly limit: number }): AsyncGenerator<T[], void> {
  let waiting: T[] = [];
  const openAndWake = (wake: () => void) =>
    open((item) => {
      waiting.push(item);
      wake();
    });
  for await (const _ of pulses(openAndWake, pace)) {
    const batch = waiting;
    waiting = [];
    for (let start = 0; start < batch.length && !pace.signal?.aborted; start += pace.limit) {
      yield batch.slice(start, start + pace.limit);
    }
  }
}

/** Resolves after the time, or as soon as the signal is aborted. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end);
  });
}
