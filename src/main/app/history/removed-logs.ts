import { type ChronumEvent, SYSTEM_STREAM } from '../../../core/run/event.ts';
import type { EventReader } from '../../ports/event-log.ts';
import type { LogStore } from '../../ports/log-store.ts';
import type { KeyValueStore } from '../../ports/workspace-store.ts';
import { RUNS_REMOVED } from '../../store/run-removal.ts';

interface Dependencies {
  readonly log: Pick<EventReader, 'subscribe'>;
  readonly logs: Pick<LogStore, 'remove'>;
  readonly keyValues: KeyValueStore;
  readonly report: (message: string) => void;
}

/** Up to which position of the log removed runs have lost their logs. */
const DONE = 'logs-removed-up-to';

/**
 * Deletes the logs of removed runs, whichever process removed them. How far it came is remembered after the deletion, so that a crash
 * in between leaves no logs behind. Returns a function that ends it.
 */
export function removeLogs({ log, logs, keyValues, report }: Dependencies): () => Promise<void> {
  let work: Promise<void> = Promise.resolve();
  let isStopped = false;

  const removeAll = async (events: readonly ChronumEvent[]) => {
    // Much else is told in this stream, and none of it is worth a write.
    for (const event of events) {
      const runIds = removedRuns(event);
      if (runIds.length === 0) continue;
      for (const runId of runIds) {
        if (isStopped) return;
        await logs.remove(runId);
      }
      keyValues.set(DONE, String(event.position));
    }
  };

  const stop = log.subscribe({ after: Number(keyValues.get(DONE) ?? 0), stream: SYSTEM_STREAM }, (events) => {
    work = work
      .then(() => removeAll(events))
      .catch((error: unknown) => {
        report(`Logs of removed runs were not deleted: ${error instanceof Error ? error.message : String(error)}`);
      });
  });
  return async () => {
    isStopped = true;
    stop();
    await work;
  };
}

/** The runs that an event tells were removed. */
export function removedRuns(event: ChronumEvent): readonly string[] {
  if (event.type !== RUNS_REMOVED || !('data' in event)) return [];
  const { runIds } = event.data as { readonly runIds?: readonly string[] };
  return runIds ?? [];
}
