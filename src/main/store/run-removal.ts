import { setImmediate as nextTurn } from 'node:timers/promises';
import { runStream, SYSTEM_STREAM } from '../../core/run/event.ts';
import type { WritableDatabase } from './database.ts';
import { instantToText } from './event-codec.ts';
import type { EventHub } from './event-hub.ts';
import type { EventRows } from './event-rows.ts';
import type { Writer } from './writer.ts';

/** Told in the `system` stream, with the ids as `data.runIds`. */
export const RUNS_REMOVED = 'x.runs-removed';

export interface RunRemoval {
  remove(runIds: readonly string[]): Promise<string[]>;
  /** Deletes what an interrupted removal left. */
  finish(): Promise<void>;
  /** Ends the work after its present batch; the rest is done by a later `finish`. */
  stop(): void;
}

/** Sizes that keep a transaction at a few milliseconds. */
const RUNS_AT_ONCE = 50;
const ROWS_AT_ONCE = 500;

/**
 * A run disappears in one transaction; its events, now orphans that no reading finds, follow in batches. The record of the
 * removal is written first: it has the highest position, so that no position is ever given out twice.
 */
export function createRunRemoval(parts: {
  readonly database: WritableDatabase;
  readonly writer: Writer;
  readonly rows: EventRows;
  readonly hub: EventHub;
}): RunRemoval {
  const { database, writer, rows, hub } = parts;
  const finished = database.query<{ stream_id: number; plan_id: number | null; kind_id: number }, [string]>(
    'SELECT stream_id, plan_id, kind_id FROM runs WHERE id = ? AND finished_at IS NOT NULL',
  );
  const deleteRun = database.change<[number]>('DELETE FROM runs WHERE stream_id = ?');
  const deleteStream = database.change<[string]>('DELETE FROM streams WHERE name = ?');
  const deleteCommands = database.change<[string]>('DELETE FROM commands WHERE run_id = ? AND answered_at IS NULL');
  const deletePlan = database.change<[number, number]>(
    'DELETE FROM plans WHERE id = ? AND NOT EXISTS (SELECT 1 FROM runs WHERE plan_id = ?)',
  );
  const deleteKind = database.change<[number, number]>(
    'DELETE FROM run_kinds WHERE id = ? AND NOT EXISTS (SELECT 1 FROM runs WHERE kind_id = ?)',
  );
  const insertRemoval = database.change<[number]>('INSERT INTO removals (stream_id) VALUES (?)');
  const nextRemoval = database.query<{ stream_id: number }>('SELECT stream_id FROM removals LIMIT 1');
  const deleteRemoval = database.change<[number]>('DELETE FROM removals WHERE stream_id = ?');
  const deleteEvents = database.change<[number, number]>(removalQueries.events);
  let isStopped = false;

  const hide = (runIds: readonly string[]) => {
    const found = runIds.flatMap((id) => {
      const run = finished.get(id);
      return run ? [{ id, ...run }] : [];
    });
    if (found.length === 0) return { removed: [], told: [] };
    const removed = found.map(({ id }) => id);
    const at = instantToText(Date.now());
    const told = rows.appendAtEnd(SYSTEM_STREAM, [{ at, type: RUNS_REMOVED, data: { runIds: removed } }]);
    for (const run of found) {
      deleteRun.run(run.stream_id);
      deleteStream.run(runStream(run.id));
      deleteCommands.run(run.id);
      insertRemoval.run(run.stream_id);
      deleteKind.run(run.kind_id, run.kind_id);
      if (run.plan_id !== null) deletePlan.run(run.plan_id, run.plan_id);
    }
    return { removed, told };
  };

  /** False when nothing is left. */
  const deleteBatch = (): boolean => {
    const stream = nextRemoval.get()?.stream_id;
    if (stream === undefined) return false;
    if (deleteEvents.run(stream, ROWS_AT_ONCE).changes < ROWS_AT_ONCE) deleteRemoval.run(stream);
    return true;
  };

  const finish = async () => {
    while (!isStopped && nextRemoval.get() && (await writer.write(deleteBatch))) await nextTurn();
  };

  return {
    remove: async (runIds) => {
      const all: string[] = [];
      for (let start = 0; start < runIds.length && !isStopped; start += RUNS_AT_ONCE) {
        const batch = runIds.slice(start, start + RUNS_AT_ONCE);
        const { removed } = await writer.write(
          () => hide(batch),
          ({ told }) => hub.publish(told),
        );
        all.push(...removed);
        await nextTurn();
      }
      await finish();
      return all;
    },
    finish,
    stop: () => {
      isStopped = true;
    },
  };
}

export const removalQueries = {
  events: `DELETE FROM events WHERE position IN (SELECT position FROM events WHERE stream_id = ? ORDER BY seq LIMIT ?)`,
} as const;
