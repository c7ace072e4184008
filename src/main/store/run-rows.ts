import type { RunStatus, RunTrigger } from '../../core/run/event.ts';
import type { RunSummary } from '../ports/run-store.ts';
import type { WritableDatabase } from './database.ts';
import { instantFromText, instantToText } from './event-codec.ts';
import type { RunRow } from './run-projection.ts';

/** A row of `runs` as SQLite gives it. */
export interface StoredRun {
  readonly stream_id: number;
  readonly id: string;
  readonly flow_id: string;
  readonly flow_name: string;
  readonly workspace: string;
  readonly file: string;
  readonly status: RunStatus;
  readonly paused: number;
  readonly reason: string | null;
  readonly trigger_data: string;
  readonly labels: string;
  readonly owner_id: string | null;
  readonly rerun_of: string | null;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly finished_at: number | null;
  readonly step_count: number;
  readonly succeeded_count: number;
  readonly failed_count: number;
  readonly skipped_count: number;
  readonly cancelled_count: number;
}

const toText = (instant: number | null): string | null => (instant === null ? null : instantToText(instant));
const toInstant = (text: string | null): number | null => (text === null ? null : instantFromText(text));

function decodeRun(row: StoredRun): RunRow {
  return {
    id: row.id,
    flowId: row.flow_id,
    flowName: row.flow_name,
    workspace: row.workspace,
    file: row.file,
    status: row.status,
    paused: row.paused === 1,
    reason: row.reason,
    trigger: JSON.parse(row.trigger_data) as RunTrigger,
    labels: JSON.parse(row.labels) as string[],
    ownerId: row.owner_id,
    rerunOf: row.rerun_of,
    createdAt: instantToText(row.created_at),
    startedAt: toText(row.started_at),
    finishedAt: toText(row.finished_at),
    counts: {
      succeeded: row.succeeded_count,
      failed: row.failed_count,
      skipped: row.skipped_count,
      cancelled: row.cancelled_count,
    },
    stepCount: row.step_count,
  };
}

export const decodeSummary = (
  row: StoredRun & { readonly seq: number; readonly position: number; readonly pinned: number },
): RunSummary => ({
  ...decodeRun(row),
  seq: row.seq,
  position: row.position,
  pinned: row.pinned === 1,
});

export interface RunRows {
  get(streamId: number): RunRow | null;
  insert(streamId: number, row: RunRow, planId: number): void;
  update(streamId: number, row: RunRow): void;
}

/** Writing of run rows, for use inside a transaction. */
export function createRunRows(database: WritableDatabase): RunRows {
  const byStream = database.query<StoredRun, [number]>('SELECT * FROM runs WHERE stream_id = ?');
  const insert = database.change<(string | number | null)[]>(`
    INSERT INTO runs (stream_id, id, flow_id, flow_name, workspace, file, status, paused, reason, trigger_type, trigger_data,
      labels, owner_id, rerun_of, plan_id, kind_id, created_at, step_count, succeeded_count, failed_count, skipped_count, cancelled_count)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0)`);
  const kindOf = database.query<{ id: number }, [string, string, string]>(
    'SELECT id FROM run_kinds WHERE flow_name = ? AND file = ? AND labels = ?',
  );
  const insertKind = database.change<[string, string, string]>(
    'INSERT INTO run_kinds (flow_name, file, labels) VALUES (?, ?, ?)',
  );
  const update = database.change<(string | number | null)[]>(`
    UPDATE runs SET status = ?, paused = ?, reason = ?, owner_id = ?, started_at = ?, finished_at = ?,
      succeeded_count = ?, failed_count = ?, skipped_count = ?, cancelled_count = ?
    WHERE stream_id = ?`);

  const storeKind = (...kind: [string, string, string]): number =>
    kindOf.get(...kind)?.id ?? Number(insertKind.run(...kind).lastInsertRowid);

  return {
    get: (streamId) => {
      const row = byStream.get(streamId);
      return row ? decodeRun(row) : null;
    },
    insert: (streamId, row, planId) => {
      const createdAt = instantFromText(row.createdAt);
      const labels = JSON.stringify(row.labels);
      const kindId = storeKind(row.flowName, row.file, labels);
      insert.run(
        ...[streamId, row.id, row.flowId, row.flowName, row.workspace, row.file, row.status, Number(row.paused)],
        ...[row.reason, row.trigger.type, JSON.stringify(row.trigger), labels],
        ...[row.ownerId, row.rerunOf, planId, kindId, createdAt, row.stepCount],
      );
    },
    update: (streamId, row) => {
      const { succeeded, failed, skipped, cancelled } = row.counts;
      update.run(
        ...[
          row.status,
          Number(row.paused),
          row.reason,
          row.ownerId,
          toInstant(row.startedAt),
          toInstant(row.finishedAt),
        ],
        ...[succeeded, failed, skipped, cancelled, streamId],
      );
    },
  };
}
