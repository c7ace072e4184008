import { describe, expect, it } from 'vitest';
import { dayBounds, midnight, monthMarks, weekday } from './days.ts';

describe('the days of a heat map', () => {
  // A Wednesday.
  const now = new Date(2026, 3, 1, 15, 30).getTime();

  it('are whole weeks from Monday on, and today to its end', () => {
    const bounds = dayBounds(now, 2);
    expect(bounds).toHaveLength(7 + 3 + 1);
    expect(weekday(bounds[0] as number)).toBe(0);
    expect(bounds[0]).toBe(new Date(2026, 2, 23).getTime());
    expect(bounds.at(-2)).toBe(midnight(now));
    expect(bounds.at(-1)).toBe(new Date(2026, 3, 2).getTime());
  });

  it('rise, also over the changes of clocks of a year', () => {
    const bounds = dayBounds(now, 53);
    expect(bounds.length).toBeLessThanOrEqual(400);
    for (let index = 1; index < bounds.length; index++) {
      const hours = ((bounds[index] as number) - (bounds[index - 1] as number)) / 3_600_000;
      expect(hours).toBeGreaterThanOrEqual(23);
      expect(hours).toBeLessThanOrEqual(25);
    }
  });

  it('carry the names of months where they begin', () => {
    const names = monthMarks(dayBounds(now, 14).slice(0, -1)).map(({ name }) => name);
    expect(names).toEqual(['Jan', 'Feb', 'Mar']);
  });
});
