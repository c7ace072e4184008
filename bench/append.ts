import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewEvent } from '../src/core/run/event.ts';
import { openStore } from '../src/main/store/open-store.ts';
import { sqliteRuntime } from '../src/main/store/sqlite-runtime.ts';

/**
 * Durable transitions per second: the event log against a bare better-sqlite3 loop that writes the same text into one plain
 * table with two transactions a step, in turns within one process. The event log is measured with two transactions a step as
 * well, and with one, as a chain has it: what ends a step and what starts the next are ready together.
 *
 *   node bench/append.ts [steps] [rounds]
 */
const steps = Number(process.argv[2] ?? 5_000);
const rounds = Number(process.argv[3] ?? 5);

type Synchronous = 'NORMAL' | 'FULL';

const transitions = (runId: string, step: number): [NewEvent, NewEvent] => {
  const at = new Date().toISOString();
  const key = { runId, stepId: `step-${step}`, branch: 'body', attempt: 1 };
  return [
    { at, type: 'attempt.started', ...key },
    { at, type: 'attempt.succeeded', ...key, exitCode: 0 },
  ];
};

/** Steps per second. */
function bareLoop(folder: string, synchronous: Synchronous, count: number): number {
  const Sqlite = sqliteRuntime();
  const db = new Sqlite(join(folder, 'bare.db'));
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${synchronous}`);
  db.exec('CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY, run TEXT, seq INTEGER, data TEXT)');
  const insert = db.prepare('INSERT INTO log (run, seq, data) VALUES (?, ?, ?)');
  const append = db.transaction((run: string, seq: number, data: string) => insert.run(run, seq, data));
  const start = performance.now();
  for (let step = 0, seq = 0; step < count; step++) {
    for (const event of transitions('bare', step)) append('bare', ++seq, JSON.stringify(event));
  }
  const seconds = (performance.now() - start) / 1000;
  db.close();
  return count / seconds;
}

async function eventLog(
  folder: string,
  options: { synchronous: Synchronous; count: number; run: string; commits: 1 | 2 },
) {
  const { synchronous, count, run, commits } = options;
  const store = openStore({ dataFolder: folder, synchronous });
  let delivered = 0;
  const end = store.events.subscribe({ after: store.events.head() }, (events) => {
    delivered += events.length;
  });
  const stream = `run:${run}`;
  const start = performance.now();
  for (let step = 0, seq = 0; step < count; step++) {
    const events = transitions(run, step);
    const batches = commits === 1 ? [events] : events.map((event) => [event]);
    for (const batch of batches) seq = (await store.events.append(stream, seq, batch)).at(-1)!.seq;
  }
  const seconds = (performance.now() - start) / 1000;
  end();
  store.close();
  if (delivered !== count * 2) throw new Error(`${delivered} of ${count * 2} events were delivered`);
  return count / seconds;
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

for (const synchronous of ['NORMAL', 'FULL'] as const) {
  const folder = mkdtempSync(join(tmpdir(), 'chronum-bench-'));
  const count = synchronous === 'FULL' ? Math.ceil(steps / 5) : steps;
  const bare: number[] = [];
  const ours = { 1: [] as number[], 2: [] as number[] };
  try {
    for (let round = 0; round <= rounds; round++) {
      const floor = bareLoop(folder, synchronous, count);
      const two = await eventLog(folder, { synchronous, count, run: `two-${round}`, commits: 2 });
      const one = await eventLog(folder, { synchronous, count, run: `one-${round}`, commits: 1 });
      // The first round warms all of them up.
      if (round === 0) continue;
      bare.push(floor);
      ours[2].push(two);
      ours[1].push(one);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`synchronous=${synchronous}, ${count} steps, median of ${rounds}`);
  console.log(`  bare loop, 2 transactions a step  ${Math.round(median(bare))} steps/s`);
  for (const commits of [2, 1] as const) {
    const ratio = median(ours[commits].map((rate, round) => rate / bare[round]!));
    const rate = Math.round(median(ours[commits]));
    console.log(`  event log, ${commits} a step              ${rate} steps/s, ratio ${ratio.toFixed(2)}`);
  }
}
