import { setImmediate as nextTurn } from 'node:timers/promises';
import { scheduleStream } from '../../core/run/event.ts';
import type { WritableDatabase } from './database.ts';
import type { Writer } from './writer.ts';

/** Sizes that keep a transaction at a few milliseconds. */
const ROWS_AT_ONCE = 1_000;

export const trimQueries = {
  /** The newest row that is too old, where there is one. */
  oldLedger: `SELECT number FROM schedule_ledger WHERE schedule = ? ORDER BY number DESC LIMIT 1 OFFSET ?`,
  ledger: `DELETE FROM schedule_ledger WHERE number IN (SELECT number FROM schedule_ledger
    WHERE schedule = ? AND number <= ? AND outcome <> 'deferred' ORDER BY number LIMIT ?)`,
  events: `DELETE FROM events WHERE position IN (SELECT position FROM events
    WHERE stream_id = (SELECT id FROM streams WHERE name = ?) AND seq < ? ORDER BY seq LIMIT ?)`,
} as const;

/**
 * Deletes what became of instants long ago, in batches: of each schedule all but its newest rows of the ledger, and the events
 * that only they were made of. What the schedule itself is (its anchor, its cursor, how often it ran) stays as it is.
 */
export function createScheduleTrim(database: WritableDatabase, writer: Writer): (keep: number) => Promise<void> {
  const all = database.query<{ number: number; id: string; seq: number }>('SELECT number, id, seq FROM schedules');
  const oldLedger = database.query<{ number: number }, [number, number]>(trimQueries.oldLedger);
  const deleteLedger = database.change<[number, number, number]>(trimQueries.ledger);
  const deleteEvents = database.change<[string, number, number]>(trimQueries.events);

  const inBatches = async (deleteSome: () => number) => {
    while ((await writer.write(deleteSome)) === ROWS_AT_ONCE) await nextTurn();
  };

  return async (keep) => {
    for (const { number, id, seq } of all.all()) {
      const old = oldLedger.get(number, keep)?.number;
      if (old === undefined) continue;
      await inBatches(() => deleteLedger.run(number, old, ROWS_AT_ONCE).changes);
      // A row of the ledger stands for one event or more; the last of a stream is never deleted.
      await inBatches(() => deleteEvents.run(scheduleStream(id), seq - keep, ROWS_AT_ONCE).changes);
    }
  };
}
