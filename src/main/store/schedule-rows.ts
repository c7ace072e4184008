import {
  type Deferral,
  foldSchedule,
  isDeferralOver,
  joinRows,
  type LedgerRow,
  ledgerRowOf,
  type Outcome,
  type ScheduleState,
} from '../../core/ledger/index.ts';
import type { RunTrigger, ScheduleEvent } from '../../core/run/event.ts';
import type { StoredSchedule } from '../ports/schedule-store.ts';
import type { WritableDatabase } from './database.ts';

const PREFIX = 'schedule:';

export const scheduleIdOfStream = (stream: string): string | null =>
  stream.startsWith(PREFIX) ? stream.slice(PREFIX.length) : null;

/** A row of `schedules` as SQLite gives it. */
export interface ScheduleRow {
  readonly number: number;
  readonly id: string;
  readonly first_seen: number;
  readonly decided: number | null;
  readonly runs: number;
  readonly deferred_instant: number | null;
  readonly deferred_reason: string | null;
  readonly deferred_trigger: string | null;
  readonly fired_instant: number | null;
  readonly fired_run: string | null;
  readonly mark: number;
  readonly seq: number;
}

export function decodeSchedule(row: ScheduleRow): StoredSchedule {
  const { fired_instant: instant, fired_run: runId } = row;
  return {
    id: row.id,
    seq: row.seq,
    firstSeen: row.first_seen,
    decided: row.decided,
    runs: row.runs,
    deferral: deferralOf(row),
    lastFired: instant === null || runId === null ? null : { instant, runId },
    mark: row.mark,
  };
}

function deferralOf(row: ScheduleRow): Deferral | null {
  const { deferred_instant: instant, deferred_reason: reason, deferred_trigger: trigger } = row;
  if (instant === null || reason === null) return null;
  return { instant, reason, trigger: trigger === null ? null : (JSON.parse(trigger) as RunTrigger) };
}

/** A row of `schedule_ledger` as SQLite gives it. */
export interface LedgerTableRow {
  readonly number: number;
  readonly schedule_id: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly run_id: string | null;
  readonly into_instant: number | null;
  readonly at: number;
}

export const decodeLedgerRow = (row: Omit<LedgerTableRow, 'schedule_id'>): LedgerRow => ({
  outcome: row.outcome,
  reason: row.reason,
  first: row.first,
  last: row.last,
  count: row.count,
  runId: row.run_id,
  into: row.into_instant,
});

export const scheduleRowQueries = {
  byId: 'SELECT * FROM schedules WHERE id = ?',
  newestOfLedger: `SELECT number, outcome, reason, first, last, count, run_id, into_instant, at FROM schedule_ledger
    WHERE schedule = ? ORDER BY number DESC LIMIT 1`,
  closeDeferred: `DELETE FROM schedule_ledger INDEXED BY schedule_ledger_open WHERE schedule = ? AND outcome = 'deferred'`,
} as const;

/** Writing of schedules and their ledger, for use inside a transaction. */
export interface ScheduleRows {
  /** What an event means for its schedule. `at` is when it was written, `seq` its number in the stream. */
  project(scheduleId: string, event: ScheduleEvent, seq: number, at: number): void;
  /** Makes the schedule if it is not there. */
  see(scheduleId: string, at: number): StoredSchedule;
}

export function createScheduleRows(database: WritableDatabase): ScheduleRows {
  const byId = database.query<ScheduleRow, [string]>(scheduleRowQueries.byId);
  const insert = database.change<[string, number]>(
    'INSERT INTO schedules (id, first_seen, runs, mark, seq) VALUES (?, ?, 0, 0, 0)',
  );
  const update = database.change<(string | number | null)[]>(`
    UPDATE schedules SET decided = ?, runs = ?, deferred_instant = ?, deferred_reason = ?, deferred_trigger = ?,
      fired_instant = ?, fired_run = ?, mark = ?, seq = ?
    WHERE number = ?`);
  const newest = database.query<Omit<LedgerTableRow, 'schedule_id'>, [number]>(scheduleRowQueries.newestOfLedger);
  const closeDeferred = database.change<[number]>(scheduleRowQueries.closeDeferred);
  const addToLedger = database.change<(string | number | null)[]>(`
    INSERT INTO schedule_ledger (schedule, outcome, reason, first, last, count, run_id, into_instant, at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const extendLedger = database.change<[number, number, number, number]>(
    'UPDATE schedule_ledger SET last = ?, count = ?, at = ? WHERE number = ?',
  );

  const find = (scheduleId: string, at: number): ScheduleRow => {
    const row = byId.get(scheduleId);
    if (row) return row;
    const number = Number(insert.run(scheduleId, at).lastInsertRowid);
    return { ...emptyRow, number, id: scheduleId, first_seen: at };
  };

  const enter = (schedule: number, row: LedgerRow, at: number) => {
    if (row.outcome !== 'fired') {
      const before = newest.get(schedule);
      const joined = before === undefined ? null : joinRows(decodeLedgerRow(before), row);
      if (before !== undefined && joined !== null) {
        extendLedger.run(joined.last, joined.count, at, before.number);
        return;
      }
    }
    const { outcome, reason, first, last, count, runId, into } = row;
    addToLedger.run(schedule, outcome, reason, first, last, count, runId, into, at);
  };

  return {
    project: (scheduleId, event, seq, at) => {
      const row = find(scheduleId, at);
      const before = decodeSchedule(row);
      const after: ScheduleState = foldSchedule(before, event);
      if (isDeferralOver(before, after)) closeDeferred.run(row.number);
      enter(row.number, ledgerRowOf(event), at);
      const { decided, runs, deferral, lastFired, mark } = after;
      const trigger = deferral?.trigger ? JSON.stringify(deferral.trigger) : null;
      update.run(
        ...[decided, runs, deferral?.instant ?? null, deferral?.reason ?? null, trigger],
        ...[lastFired?.instant ?? null, lastFired?.runId ?? null, mark, seq, row.number],
      );
    },
    see: (scheduleId, at) => decodeSchedule(find(scheduleId, at)),
  };
}

const emptyRow: Omit<ScheduleRow, 'number' | 'id' | 'first_seen'> = {
  decided: null,
  runs: 0,
  deferred_instant: null,
  deferred_reason: null,
  deferred_trigger: null,
  fired_instant: null,
  fired_run: null,
  mark: 0,
  seq: 0,
};
