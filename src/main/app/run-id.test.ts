import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRunIds } from './run-id.ts';

describe('ids of runs', () => {
  it('sort by the time they were made in, and are 12 characters without confusing ones', () => {
    const instants = fc.array(fc.integer({ min: Date.UTC(2025, 1), max: Date.UTC(2058, 0) }), { minLength: 2 });
    fc.assert(
      fc.property(instants, (times) => {
        const sorted = [...times].sort((a, b) => a - b);
        let index = 0;
        const next = createRunIds(() => sorted[index++] as number);
        const ids = sorted.map(() => next());
        expect([...ids].sort()).toEqual(ids);
        for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{12}$/);
      }),
    );
  });

  it('are unique in a millisecond, and when the clock is set back', () => {
    let now = Date.UTC(2026, 5);
    const next = createRunIds(
      () => now--,
      () => 0,
    );
    const ids = Array.from({ length: 100 }, next);
    expect(new Set(ids).size).toBe(100);
    expect([...ids].sort()).toEqual(ids);
  });
});
