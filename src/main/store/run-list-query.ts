import type { RunFilter } from '../ports/run-store.ts';
import { instantFromText } from './event-codec.ts';

/** Sequence number and position of a run's last event, each one step into `events_by_stream`, and whether it is pinned. */
export const withLastEvent = `runs.*,
  (SELECT seq + count - 1 FROM events WHERE stream_id = runs.stream_id ORDER BY seq DESC LIMIT 1) AS seq,
  (SELECT position FROM events WHERE stream_id = runs.stream_id ORDER BY seq DESC LIMIT 1) AS position,
  EXISTS (SELECT 1 FROM pinned_runs WHERE stream_id = runs.stream_id) AS pinned`;

export interface RunListQuery {
  readonly sql: string;
  readonly params: readonly (string | number)[];
}

/** Newest first by (created_at, stream_id); `after` is the last row of the page before. */
export interface ListPlace {
  readonly createdAt: number;
  readonly streamId: number;
}

/**
 * Which runs a page of the list has, in order. Always walks one index from the newest on, so that a page never sorts, and decides by
 * what that index holds, so that no run is read that is not shown: the index of the criterion that the fewest runs have as a rule.
 */
export function runListQuery(filter: RunFilter, limit: number, after: ListPlace | null): RunListQuery {
  const { sql, params } = selection('SELECT runs.created_at, runs.stream_id', filter, after);
  return { sql: `${sql} ORDER BY runs.created_at DESC, runs.stream_id DESC LIMIT ?`, params: [...params, limit] };
}

/** How many runs there are, counted up to `most`. */
export function runCountQuery(filter: RunFilter, most: number): RunListQuery {
  const { sql, params } = selection('SELECT 1', filter, null);
  return { sql: `SELECT count(*) AS count FROM (${sql} LIMIT ?)`, params: [...params, most] };
}

function selection(select: string, filter: RunFilter, after: ListPlace | null): RunListQuery {
  const where: string[] = [];
  const params: (string | number)[] = [];
  const add = (condition: string, ...values: (string | number)[]) => {
    where.push(condition);
    params.push(...values);
  };
  if (filter.flowId !== undefined) add('runs.flow_id = ?', filter.flowId);
  if (filter.workspace !== undefined) add('runs.workspace = ?', filter.workspace);
  if (filter.triggerType !== undefined) add('runs.trigger_type = ?', filter.triggerType);
  if (filter.status !== undefined) {
    if (filter.status.length === 1) add('runs.status = ?', filter.status[0]!);
    else add(`runs.status IN (${filter.status.map(() => '?').join(', ')})`, ...filter.status);
  }
  if (filter.label !== undefined) add(`runs.kind_id IN (${KINDS_LABELLED})`, filter.label);
  if (filter.pinned === true) add('runs.stream_id IN (SELECT stream_id FROM pinned_runs)');
  if (filter.from !== undefined) add('runs.created_at >= ?', instantFromText(filter.from));
  if (filter.to !== undefined) add('runs.created_at <= ?', instantFromText(filter.to));
  if (filter.text !== undefined && filter.text !== '') {
    const pattern = `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`;
    add(`(runs.kind_id IN (${KINDS_NAMED}) OR runs.id LIKE ? ESCAPE '\\')`, pattern, pattern, pattern);
  }
  if (after) add('(runs.created_at, runs.stream_id) < (?, ?)', after.createdAt, after.streamId);
  const conditions = where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`;
  return { sql: `${select} FROM runs INDEXED BY ${indexFor(filter)} ${conditions}`, params };
}

const KINDS_LABELLED =
  'SELECT id FROM run_kinds WHERE EXISTS (SELECT 1 FROM json_each(run_kinds.labels) WHERE value = ?)';
const KINDS_NAMED = `SELECT id FROM run_kinds WHERE flow_name LIKE ? ESCAPE '\\' OR file LIKE ? ESCAPE '\\'`;

/** Named outright: without statistics of its own SQLite would guess, and prefer an index that has to be sorted. */
function indexFor(filter: RunFilter): string {
  if (filter.flowId !== undefined) return 'runs_by_flow';
  if (filter.status?.length === 1) return 'runs_by_status';
  if (filter.workspace !== undefined) return 'runs_by_workspace';
  if (filter.triggerType !== undefined) return 'runs_by_trigger';
  return 'runs_newest';
}
