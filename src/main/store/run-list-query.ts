import type { RunFilter } from '../ports/run-store.ts';
import { instantFromText } from './event-codec.ts';

/** Sequence number and position of a run's last event, each one step into `events_by_stream`. */
export const withLastEvent = `runs.*,
  (SELECT seq + count - 1 FROM events WHERE stream_id = runs.stream_id ORDER BY seq DESC LIMIT 1) AS seq,
  (SELECT position FROM events WHERE stream_id = runs.stream_id ORDER BY seq DESC LIMIT 1) AS position`;

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
 * One page of the run list. Always walks one index from the newest on, so that a page never sorts: the index of the rarest
 * criterion that is asked for. The others are decided along the way, status and trigger without reading the row.
 */
export function runListQuery(filter: RunFilter, limit: number, after: ListPlace | null): RunListQuery {
  const where: string[] = [];
  const params: (string | number)[] = [];
  const add = (condition: string, ...values: (string | number)[]) => {
    where.push(condition);
    params.push(...values);
  };

  const from = source(filter);
  const created = filter.label === undefined ? 'runs.created_at' : 'run_labels.created_at';
  const stream = filter.label === undefined ? 'runs.stream_id' : 'run_labels.stream_id';
  if (filter.label !== undefined) add('run_labels.label = ?', filter.label);
  if (filter.flowId !== undefined) add('runs.flow_id = ?', filter.flowId);
  if (filter.workspace !== undefined) add('runs.workspace = ?', filter.workspace);
  if (filter.triggerType !== undefined) add('runs.trigger_type = ?', filter.triggerType);
  if (filter.status !== undefined) {
    if (filter.status.length === 1) add('runs.status = ?', filter.status[0]!);
    else add(`runs.status IN (${filter.status.map(() => '?').join(', ')})`, ...filter.status);
  }
  if (filter.from !== undefined) add(`${created} >= ?`, instantFromText(filter.from));
  if (filter.to !== undefined) add(`${created} <= ?`, instantFromText(filter.to));
  if (filter.text !== undefined && filter.text !== '') {
    const pattern = `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`;
    const matches = ['runs.flow_name', 'runs.file', 'runs.id'].map((column) => `${column} LIKE ? ESCAPE '\\'`);
    add(`(${matches.join(' OR ')})`, pattern, pattern, pattern);
  }
  if (after) add(`(${created}, ${stream}) < (?, ?)`, after.createdAt, after.streamId);

  const conditions = where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`;
  const sql = `SELECT ${withLastEvent} FROM ${from} ${conditions} ORDER BY ${created} DESC, ${stream} DESC LIMIT ?`;
  return { sql, params: [...params, limit] };
}

/** Named outright: without statistics of its own SQLite would guess, and prefer an index that has to be sorted. */
function source(filter: RunFilter): string {
  if (filter.label !== undefined) return 'run_labels CROSS JOIN runs ON runs.stream_id = run_labels.stream_id';
  if (filter.flowId !== undefined) return 'runs INDEXED BY runs_by_flow';
  if (filter.status?.length === 1) return 'runs INDEXED BY runs_by_status';
  if (filter.workspace !== undefined) return 'runs INDEXED BY runs_by_workspace';
  if (filter.triggerType !== undefined) return 'runs INDEXED BY runs_by_trigger';
  return 'runs INDEXED BY runs_newest';
}
