import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RetainedRun, type RetentionPolicy, runsToClear } from './retention.ts';

const DAY = 86_400_000;
const NOW = 1_000 * DAY;

/** Runs of one flow, newest first, one a day. */
const daily = (count: number, changes: (age: number) => Partial<RetainedRun> = () => ({})): RetainedRun[] =>
  Array.from({ length: count }, (_, age) => ({
    id: `r${age}`,
    flowId: 'f',
    status: 'succeeded',
    finishedAt: NOW - age * DAY - 1,
    pinned: false,
    ...changes(age),
  }));

const policy = (changes: Partial<RetentionPolicy>): RetentionPolicy => ({
  keepFailed: false,
  byFlow: new Map(),
  ...changes,
});

const clear = (runs: readonly RetainedRun[], changes: Partial<RetentionPolicy>, bytes = 100) =>
  runsToClear(runs, policy(changes), { now: NOW, bytesOf: () => bytes });
const idsOf = (...args: Parameters<typeof clear>) => clear(...args).map(({ id }) => id);

describe('what retention clears away', () => {
  it('is nothing without limits', () => {
    expect(idsOf(daily(50), {})).toEqual([]);
    expect(idsOf(daily(50), { runs: 0, days: 0, bytes: 0 })).toEqual([]);
  });

  it('is what is over the count, oldest first', () => {
    expect(clear(daily(4), { runs: 2 })).toEqual([
      { id: 'r3', flowId: 'f', because: 'count', bytes: 100 },
      { id: 'r2', flowId: 'f', because: 'count', bytes: 100 },
    ]);
  });

  it('is what ended too long ago, but for the last run of its flow', () => {
    expect(idsOf(daily(5), { days: 2 })).toEqual(['r4', 'r3', 'r2']);
    const old = daily(2, (age) => ({ finishedAt: NOW - (100 + age) * DAY }));
    expect(idsOf(old, { days: 2 })).toEqual(['r1']);
  });

  it('leaves alone what runs, what is pinned, and failures if so wanted', () => {
    const runs = daily(6, (age) =>
      age === 2
        ? { finishedAt: null, status: 'running' }
        : age === 3
          ? { pinned: true }
          : age === 4
            ? { status: 'failed' }
            : {},
    );
    expect(idsOf(runs, { runs: 1 })).toEqual(['r5', 'r4', 'r1']);
    expect(idsOf(runs, { runs: 1, keepFailed: true })).toEqual(['r5', 'r1']);
    expect(idsOf(runs, { bytes: 1 })).toEqual(['r5', 'r4', 'r1']);
  });

  it('counts each flow by itself, and lets one say its own', () => {
    const runs = daily(6, (age) => ({ flowId: age % 2 === 0 ? 'even' : 'odd' }));
    expect(idsOf(runs, { runs: 2 })).toEqual(['r5', 'r4']);
    expect(idsOf(runs, { runs: 2, byFlow: new Map([['odd', { runs: 1 }]]) })).toEqual(['r5', 'r4', 'r3']);
    // A flow's own limits stand in the place of all general ones.
    expect(idsOf(runs, { runs: 1, byFlow: new Map([['odd', { days: 100 }]]) })).toEqual(['r4', 'r2']);
  });

  it('is, for size, the oldest until the rest fits', () => {
    expect(idsOf(daily(5), { bytes: 300 })).toEqual(['r4', 'r3']);
    expect(clear(daily(5), { bytes: 300 })[0]).toMatchObject({ because: 'size' });
    expect(idsOf(daily(5), { bytes: 300 }, 0)).toEqual([]);
    expect(idsOf(daily(5), { runs: 3, bytes: 300 })).toEqual(['r4', 'r3']);
  });

  it('never is the newest of a flow, something pinned or unfinished, and no run twice', () => {
    const run = fc.record({
      flowId: fc.constantFrom('a', 'b', 'c'),
      status: fc.constantFrom('succeeded' as const, 'failed' as const),
      pinned: fc.boolean(),
      age: fc.nat(100),
      open: fc.boolean(),
    });
    const limits = fc.record({ runs: fc.nat(5), days: fc.nat(50), bytes: fc.nat(2_000), keepFailed: fc.boolean() });
    fc.assert(
      fc.property(fc.array(run), limits, (drawn, limit) => {
        const runs = drawn.map(({ age, open, ...rest }, index) => ({
          ...rest,
          id: `r${index}`,
          finishedAt: open ? null : NOW - age * DAY,
        }));
        const ids = idsOf(runs, limit);
        expect(new Set(ids).size).toBe(ids.length);
        const newest = new Set([...Map.groupBy(runs, ({ flowId }) => flowId).values()].map(([first]) => first?.id));
        for (const id of ids) {
          const cleared = runs.find((one) => one.id === id);
          expect(newest.has(id)).toBe(false);
          expect(cleared).toMatchObject({ pinned: false, finishedAt: expect.any(Number) });
          if (limit.keepFailed) expect(cleared?.status).not.toBe('failed');
        }
      }),
    );
  });
});
