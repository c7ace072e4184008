import type { ReadableDatabase } from './database.ts';

/** Milliseconds between two looks, while somebody wants to know soon, and otherwise. */
const SOON = 100;
const EVENTUALLY = 1_000;

export interface ChangeWatch {
  /** Calls `listener` after commits of other connections. Returns a function that ends it. */
  watch(pace: 'soon' | 'eventually', listener: () => void): () => void;
  close(): void;
}

/**
 * Notices commits of other processes through `PRAGMA data_version`, which costs a few microseconds and changes only for
 * commits of other connections than the one that is asked. The timer runs only while somebody watches, and keeps the process
 * alive as long.
 */
export function createChangeWatch(database: ReadableDatabase): ChangeWatch {
  const watchers = new Set<{ readonly pace: 'soon' | 'eventually'; readonly listener: () => void }>();
  let timer: NodeJS.Timeout | undefined;
  let interval = 0;
  let seen: unknown;

  const look = () => {
    const version = database.pragma('data_version');
    if (version === seen) return;
    seen = version;
    for (const { listener } of [...watchers]) listener();
  };

  const intervalWanted = () => ([...watchers].some(({ pace }) => pace === 'soon') ? SOON : EVENTUALLY);

  const start = () => {
    clearTimeout(timer);
    interval = intervalWanted();
    timer = setTimeout(() => {
      try {
        look();
      } finally {
        if (watchers.size > 0) start();
      }
    }, interval);
  };

  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };

  return {
    watch: (pace, listener) => {
      if (watchers.size === 0) seen = database.pragma('data_version');
      const watcher = { pace, listener };
      watchers.add(watcher);
      // A timer that runs is left to run, or those who come and go often would put it off for ever.
      if (timer === undefined || intervalWanted() < interval) start();
      return () => {
        watchers.delete(watcher);
        if (watchers.size === 0) stop();
      };
    },
    close: () => {
      watchers.clear();
      stop();
    },
  };
}
