import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationOf, durationTrend, quantile, slowestSteps, successRate } from './statistics.ts';

describe('statistics of runs', () => {
  it('count no duration for what never began or has not ended', () => {
    expect(durationOf({ startedAt: null, finishedAt: 5 })).toBeNull();
    expect(durationOf({ startedAt: 5, finishedAt: null })).toBeNull();
    expect(durationOf({ startedAt: 5, finishedAt: 9 })).toBe(4);
    // A clock that was set back in between.
    expect(durationOf({ startedAt: 9, finishedAt: 5 })).toBe(0);
  });

  it('say no rate without outcomes', () => {
    expect(successRate({ succeeded: 0, failed: 0 })).toBeNull();
    expect(successRate({ succeeded: 3, failed: 1 })).toBe(0.75);
  });

  it('give a quantile that is one of the values, with the rest on its two sides', () => {
    expect(quantile([], 0.5)).toBeNull();
    expect(quantile([5, 1, 3], 0.5)).toBe(3);
    expect(quantile([1, 2, 3, 4], 1)).toBe(4);
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, rank) => {
        const value = quantile(values, rank) as number;
        expect(values).toContain(value);
        expect(values.filter((other) => other < value).length).toBeLessThanOrEqual(rank * values.length);
      }),
    );
  });

  it('see a trend in the middle of the latest, and none in one outlier or in too few', () => {
    expect(durationTrend([20, 20, 20, 20, 20, 10, 10, 10, 10])).toBeNull();
    expect(durationTrend([20, 20, 20, 20, 20, 10, 10, 10, 10, 10])).toEqual({ latest: 20, before: 10, change: 1 });
    expect(durationTrend([900, 10, 10, 10, 10, 10, 10, 10, 10, 10])?.change).toBe(0);
    expect(durationTrend([1, 1, 1, 1, 1, 0, 0, 0, 0, 0])?.change).toBe(0);
  });

  it('name the slowest steps by what they usually take', () => {
    const durations = new Map([
      ['build', [30, 31, 32]],
      ['flaky', [1, 1, 500]],
      ['test', [60]],
    ]);
    expect(slowestSteps(durations, 2)).toEqual([
      { stepId: 'test', runs: 1, median: 60, longest: 60 },
      { stepId: 'build', runs: 3, median: 31, longest: 32 },
    ]);
  });
});
