import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ChronumEvent, runStream } from '../../core/run/event.ts';
import { foldAll } from '../../core/run/fold.ts';
import { StoreUnavailable } from '../../main/ports/event-log.ts';
import { openStoreReadOnly } from '../../main/store/open-store.ts';
import { sqliteRuntime } from '../../main/store/sqlite-runtime.ts';
import { breachesOf } from './history.ts';
import { markedProcesses } from './processes.ts';

type Reader = ReturnType<typeof openStoreReadOnly>;

function readStore<T>(dataFolder: string, look: (store: Reader) => T): T {
  const store = openStoreReadOnly({ dataFolder });
  try {
    return look(store);
  } finally {
    store.close();
  }
}

/** Runs that have not ended. */
export const unfinishedRuns = (dataFolder: string): string[] =>
  idsIn(dataFolder, (store) => store.runs.unfinished().map(({ id }) => id));

export const allRuns = (dataFolder: string): string[] =>
  idsIn(dataFolder, (store) => store.runs.list({}, { limit: 500 }).runs.map(({ id }) => id));

/** None before there is a store, or when who made it was killed in the middle of that. */
function idsIn(dataFolder: string, look: (store: Reader) => string[]): string[] {
  if (!existsSync(join(dataFolder, 'chronum.db'))) return [];
  try {
    return readStore(dataFolder, look);
  } catch (error) {
    if (error instanceof StoreUnavailable) return [];
    throw error;
  }
}

/** The ends of the histories that do not come to their end, for whoever has to find out why. */
export const standstill = (dataFolder: string): string =>
  unfinishedRuns(dataFolder)
    .flatMap((id) => readStore(dataFolder, (store) => store.events.read(runStream(id), 0)).slice(1))
    .map(({ seq: _, stream: __, position: ___, ...event }) => JSON.stringify(event))
    .join('\n');

/** What is wrong in a data folder on which nothing runs any more, after everything that was killed on it. */
export function breachesIn(dataFolder: string): string[] {
  const breaches = unfinishedRuns(dataFolder).map((id) => `run ${id} has not ended`);
  const claims = new Map<string, number>();
  readStore(dataFolder, (store) => {
    for (const summary of store.runs.list({}, { limit: 500 }).runs) {
      const events = store.events.read(runStream(summary.id), 0);
      breaches.push(...breachesOf(events).map((breach) => `run ${summary.id}: ${breach}`));
      const state = foldAll(events);
      const told = JSON.stringify([summary.status, summary.finishedAt, summary.counts]);
      const folded = JSON.stringify([state?.status, state?.finishedAt, countsOf(events)]);
      if (told !== folded) breaches.push(`run ${summary.id}: the list says ${told}, its events ${folded}`);
      for (const claim of grantedIn(events)) claims.set(claim, (claims.get(claim) ?? 0) + 1);
      for (const pid of markedProcesses(summary.id)) breaches.push(`run ${summary.id}: process ${pid} is left`);
    }
  });
  return [...breaches, ...breachesOfTables(dataFolder, new Set(claims.keys()))];
}

const countsOf = (events: readonly ChronumEvent[]) => {
  const end = events.at(-1);
  return end?.type === 'run.finished' ? end.counts : undefined;
};

/** Places that thresholds gave, by what they were claimed for. */
function* grantedIn(events: readonly ChronumEvent[]): Generator<string> {
  const started = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'attempt.started') started.set(event.stepId, (started.get(event.stepId) ?? 0) + 1);
    if (event.type !== 'fact.answered' || event.question !== 'threshold' || event.answer !== true) continue;
    yield `${event.runId}/${event.stepId}/${started.get(event.stepId) ?? 0}`;
  }
}

/** Queues, counters and the file itself. */
function breachesOfTables(dataFolder: string, granted: ReadonlySet<string>): string[] {
  const Sqlite = sqliteRuntime();
  const database = new Sqlite(join(dataFolder, 'chronum.db'), { readonly: true });
  try {
    const breaches: string[] = [];
    const all = <T>(sql: string): T[] => database.prepare(sql).all() as T[];
    // Those of finished runs have no place any more, and are swept when the next one joins the line.
    const standing = `SELECT holder FROM group_members WHERE run_id IN (SELECT id FROM runs WHERE finished_at IS NULL)`;
    for (const { holder } of all<{ holder: string }>(standing)) breaches.push(`${holder} still stands in a line`);
    for (const { id } of all<{ id: string }>('SELECT id FROM commands WHERE answered_at IS NULL')) {
      breaches.push(`the command ${id} was never taken`);
    }
    const claims = all<{ claim: string }>('SELECT claim FROM counter_claims').map(({ claim }) => claim);
    for (const claim of claims) if (!granted.has(claim)) breaches.push(`${claim} was counted, and never ran`);
    for (const claim of granted) if (!claims.includes(claim)) breaches.push(`${claim} ran, and was never counted`);
    const integrity = database.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') breaches.push(`integrity_check: ${String(integrity)}`);
    return breaches;
  } finally {
    database.close();
  }
}
