import type { NewEvent } from '../src/core/run/event.ts';
import { encodeEvents } from '../src/main/store/event-codec.ts';
import { openStore } from '../src/main/store/open-store.ts';
import { storePaths } from '../src/main/store/paths.ts';
import { sqliteRuntime } from '../src/main/store/sqlite-runtime.ts';
import { emptyPlan } from '../src/testing/run-fixtures.ts';

export interface GeneratedStore {
  readonly database: string;
  readonly runs: number;
  readonly events: number;
}

const FLOWS = 200;
const EVENTS_A_RUN = 100;
/** Events that were ready together, as in a run of small steps. */
const EVENTS_A_ROW = 4;
const YEAR = 365 * 24 * 60 * 60 * 1000;
const RUNS_A_TRANSACTION = 2_000;
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Fills a new data folder with runs of a year, a hundred events each: what the store itself would have written, but in bulk. Equal
 * events are encoded once.
 */
export function generateStore(dataFolder: string, runs: number): GeneratedStore {
  // Made and migrated by the store itself.
  openStore({ dataFolder }).close();
  const { database } = storePaths(dataFolder);
  const Sqlite = sqliteRuntime();
  const db = new Sqlite(database);
  db.pragma('synchronous = OFF');
  const insertPlan = db.prepare('INSERT INTO plans (id, hash, data) VALUES (?, ?, ?)');
  const insertKind = db.prepare('INSERT INTO run_kinds (id, flow_name, file, labels) VALUES (?, ?, ?, ?)');
  const insertStream = db.prepare('INSERT INTO streams (id, name) VALUES (?, ?)');
  const insertRow = db.prepare(
    'INSERT INTO events (position, stream_id, seq, count, at, data) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const insertRun =
    db.prepare(`INSERT INTO runs (stream_id, id, flow_id, flow_name, workspace, file, status, paused, reason,
      trigger_type, trigger_data, labels, owner_id, plan_id, kind_id, created_at, started_at, finished_at, step_count,
      succeeded_count, failed_count, skipped_count, cancelled_count)
    VALUES (?, ?, ?, ?, '/home/ada/flows', ?, ?, 0, 'completed', ?, ?, ?, 'app-1-0-00000000', ?, ?, ?, ?, ?, 24, ?, ?, 0, 0)`);

  const kinds = Array.from({ length: FLOWS }, (_, number) => kindOf(number));
  const plan = JSON.stringify(emptyPlan(Array.from({ length: 24 }, (_, step) => `step-${step}`)));
  db.transaction(() => {
    insertPlan.run(1, Buffer.alloc(32, 1), plan);
    for (const [number, { name, file, labels }] of kinds.entries()) insertKind.run(number + 1, name, file, labels);
  })();

  const rowsByEnd = { succeeded: encodedRows(false), failed: encodedRows(true) };
  const begin = Date.now() - YEAR;
  let position = 0;
  let random = 1;
  const next = (below: number) => {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((random / 2_147_483_648) * below);
  };
  const insertSome = db.transaction((from: number, to: number) => {
    for (let number = from; number < to; number++) {
      const createdAt = begin + Math.floor((YEAR * number) / runs);
      // A few flows run often, most of them rarely.
      const flow = Math.min(next(FLOWS), next(FLOWS), next(FLOWS));
      const { name, file, labels, flowId } = kinds[flow]!;
      const failed = next(20) === 0;
      const id = textOf(Math.floor(createdAt - Date.UTC(2025, 0, 1)), 8) + textOf(next(32 ** 4), 4);
      const streamId = number + 1;
      insertStream.run(streamId, `run:${id}`);
      let seq = 1;
      const rows = rowsByEnd[failed ? 'failed' : 'succeeded'];
      rows.forEach((data, row) => {
        position += EVENTS_A_ROW;
        insertRow.run(position, streamId, seq, EVENTS_A_ROW, createdAt + row * 400, data);
        seq += EVENTS_A_ROW;
      });
      const trigger = number % 50 === 0 ? 'manual' : 'cron';
      insertRun.run(
        ...[
          streamId,
          id,
          flowId,
          name,
          file,
          failed ? 'failed' : 'succeeded',
          trigger,
          `{"type":"${trigger}"}`,
          labels,
        ],
        ...[1, flow + 1, createdAt, createdAt + 5, createdAt + 5_000 + next(10_000), failed ? 23 : 24, failed ? 1 : 0],
      );
    }
  });
  for (let from = 0; from < runs; from += RUNS_A_TRANSACTION)
    insertSome(from, Math.min(runs, from + RUNS_A_TRANSACTION));
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return { database, runs, events: runs * EVENTS_A_RUN };
}

function kindOf(number: number) {
  const name = number === 0 ? 'deploy' : `flow ${number}`;
  const labels = [number % 2 === 0 ? 'prod' : 'test', ...(number === FLOWS - 1 ? ['rare'] : [])];
  return {
    flowId: `flow-${number}`,
    name,
    file: `ops/${name.replace(' ', '-')}.chronum.yaml`,
    labels: JSON.stringify(labels),
  };
}

/** The column `data` of each row of a run. */
function encodedRows(failed: boolean): string[] {
  const at = '2026-01-31T12:00:00.000Z';
  const runId = 'r';
  const events: NewEvent[] = [
    { type: 'run.queued', at, runId, group: 'deploy', reason: 'concurrency' },
    { type: 'run.started', at, runId },
  ];
  for (let step = 0; events.length < EVENTS_A_RUN - 2; step++) {
    const key = { runId, stepId: `step-${step % 24}`, branch: 'body', attempt: 1 + Math.floor(step / 24) };
    events.push(
      { type: 'attempt.started', at, ...key, command: `make step-${step}`, cwd: '/home/ada/flows' },
      { type: 'attempt.spawned', at, ...key, pid: 4_000 + step, startTime: 12_345_678, bootId: '0123456789abcdef' },
      { type: 'attempt.succeeded', at, ...key, exitCode: 0 },
      { type: 'step.succeeded', at, runId, stepId: key.stepId, reason: 'completed' },
    );
  }
  const counts = { succeeded: failed ? 23 : 24, failed: failed ? 1 : 0, skipped: 0, cancelled: 0 };
  const status = failed ? 'failed' : 'succeeded';
  events.push(
    { type: 'run.paused', at, runId, by: 'ada' },
    { type: 'run.finished', at, runId, status, reason: 'completed', counts, failed: [] },
  );
  const rows: string[] = [];
  for (let from = 0; from < EVENTS_A_RUN; from += EVENTS_A_ROW) {
    rows.push(encodeEvents(events.slice(from, from + EVENTS_A_ROW), { at, isOfRun: true, storePlan: () => 1 }));
  }
  return rows;
}

function textOf(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) text = DIGITS[rest % 32] + text;
  return text;
}
