import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY, dateOf, dayNumber, dayOf, FIRST_WALL, formatWall, monthOf, weekdayOf, yearOf } from './civil.ts';

const FIRST_DAY = FIRST_WALL / DAY;
const LAST_DAY = dayNumber(9999, 12, 31);

it('counts days as Date does, from year 1 to 9999', () => {
  fc.assert(
    fc.property(fc.integer({ min: FIRST_DAY, max: LAST_DAY }), (day) => {
      const date = new Date(day * DAY);
      const packed = dateOf(day);
      const parts = [yearOf(packed), monthOf(packed), dayOf(packed)] as const;
      expect(parts).toEqual([date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]);
      expect(dayNumber(...parts)).toBe(day);
      expect(weekdayOf(day)).toBe(date.getUTCDay() || 7);
    }),
    { numRuns: 5000 },
  );
});

it('writes wall times as RFC 3339 does, without an offset', () => {
  fc.assert(
    fc.property(fc.integer({ min: FIRST_WALL, max: LAST_DAY * DAY }), (wall) => {
      expect(`${formatWall(wall)}Z`).toBe(new Date(wall).toISOString());
    }),
  );
});
