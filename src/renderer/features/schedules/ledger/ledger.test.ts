import { describe, expect, it } from 'vitest';
import type { LedgerRow } from '../../../../contract/schedules.ts';
import { outcomeWords } from './outcome-look.ts';
import { EMPTY, withHead, withOlder } from './pages.ts';

const row = (number: number): LedgerRow => ({
  number,
  scheduleId: 'f/t',
  flowName: 'f',
  outcome: 'fired',
  reason: 'due',
  first: 0,
  last: 0,
  count: 1,
  runId: null,
  runStatus: null,
  into: null,
  at: 0,
});
const page = (numbers: readonly number[], next: number | null = null) => ({ rows: numbers.map(row), next });
const numbers = ({ rows }: { readonly rows: readonly LedgerRow[] }) => rows.map(({ number }) => number);

describe('pages of the ledger', () => {
  it('keeps older rows behind a new head', () => {
    const two = withOlder(withHead(EMPTY, page([9, 8], 8)), page([7, 6], 6));
    const renewed = withHead(two, page([11, 10, 9], 9));
    expect(numbers(renewed)).toEqual([11, 10, 9, 8, 7, 6]);
    expect(renewed.next).toBe(6);
  });

  it('lets go of older rows when more is new than a page holds', () => {
    const renewed = withHead(withHead(EMPTY, page([9, 8], 8)), page([30, 29], 29));
    expect(numbers(renewed)).toEqual([30, 29]);
    expect(renewed.next).toBe(29);
  });

  it('takes a row as it is now: it may have grown, or gone', () => {
    expect(numbers(withHead(withHead(EMPTY, page([9, 8])), page([9])))).toEqual([9, 8]);
    expect(numbers(withHead(withHead(EMPTY, page([9, 8])), page([])))).toEqual([]);
  });
});

describe('an outcome in words', () => {
  const words = (outcome: LedgerRow['outcome'], reason: string, count = 1) => outcomeWords({ outcome, reason, count });

  it('says what became of an instant, and why', () => {
    expect(words('fired', 'due')).toBe('Fired on time');
    expect(words('fired', 'catch-up:asleep')).toMatch(/^Fired, made up for: the machine was asleep/);
    expect(words('skipped', 'except')).toBe('Skipped: on a day left out by `except`');
    expect(words('deferred', 'paused')).toBe('Deferred: it was paused');
  });

  it('counts neighbours with one outcome', () => {
    expect(words('fired', 'waited:overlap', 12)).toMatch(/^Fired 12 times, had to wait: /);
    expect(words('skipped', 'asleep', 453_600)).toMatch(/^453,600 × skipped: the machine was asleep/);
  });
});
