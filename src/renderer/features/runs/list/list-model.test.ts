import { describe, expect, it } from 'vitest';
import type { RunRow } from '../../../../contract/models.ts';
import { EVERYTHING, filterOf, isEverything, matchesFilter } from './filter.ts';
import { firstPage, NO_PAGES, withChange, withOlder } from './run-pages.ts';
import {
  keepExisting,
  type ListSelection,
  movedBy,
  NOTHING_SELECTED,
  type SelectionStep,
  selectStep,
} from './selection.ts';

const run = (id: string, hour: number, changes: Partial<RunRow> = {}): RunRow => ({
  id,
  flowId: 'f',
  flowName: 'Deploy',
  workspace: '/w',
  file: 'deploy.chronum.yaml',
  status: 'succeeded',
  reason: null,
  trigger: { type: 'manual' },
  labels: ['prod'],
  ownerId: null,
  rerunOf: null,
  createdAt: new Date(Date.UTC(2026, 0, 31, hour)).toISOString(),
  startedAt: null,
  finishedAt: null,
  counts: { succeeded: 0, failed: 0, skipped: 0, cancelled: 0 },
  stepCount: 1,
  seq: 1,
  position: 1,
  pinned: false,
  ...changes,
});
const idsOf = ({ rows }: { readonly rows: readonly RunRow[] }) => rows.map(({ id }) => id).join(' ');

describe('the choice of runs', () => {
  const NOW = Date.UTC(2026, 0, 31, 12);

  it('asks nothing of what was not chosen', () => {
    expect(filterOf(EVERYTHING, NOW)).toEqual({});
    expect(filterOf({ ...EVERYTHING, text: '  ' }, NOW)).toEqual({});
    expect(isEverything({ ...EVERYTHING })).toBe(true);
    expect(isEverything({ ...EVERYTHING, pinned: true })).toBe(false);
  });

  it('takes whole local days, and open ends', () => {
    const days = (from: string, to: string) => filterOf({ ...EVERYTHING, time: { kind: 'days', from, to } }, NOW);
    expect(days('2026-01-30', '2026-01-30')).toEqual({
      from: new Date(2026, 0, 30).toISOString(),
      to: new Date(new Date(2026, 0, 31).getTime() - 1).toISOString(),
    });
    expect(days('', '')).toEqual({});
    expect(Object.keys(days('2026-01-30', ''))).toEqual(['from']);
    expect(filterOf({ ...EVERYTHING, time: { kind: 'last', span: 3_600_000 } }, NOW)).toEqual({
      from: '2026-01-31T11:00:00.000Z',
    });
  });

  it('finds in the window what the store would find', () => {
    const row = run('0a1b', 5, { status: 'running', pinned: true });
    for (const filter of [
      {},
      { text: 'DEPLOY' },
      { text: '0a' },
      { label: 'prod' },
      { pinned: true as const },
      filterOf({ ...EVERYTHING, status: 'live' }, NOW),
      { from: row.createdAt, to: row.createdAt },
    ]) {
      expect(matchesFilter(row, filter)).toBe(true);
    }
    for (const filter of [
      { text: 'x' },
      { label: 'eu' },
      { flowId: 'g' },
      { triggerType: 'cron' },
      { status: ['failed' as const] },
    ]) {
      expect(matchesFilter(row, filter)).toBe(false);
    }
  });
});

describe('the pages of the list', () => {
  const pages = firstPage({ runs: [run('c', 3), run('b', 2)], next: 'more' }, [run('old', 0, { status: 'running' })]);

  it('have live runs on top, however old', () => {
    expect(idsOf(pages)).toBe('old c b');
    expect(idsOf(withOlder(pages, { runs: [run('a', 1)], next: null }))).toBe('old c b a');
  });

  it('take in what comes, changes and goes', () => {
    const come = withChange(pages, { runs: [run('d', 4, { status: 'queued' })], removed: [] }, {});
    expect(idsOf(come)).toBe('d old c b');
    const ended = withChange(come, { runs: [run('old', 0, { seq: 2 })], removed: ['c'] }, {});
    expect(idsOf(ended)).toBe('d b old');
    // Older news than what is known.
    expect(withChange(come, { runs: [run('d', 4, { seq: 0 })], removed: [] }, {})).toBe(come);
    expect(withChange(NO_PAGES, { runs: [], removed: ['x'] }, {})).toBe(NO_PAGES);
  });

  it('pass over what is before the last page, until all is here', () => {
    const change = { runs: [run('a', 1)], removed: [] };
    expect(withChange(pages, change, {})).toBe(pages);
    expect(idsOf(withChange({ ...pages, reach: null }, change, {}))).toBe('old c b a');
  });

  it('let go of what no longer is what was asked for', () => {
    const live = filterOf({ ...EVERYTHING, status: 'live' }, 0);
    expect(idsOf(withChange(pages, { runs: [run('old', 0, { seq: 2 }), run('n', 9)], removed: [] }, live))).toBe('c b');
  });
});

describe('the selection of the list', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const stepped = (...steps: readonly SelectionStep[]) =>
    steps.reduce<ListSelection>((selection, step) => selectStep(selection, step, ids), NOTHING_SELECTED);
  const selected = (...steps: readonly SelectionStep[]) => [...stepped(...steps).selected].join('');

  it('grows and shrinks from where it began', () => {
    expect(selected({ kind: 'only', id: 'c' }, { kind: 'range', id: 'd' })).toBe('cd');
    expect(selected({ kind: 'only', id: 'c' }, { kind: 'range', id: 'd' }, { kind: 'range', id: 'a' })).toBe('abc');
    expect(selected({ kind: 'range', id: 'b' })).toBe('b');
  });

  it('takes single rows in and out', () => {
    expect(selected({ kind: 'only', id: 'a' }, { kind: 'toggle', id: 'c' })).toBe('ac');
    expect(selected({ kind: 'only', id: 'a' }, { kind: 'toggle', id: 'a' })).toBe('');
    expect(selected({ kind: 'all' })).toBe('abcd');
    expect(selected({ kind: 'only', id: 'b' }, { kind: 'all' }, { kind: 'none' })).toBe('b');
  });

  it('moves within the list', () => {
    expect(movedBy('ArrowDown', null, ids, 2)).toBe('a');
    expect(movedBy('ArrowUp', 'a', ids, 2)).toBe('a');
    expect(movedBy('PageDown', 'b', ids, 2)).toBe('d');
    expect(movedBy('End', 'b', ids, 2)).toBe('d');
    expect(movedBy('x', 'b', ids, 2)).toBeUndefined();
    expect(movedBy('ArrowDown', null, [], 2)).toBeUndefined();
  });

  it('keeps what is still there', () => {
    const some = stepped({ kind: 'only', id: 'a' }, { kind: 'range', id: 'c' });
    expect(keepExisting(some, ids)).toBe(some);
    expect(keepExisting(some, ['a', 'b'])).toEqual({ selected: new Set(['a', 'b']), cursor: null, anchor: 'a' });
  });
});
