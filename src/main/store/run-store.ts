import type { RunFilter, RunPage, RunReader, RunSummary } from '../ports/run-store.ts';
import type { Query, ReadableDatabase } from './database.ts';
import { type ListPlace, type RunListQuery, runCountQuery, runListQuery, withLastEvent } from './run-list-query.ts';
import { decodeSummary, type StoredRun } from './run-rows.ts';

type SummaryRow = StoredRun & { readonly seq: number; readonly position: number; readonly pinned: number };
type PlaceRow = { readonly created_at: number; readonly stream_id: number };

export const runQueries = {
  byStream: `SELECT ${withLastEvent} FROM runs WHERE stream_id = ?`,
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

export function createRunReader(database: ReadableDatabase): RunReader {
  const byId = database.query<SummaryRow, [string]>(runQueries.byId);
  const byPrefix = database.query<SummaryRow, [string, string]>(runQueries.byPrefix);
  const unfinished = database.query<SummaryRow>(runQueries.unfinished);
  const latestByFlow = database.query<SummaryRow, [string]>(runQueries.latestByFlow);
  const byStream = database.query<SummaryRow, [number]>(runQueries.byStream);
  /** Prepared once for each combination of criteria. */
  const prepared = new Map<string, Query<(string | number)[], unknown>>();

  const rowsOf = <Row>({ sql, params }: RunListQuery): Row[] => {
    let query = prepared.get(sql);
    if (!query) {
      query = database.query<unknown, (string | number)[]>(sql);
      prepared.set(sql, query);
    }
    return query.all(...params) as Row[];
  };

  const get = (runId: string): RunSummary | null => {
    const row = byId.get(runId);
    return row ? decodeSummary(row) : null;
  };

  return {
    list: (filter: RunFilter, { limit, before }): RunPage => {
      if (filter.status?.length === 0) return { runs: [], next: null };
      const after = before === undefined ? null : decodePlace(before);
      const places = rowsOf<PlaceRow>(runListQuery(filter, limit + 1, after));
      const last = places[limit - 1];
      const shown = places.slice(0, limit).flatMap(({ stream_id }) => {
        // Another process may have removed it a moment ago.
        const row = byStream.get(stream_id);
        return row ? [decodeSummary(row)] : [];
      });
      return { runs: shown, next: places.length > limit && last ? encodePlace(last) : null };
    },
    count: (filter, most) => {
      if (filter.status?.length === 0) return 0;
      return rowsOf<{ count: number }>(runCountQuery(filter, most))[0]?.count ?? 0;
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

const encodePlace = (row: PlaceRow): string => `${row.created_at}.${row.stream_id}`;

function decodePlace(text: string): ListPlace {
  const match = /^(\d+)\.(\d+)$/.exec(text);
  if (!match) throw new Error(`not a place in the list of runs: ${text}`);
  return { createdAt: Number(match[1]), streamId: Number(match[2]) };
}
