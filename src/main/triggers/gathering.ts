import type { Clock, Instant } from '../ports/clock.ts';

export type FileChange = 'create' | 'change' | 'delete';

export interface GatheringOptions {
  /** Nothing may have happened for so long before the batch is handed on. */
  readonly quietMs: number;
  /** It is handed on after so long in any case. */
  readonly maxWaitMs: number;
}

export interface Gathering {
  changed(file: string, change: FileChange): void;
  close(): void;
}

/**
 * Collects what happens to files until it is quiet. What happens to one file in that time is one change: an editor that saves by
 * deleting and creating, or by renaming, has changed it; a file that came and went was never there.
 */
export function createGathering(
  clock: Pick<Clock, 'monotonic' | 'sleep'>,
  { quietMs, maxWaitMs }: GatheringOptions,
  handOn: (changes: ReadonlyMap<string, FileChange>) => void,
): Gathering {
  let changes = new Map<string, FileChange>();
  let first: Instant = 0;
  let last: Instant = 0;
  let isWaiting = false;
  const closing = new AbortController();

  const wait = async () => {
    isWaiting = true;
    try {
      for (;;) {
        const due = Math.min(last + quietMs, first + maxWaitMs);
        const rest = due - clock.monotonic();
        if (rest <= 0) break;
        await clock.sleep(rest, closing.signal);
      }
    } catch {
      // Closed: what was collected is of no interest any more.
      return;
    }
    isWaiting = false;
    const batch = changes;
    changes = new Map();
    if (batch.size > 0) handOn(batch);
  };

  return {
    changed: (file, change) => {
      last = clock.monotonic();
      if (!isWaiting) first = last;
      const joined = join(changes.get(file), change);
      if (joined === null) changes.delete(file);
      else changes.set(file, joined);
      if (!isWaiting && !closing.signal.aborted) void wait();
    },
    close: () => closing.abort(),
  };
}

function join(before: FileChange | undefined, change: FileChange): FileChange | null {
  if (before === 'create') return change === 'delete' ? null : 'create';
  if (before === 'delete') return change === 'delete' ? 'delete' : 'change';
  return change;
}
