import type { RunFilter, RunPage, RunStore, RunSummary } from '../ports/run-store.ts';
import type { Query, ReadableDatabase } from './database.ts';
import { type ListPlace, runListQuery, withLastEvent } from './run-list-query.ts';
import { decodeSummary, type StoredRun } from './run-rows.ts';

type SummaryRow = StoredRun & { readonly seq: number; readonly position: number };

export const runQueries = {
  byId: `SELECT ${withLastEvent} FROM runs WHERE id = ?`,
  byPrefix: `SELECT ${withLastEvent} FROM runs WHERE id >= ? AND id < ? ORDER BY id LIMIT 2`,
  unfinished: `SELECT ${withLastEvent} FROM runs INDEXED BY runs_unfinished
    WHERE finished_at IS NULL ORDER BY created_at DESC, stream_id DESC`,
  // Hops from flow to flow through the index in place of walking all runs.
  latestByFlow: `
    WITH RECURSIVE flow (id) AS (
      SELECT (SELECT flow_id FROM runs ORDER BY flow_id LIMIT 1)
      UNION ALL
      SELECT (SELECT flow_id FROM runs WHERE flow_id > flow.id ORDER BY flow_id LIMIT 1) FROM flow WHERE flow.id IS NOT NULL
    ), latest (stream_id) AS (
      SELECT (SELECT stream_id FROM runs WHERE flow_id = flow.id ORDER BY created_at DESC, stream_id DESC LIMIT 1)
      FROM flow WHERE flow.id IS NOT NULL
    )
    SELECT ${withLastEvent} FROM latest CROSS JOIN runs ON runs.stream_id = latest.stream_id WHERE runs.workspace = ?`,
} as const;

/** Sorts after every character of an id. */
const AFTER_ALL = '\u{10ffff}';

export function createRunReader(database: ReadableDatabase): Omit<RunStore, 'remove'> {
  const byId = database.query<SummaryRow, [string]>(runQueries.byId);
  const byPrefix = database.query<SummaryRow, [string, string]>(runQueries.byPrefix);
  const unfinished = database.query<SummaryRow>(runQueries.unfinished);
  const latestByFlow = database.query<SummaryRow, [string]>(runQueries.latestByFlow);
  /** Prepared once for each combination of criteria. */
  const lists = new Map<string, Query<(string | number)[], SummaryRow>>();

  const get = (runId: string): RunSummary | null => {
    const row = byId.get(runId);
    return row ? decodeSummary(row) : null;
  };

  return {
    list: (filter: RunFilter, { limit, before }): RunPage => {
      if (filter.status?.length === 0) return { runs: [], next: null };
      const { sql, params } = runListQuery(filter, limit + 1, before === undefined ? null : decodePlace(before));
      let query = lists.get(sql);
      if (!query) {
        query = database.query<SummaryRow, (string | number)[]>(sql);
        lists.set(sql, query);
      }
      const rows = query.all(...params);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return { runs: shown.map(decodeSummary), next: rows.length > limit && last ? encodePlace(last) : null };
    },
    get,
    find: (idOrPrefix) => {
      if (idOrPrefix === '') return null;
      const exact = get(idOrPrefix);
      if (exact) return exact;
      const [only, second] = byPrefix.all(idOrPrefix, idOrPrefix + AFTER_ALL);
      return only && !second ? decodeSummary(only) : null;
    },
    latestByFlow: (workspace) => new Map(latestByFlow.all(workspace).map((row) => [row.flow_id, decodeSummary(row)])),
    unfinished: () => unfinished.all().map(decodeSummary),
  };
}

const encodePlace = (row: SummaryRow): string => `${row.created_at}.${row.stream_id}`;

function decodePlace(text: string): ListPlace {
  const match = /^(\d+)\.(\d+)$/.exec(text);
  if (!match) throw new Error(`not a place in the list of runs: ${text}`);
  return { createdAt: Number(match[1]), streamId: Number(match[2]) };
}
