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
  let seen: unknown;

  const look = () => {
    const version = database.pragma('data_version');
    if (version === seen) return;
    seen = version;
    for (const { listener } of [...watchers]) listener();
  };

  const schedule = () => {
    clearTimeout(timer);
    timer = undefined;
    if (watchers.size === 0) return;
    const interval = [...watchers].some(({ pace }) => pace === 'soon') ? SOON : EVENTUALLY;
    timer = setTimeout(() => {
      look();
      schedule();
    }, interval);
  };

  return {
    watch: (pace, listener) => {
      if (watchers.size === 0) seen = database.pragma('data_version');
      const watcher = { pace, listener };
      watchers.add(watcher);
      schedule();
      return () => {
        watchers.delete(watcher);
        schedule();
      };
    },
    close: () => {
      watchers.clear();
      schedule();
    },
  };
}
