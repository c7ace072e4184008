import type { RunStore } from '../ports/run-store.ts';
import type { WritableDatabase } from './database.ts';
import type { Writer } from './writer.ts';

/** Sets and takes away what keeps a run from being cleared away. */
export function createPins(parts: { readonly database: WritableDatabase; readonly writer: Writer }): RunStore['pin'] {
  const { database, writer } = parts;
  const pin = database.change<[number, string]>(
    'INSERT OR IGNORE INTO pinned_runs (stream_id, at) SELECT stream_id, ? FROM runs WHERE id = ?',
  );
  const unpin = database.change<[string]>(
    'DELETE FROM pinned_runs WHERE stream_id = (SELECT stream_id FROM runs WHERE id = ?)',
  );
  return (runIds, pinned) =>
    writer.write(() => {
      for (const runId of runIds) {
        if (pinned) pin.run(Date.now(), runId);
        else unpin.run(runId);
      }
    });
}
