import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';

export interface ChangeWatch {
  /** Resolves when something may have happened since the last call, at the latest after a short while, or when aborted. */
  next(): Promise<void>;
  close(): void;
}

/** Some file systems never tell of changes, and a watch may be refused: then this is the pace. */
const POLL_MS = 75;

/** Watches the folder, because the file may not be there yet. */
export function watchForChange(path: string, signal: AbortSignal): ChangeWatch {
  let watcher: FSWatcher | null = null;
  let changed = false;
  let wake: () => void = () => {};
  const notice = (): void => {
    changed = true;
    wake();
  };
  const begin = (): void => {
    try {
      watcher = watch(dirname(path), { persistent: false }, notice);
      watcher.on('error', () => {
        watcher?.close();
        watcher = null;
      });
    } catch {
      // The folder is not there yet, or there are no watches left: the next turn tries again.
    }
  };
  signal.addEventListener('abort', notice, { once: true });

  return {
    next: async () => {
      if (watcher === null) begin();
      if (!changed && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, POLL_MS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      changed = false;
    },
    close: () => {
      signal.removeEventListener('abort', notice);
      watcher?.close();
    },
  };
}
