import type { LedgerRow } from '../../../../contract/schedules.ts';

/** What is here of the ledger, newest first. */
export interface LedgerPages {
  readonly rows: readonly LedgerRow[];
  /** Where older rows begin; null when all are here. */
  readonly next: number | null;
  readonly phase: 'loading' | 'ready';
}

type Page = Pick<LedgerPages, 'rows' | 'next'>;

export const EMPTY: LedgerPages = { rows: [], next: null, phase: 'loading' };

/** A new first page, with the older ones that are here where nothing lies between. */
export function withHead(before: Page, page: Page): LedgerPages {
  const last = page.rows.at(-1)?.number;
  const older = last === undefined ? [] : before.rows.filter(({ number }) => number < last);
  const meets = last !== undefined && before.rows.some(({ number }) => number >= last);
  const keeps = older.length > 0 && meets;
  return {
    rows: keeps ? [...page.rows, ...older] : page.rows,
    next: keeps ? before.next : page.next,
    phase: 'ready',
  };
}

export const withOlder = (before: Page, page: Page): LedgerPages => ({
  rows: [...before.rows, ...page.rows],
  next: page.next,
  phase: 'ready',
});
