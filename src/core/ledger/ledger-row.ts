import type { ScheduleEvent } from '../run/event.ts';
import type { Instant } from '../schedule/index.ts';
import type { Outcome } from './reasons.ts';

/** What became of one instant, or of neighbours with the same outcome and reason. */
export interface LedgerRow {
  readonly outcome: Outcome;
  readonly reason: string;
  /** The first and the last nominal instant of the row, both in. */
  readonly first: Instant;
  readonly last: Instant;
  readonly count: number;
  /** Of one that fired. */
  readonly runId: string | null;
  /** Of merged ones: the nominal instant that they became part of. */
  readonly into: Instant | null;
}

export function ledgerRowOf(event: ScheduleEvent): LedgerRow {
  const first = Date.parse(event.instant);
  const row: LedgerRow = {
    outcome: event.type.slice('schedule.'.length) as Outcome,
    reason: event.reason,
    first,
    last: first,
    count: 1,
    runId: null,
    into: null,
  };
  switch (event.type) {
    case 'schedule.fired':
      return { ...row, runId: event.runId };
    case 'schedule.deferred':
      return row;
    case 'schedule.merged':
      return { ...row, ...span(event), into: event.into === undefined ? null : Date.parse(event.into) };
    case 'schedule.skipped':
    case 'schedule.missed':
      return { ...row, ...span(event) };
  }
}

const span = (event: { readonly instant: string; readonly last?: string; readonly count?: number }) => ({
  last: Date.parse(event.last ?? event.instant),
  count: event.count ?? 1,
});

/** The two as one row when they are neighbours with the same outcome and reason; null when they are not. */
export function joinRows(before: LedgerRow, row: LedgerRow): LedgerRow | null {
  const isSame =
    before.outcome === row.outcome &&
    before.reason === row.reason &&
    before.runId === null &&
    row.runId === null &&
    before.into === row.into &&
    before.outcome !== 'deferred' &&
    row.first > before.last;
  return isSame ? { ...before, last: row.last, count: before.count + row.count } : null;
}
