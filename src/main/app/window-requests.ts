import type { WindowRequest } from '../../contract/models.ts';

/** What the window is to show, asked for by those who cannot reach into it. */
export interface WindowRequests {
  ask(request: WindowRequest): void;
  /** What has been asked for since the last call, oldest first. */
  take(): readonly WindowRequest[];
  /** Returns a function that ends it. */
  subscribe(listener: () => void): () => void;
}

/** More than these nobody waits to see one after the other. */
const MOST_WAITING = 5;

export function createWindowRequests(): WindowRequests {
  const listeners = new Set<() => void>();
  let waiting: readonly WindowRequest[] = [];
  return {
    ask(request) {
      waiting = [...waiting, request].slice(-MOST_WAITING);
      for (const listener of listeners) listener();
    },
    take() {
      const taken = waiting;
      waiting = [];
      return taken;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
