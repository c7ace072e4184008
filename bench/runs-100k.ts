import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunQueries } from '../src/main/ports/run-queries.ts';
import type { RunFilter } from '../src/main/ports/run-store.ts';
import { openReadable } from '../src/main/store/database.ts';
import { createReader } from '../src/main/store/reader.ts';
import { runListQuery, withLastEvent } from '../src/main/store/run-list-query.ts';
import { createRunQuestions, type RunQuestions } from '../src/main/store/run-questions.ts';
import { statisticsQueries } from '../src/main/store/run-statistics.ts';
import { sqliteRuntime } from '../src/main/store/sqlite-runtime.ts';
import { generateStore } from './generated-store.ts';
import { median, rate } from './report.ts';

/**
 * Lists, filters, counts and statistics of a store with many runs, warm: through the thread that reads, as the window asks, and in
 * one thread, against bare better-sqlite3 with the same statements in the same run.
 *
 *   node bench/runs-100k.ts [runs]        5,000 runs and 500,000 events by default
 *   node bench/runs-100k.ts --full        100,000 runs and 10,000,000 events: about 1.5 GB, some minutes
 */
const { values, positionals } = parseArgs({
  options: { full: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const wanted = values.full ? 100_000 : Number(positionals[0] ?? 5_000);
if (!Number.isInteger(wanted) || wanted < 100) throw new Error(`${positionals[0]} is not a number of runs from 100 on`);
const ROUNDS = 9;
const LIMIT = 100;
const MOST_MS = 50;
const YEAR_DAYS = 366;
const DAY = 24 * 60 * 60 * 1000;

const folder = mkdtempSync(join(tmpdir(), 'chronum-runs-'));
try {
  const begin = performance.now();
  const generated = generateStore(join(folder, 'data'), wanted);
  const seconds = (performance.now() - begin) / 1000;
  const megabytes = Math.round(statSync(generated.database).size / 1e6);
  console.log(
    `${rate(generated.runs)} runs and ${rate(generated.events)} events, ${rate(megabytes)} MB, written in ${seconds.toFixed(1)} s`,
  );
  await measureAll(generated.database);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measureAll(path: string): Promise<void> {
  const Sqlite = sqliteRuntime();
  const bare = new Sqlite(path, { readonly: true });
  const own = openReadable(path, { busyTimeout: 1_000 });
  const here = createRunQuestions(own);
  const reader = createReader({
    program: join(import.meta.dirname, '..', 'src', 'main', 'store', 'reader-worker.ts'),
    path,
    patience: 1_000,
  });
  const rowOf = bare.prepare(`SELECT ${withLastEvent} FROM runs WHERE stream_id = ?`);

  /** The same statements, their rows left as they come. */
  const bareList = (filter: RunFilter) => {
    const { sql, params } = runListQuery(filter, LIMIT + 1, null);
    const statement = bare.prepare(sql);
    return () => {
      const places = statement.all(...params) as { stream_id: number }[];
      return places.slice(0, LIMIT).map(({ stream_id }) => rowOf.get(stream_id)).length;
    };
  };

  console.log(`  ${'median of 9, milliseconds'.padEnd(44)}    bare    here  thread   ratio`);
  let slowest = 0;
  const measure = async (
    name: string,
    bareWork: () => unknown,
    ask: (queries: RunQuestions | RunQueries) => unknown,
  ): Promise<void> => {
    const times = { bare: [] as number[], here: [] as number[], thread: [] as number[] };
    const timed = async (list: number[], work: () => unknown) => {
      const start = performance.now();
      await work();
      list.push(performance.now() - start);
    };
    for (let round = 0; round <= ROUNDS; round++) {
      await timed(times.bare, bareWork);
      await timed(times.here, () => ask(here));
      await timed(times.thread, () => ask(reader));
    }
    // The first round warms all of them up.
    const [floor, inThread, beside] = [times.bare, times.here, times.thread].map((list) => median(list.slice(1)));
    const numbers = [floor!, inThread!, beside!].map((value) => value.toFixed(2).padStart(7));
    slowest = Math.max(slowest, beside!);
    console.log(`  ${name.padEnd(44)} ${numbers.join(' ')} ${(inThread! / floor!).toFixed(2).padStart(7)}`);
  };

  const filters: readonly (readonly [string, RunFilter])[] = [
    ['first page', {}],
    ['a flow that runs often', { flowId: 'flow-0' }],
    ['a flow that runs rarely', { flowId: 'flow-199' }],
    ['failed', { status: ['failed'] }],
    ['statuses that none has', { status: ['cancelled', 'skipped'] }],
    ['a trigger', { triggerType: 'manual' }],
    ['a label that half of them have', { label: 'prod' }],
    ['a label that few have', { label: 'rare' }],
    ['a label that none has', { label: 'nowhere' }],
    ['eleven months ago', window(330, 300)],
    ['text in names of many', { text: 'flow 1' }],
    ['text that none has', { text: 'zzzzzz' }],
    ['text of a flow, and that none has', { flowId: 'flow-0', text: 'zzzzzz' }],
    ['label, status and text that none has', { label: 'prod', status: ['failed'], text: 'zzzzzz' }],
    ['label, statuses and trigger together', { label: 'rare', status: ['failed', 'cancelled'], triggerType: 'manual' }],
  ];
  for (const [name, filter] of filters) {
    await measure(name, bareList(filter), (queries) => queries.list(filter, { limit: LIMIT }));
  }
  const deep = await placeInTheMiddle(reader);
  const { sql, params } = runListQuery({}, LIMIT + 1, placeOf(deep));
  const deepPage = bare.prepare(sql);
  await measure(
    'a page in the middle',
    () =>
      (deepPage.all(...params) as { stream_id: number }[]).slice(0, LIMIT).map(({ stream_id }) => rowOf.get(stream_id)),
    (queries) => queries.list({}, { limit: LIMIT, before: deep }),
  );
  const counted = bare.prepare('SELECT count(*) AS count FROM runs INDEXED BY runs_newest');
  await measure(
    'how many there are',
    () => counted.get(),
    (queries) => queries.count({}, 1_000_000),
  );

  const days = Array.from(
    { length: YEAR_DAYS },
    (_, day) => Math.floor(Date.now() / DAY) * DAY + (day - YEAR_DAYS + 2) * DAY,
  );
  const day = bare.prepare(statisticsQueries.day);
  const recent = bare.prepare(statisticsQueries.recent);
  const events = bare.prepare(
    'SELECT data FROM events WHERE stream_id = (SELECT id FROM streams WHERE name = ?) ORDER BY seq',
  );
  const bareStatistics = () => {
    const rows = recent.all('flow-0', 60) as { id: string }[];
    for (const row of rows.slice(0, 20)) {
      for (const { data } of events.all(`run:${row.id}`) as { data: string }[]) JSON.parse(data);
    }
    return days.slice(1).map((start, index) => day.get('flow-0', days[index]!, start));
  };
  await measure('statistics of a flow over a year', bareStatistics, (queries) =>
    queries.flowStatistics({ flowId: 'flow-0', days }),
  );
  const flows = bare.prepare(statisticsQueries.flows);
  const bareFacets = () => (flows.all() as { flow_id: string }[]).map(({ flow_id }) => recent.all(flow_id, 20));
  await measure('all flows with their latest outcomes', bareFacets, (queries) => queries.facets());

  console.log(
    `  slowest through the thread: ${slowest.toFixed(1)} ms, ${slowest < MOST_MS ? 'within' : 'OVER'} ${MOST_MS} ms`,
  );
  await reader.close();
  own.close();
  bare.close();
}

function window(fromDaysAgo: number, toDaysAgo: number): RunFilter {
  const at = (days: number) => new Date(Date.now() - days * DAY).toISOString();
  return { from: at(fromDaysAgo), to: at(toDaysAgo) };
}

async function placeInTheMiddle(reader: RunQueries): Promise<string> {
  const { next } = await reader.list({ to: new Date(Date.now() - 180 * DAY).toISOString() }, { limit: 1 });
  if (next === null) throw new Error('there is no run half a year ago');
  return next;
}

function placeOf(text: string) {
  const [createdAt = 0, streamId = 0] = text.split('.').map(Number);
  return { createdAt, streamId };
}
