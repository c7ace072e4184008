import type { EventLog } from '../ports/event-log.ts';
import type {
  ArmedTrigger,
  LedgerEntry,
  LedgerFilter,
  LedgerPage,
  Pause,
  PauseTarget,
  ScheduleStore,
  StoredSchedule,
} from '../ports/schedule-store.ts';
import type { ChangeWatch } from './change-watch.ts';
import type { Query, ReadableDatabase, WritableDatabase } from './database.ts';
import {
  createScheduleRows,
  decodeLedgerRow,
  decodeSchedule,
  type LedgerTableRow,
  type ScheduleRow,
  scheduleRowQueries,
} from './schedule-rows.ts';
import { createScheduleTrim } from './schedule-trim.ts';
import type { Writer } from './writer.ts';

/** Schedules seen in one transaction: a million of them must not hold up others. */
const SEEN_AT_ONCE = 2_000;

export interface ScheduleReader extends Pick<ScheduleStore, 'get' | 'ledger' | 'pauses' | 'armed'> {}

export function createScheduleReader(reader: ReadableDatabase): ScheduleReader {
  const byId = reader.query<ScheduleRow, [string]>(scheduleRowQueries.byId);
  const pauses = reader.query<PauseRow>('SELECT scope, name, at, by FROM schedule_pauses ORDER BY at, scope, name');
  const armed = reader.query<ArmedTrigger, [string]>(scheduleQueries.armed);
  /** Prepared once for each combination of criteria. */
  const ledgers = new Map<string, Query<(string | number)[], LedgerTableRow>>();

  return {
    get: (scheduleId) => {
      const row = byId.get(scheduleId);
      return row ? decodeSchedule(row) : null;
    },
    ledger: (filter, { limit, before }) => {
      const { sql, params } = ledgerQuery(filter, limit + 1, before);
      let query = ledgers.get(sql);
      if (query === undefined) {
        query = reader.query<LedgerTableRow, (string | number)[]>(sql);
        ledgers.set(sql, query);
      }
      return pageOf(query.all(...params), limit);
    },
    pauses: () => pauses.all().map(decodePause),
    armed: (workspace) => armed.all(workspace),
  };
}

export function createScheduleStore(parts: {
  readonly database: WritableDatabase;
  readonly reader: ReadableDatabase;
  readonly writer: Writer;
  readonly events: Pick<EventLog, 'appendMany'>;
  readonly watch: ChangeWatch['watch'];
}): ScheduleStore {
  const { database, reader, writer, events, watch } = parts;
  const read = createScheduleReader(reader);
  const rows = createScheduleRows(database);
  const insertPause = database.change<[string, string, number, string]>(`
    INSERT INTO schedule_pauses (scope, name, at, by) VALUES (?, ?, ?, ?) ON CONFLICT (scope, name) DO NOTHING`);
  const deletePause = database.change<[string, string]>('DELETE FROM schedule_pauses WHERE scope = ? AND name = ?');
  const insertArmed = database.change<[string, string, string, number]>(`
    INSERT INTO armed_triggers (schedule_id, workspace, content, armed_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (schedule_id) DO UPDATE SET
      workspace = excluded.workspace, content = excluded.content, armed_at = excluded.armed_at`);
  const deleteArmed = database.change<[string]>('DELETE FROM armed_triggers WHERE schedule_id = ?');
  const settings = reader.query<{ value: string }>(scheduleQueries.settings);
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };

  return {
    ...read,
    see: async (scheduleIds, at) => {
      const seen: StoredSchedule[] = [];
      for (let start = 0; start < scheduleIds.length; start += SEEN_AT_ONCE) {
        const some = scheduleIds.slice(start, start + SEEN_AT_ONCE);
        const found = some.map(read.get);
        // Nearly always all are known, and nothing need be written.
        if (found.every((schedule) => schedule !== null)) seen.push(...found);
        else seen.push(...(await writer.write(() => some.map((id) => rows.see(id, at)))));
      }
      return seen;
    },
    record: async (appends) => {
      if (appends.length > 0) await events.appendMany(appends);
    },
    trim: createScheduleTrim(database, writer),
    pause: (pause) => {
      writer.writeNow(() => insertPause.run(pause.scope, nameOf(pause), pause.at, pause.by));
      changed();
    },
    resume: (target) => {
      const { changes } = writer.writeNow(() => deletePause.run(target.scope, nameOf(target)));
      if (changes > 0) changed();
      return changes > 0;
    },
    arm: (triggers) => {
      if (triggers.length === 0) return;
      writer.writeNow(() => {
        for (const { scheduleId, workspace, content, armedAt } of triggers) {
          insertArmed.run(scheduleId, workspace, content, armedAt);
        }
      });
      changed();
    },
    disarm: (scheduleIds) => {
      if (scheduleIds.length === 0) return;
      writer.writeNow(() => {
        for (const id of scheduleIds) deleteArmed.run(id);
      });
      changed();
    },
    watch: (listener) => {
      listeners.add(listener);
      let known = settings.get()?.value;
      const stopWatching = watch('eventually', () => {
        const now = settings.get()?.value;
        if (now === known) return;
        known = now;
        listener();
      });
      return () => {
        listeners.delete(listener);
        stopWatching();
      };
    },
  };
}

export const scheduleQueries = {
  armed: `SELECT schedule_id AS scheduleId, workspace, content, armed_at AS armedAt FROM armed_triggers
    INDEXED BY armed_triggers_by_workspace WHERE workspace = ? ORDER BY schedule_id`,
  /** Changes whenever a pause or an armed trigger does. */
  settings: `SELECT (SELECT coalesce(group_concat(scope || ':' || name || ':' || at), '') FROM schedule_pauses) || '|' ||
    (SELECT count(*) || ':' || coalesce(sum(armed_at), 0) FROM armed_triggers) AS value`,
} as const;

interface PauseRow {
  readonly scope: Pause['scope'];
  readonly name: string;
  readonly at: number;
  readonly by: string;
}

const nameOf = (target: PauseTarget): string =>
  target.scope === 'all' ? '' : target.scope === 'label' ? target.label : target.scheduleId;

function decodePause({ scope, name, at, by }: PauseRow): Pause {
  if (scope === 'all') return { scope, at, by };
  return scope === 'label' ? { scope, label: name, at, by } : { scope, scheduleId: name, at, by };
}

/** Newest first; the numbers of rows are the order in which outcomes were decided. */
export function ledgerQuery(filter: LedgerFilter, limit: number, before: number | undefined) {
  const { scheduleIds, outcomes, from, to } = filter;
  const where: string[] = [];
  const params: (string | number)[] = [];
  const add = (condition: string, ...values: (string | number)[]) => {
    where.push(condition);
    params.push(...values);
  };
  if (before !== undefined) add('ledger.number < ?', before);
  if (scheduleIds?.length === 1) add('schedule = (SELECT number FROM schedules WHERE id = ?)', scheduleIds[0]!);
  else if (scheduleIds !== undefined) {
    const ids = 'SELECT number FROM schedules WHERE id IN (SELECT value FROM json_each(?))';
    add(`schedule IN (${ids})`, JSON.stringify(scheduleIds));
  }
  const isUnusual = outcomes?.includes('fired') === false;
  if (outcomes !== undefined) add('outcome IN (SELECT value FROM json_each(?))', JSON.stringify(outcomes));
  // The index of unusual outcomes serves only a statement that itself leaves fires out.
  if (isUnusual) where.push("outcome <> 'fired'");
  const index = isUnusual && scheduleIds === undefined ? 'INDEXED BY schedule_ledger_unusual' : '';
  if (from !== undefined) add('last >= ?', from);
  if (to !== undefined) add('first <= ?', to);
  const sql = `SELECT ledger.number, schedules.id AS schedule_id, outcome, reason, first, last, count, run_id, into_instant, at
    FROM schedule_ledger AS ledger ${index} CROSS JOIN schedules ON schedules.number = ledger.schedule
    ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY ledger.number DESC LIMIT ?`;
  return { sql, params: [...params, limit] };
}

function pageOf(rows: readonly LedgerTableRow[], limit: number): LedgerPage {
  const shown = rows.slice(0, limit);
  const entries = shown.map(
    (row): LedgerEntry => ({ ...decodeLedgerRow(row), number: row.number, scheduleId: row.schedule_id, at: row.at }),
  );
  return { entries, next: rows.length > limit ? (shown.at(-1)?.number ?? null) : null };
}
