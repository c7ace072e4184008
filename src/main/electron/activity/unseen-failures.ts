import type { EventReader } from '../../ports/event-log.ts';
import type { RunStore } from '../../ports/run-store.ts';
import type { KeyValueStore } from '../../ports/workspace-store.ts';
import type { LiveRun } from './live-run.ts';
import type { RunActivity } from './run-activity.ts';

/** Failed runs that nobody has looked at. */
export interface UnseenFailures {
  count(): number;
  /** The run that failed last; null when there is none. */
  latest(): string | null;
  /** A person looks at the window. */
  seen(): void;
  /** Returns a function that ends it. */
  subscribe(listener: () => void): () => void;
  close(): void;
}

interface Dependencies {
  readonly activity: RunActivity;
  readonly log: Pick<EventReader, 'head'>;
  readonly runs: Pick<RunStore, 'list'>;
  readonly keyValues: KeyValueStore;
}

/** Position in the log up to which a person has seen what failed. */
const SEEN_UNTIL = 'desktop/failures-seen-until';
const MOST_COUNTED = 99;

/** Whether its end is for the window to tell: a part is told by the whole, and a terminal tells of its own. */
export const isOurs = ({ isPart, owner }: Pick<LiveRun, 'isPart' | 'owner'>): boolean =>
  !isPart && owner !== 'terminal';

/** Remembers over a restart what was not seen before it. */
export function countUnseenFailures({ activity, log, runs, keyValues }: Dependencies): UnseenFailures {
  const listeners = new Set<() => void>();
  let unseen: readonly string[] = failedSince(keyValues.get(SEEN_UNTIL), runs);
  if (keyValues.get(SEEN_UNTIL) === null) keyValues.set(SEEN_UNTIL, String(log.head()));

  const change = (next: readonly string[]) => {
    unseen = next;
    for (const listener of [...listeners]) listener();
  };
  const stop = activity.subscribe((news) => {
    if (news.type !== 'finished' || news.event.status !== 'failed' || !isOurs(news.run)) return;
    change([...unseen, news.run.runId].slice(-MOST_COUNTED));
  });

  return {
    count: () => unseen.length,
    latest: () => unseen.at(-1) ?? null,
    seen() {
      if (unseen.length === 0) return;
      keyValues.set(SEEN_UNTIL, String(log.head()));
      change([]);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: stop,
  };
}

function failedSince(position: string | null, runs: Pick<RunStore, 'list'>): readonly string[] {
  if (position === null) return [];
  const { runs: failed } = runs.list({ status: ['failed'] }, { limit: MOST_COUNTED });
  return failed
    .filter((run) => run.position > Number(position) && run.trigger.type !== 'parent')
    .filter(({ ownerId }) => ownerId?.startsWith('terminal-') !== true)
    .map(({ id }) => id)
    .reverse();
}
