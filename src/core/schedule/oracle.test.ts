import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bruteForce, calendarCase, DAY, fieldsInZone } from '../../testing/schedule-oracle.ts';
import { between, next, parseCalendar } from './index.ts';

const RUNS = Number(process.env.SCHEDULE_ORACLE_RUNS ?? 10_000);
/** Enough to see every rule at work, few enough that a dense calendar costs no minutes. */
const COMPARED = 200;

it(`agrees with a walk over every wall time of 3 days on ${RUNS} random calendars`, () => {
  let fired = 0;
  let gaps = 0;
  fc.assert(
    fc.property(calendarCase, ({ zone, from, anchor, forms, after }) => {
      const source = Object.fromEntries(forms.map(({ field, text }) => [field, text]));
      const parsed = parseCalendar(source);
      const context = { anchor, zone, seed: 'oracle' };
      const to = from + 3 * DAY;
      const expected = bruteForce(forms, { zone, from, to, anchor: fieldsInZone(zone, anchor), limit: COMPARED });
      if (!parsed.ok) {
        expect(parsed.error.code).toBe('never-fires');
        expect(expected).toEqual([]);
        return;
      }
      const occurrences = between(parsed.value, { from, to, ...context }, COMPARED);
      expect(occurrences.map(({ nominal, gap }) => ({ nominal, inGap: gap?.count ?? 0 }))).toEqual(expected);
      const start = Math.max(after, from);
      const found = next(parsed.value, { after: start, ...context });
      const wanted = expected.find(({ nominal }) => nominal > start);
      if (wanted !== undefined) expect(found?.nominal).toBe(wanted.nominal);
      else if (expected.length < COMPARED && found !== null) expect(found.nominal).toBeGreaterThan(to);
      fired += expected.length === 0 ? 0 : 1;
      gaps += expected.some(({ inGap }) => inGap > 0) ? 1 : 0;
    }),
    { numRuns: RUNS },
  );
  // The generator must make calendars that matter, or agreement says nothing.
  expect(fired).toBeGreaterThan(RUNS / 4);
  expect(gaps).toBeGreaterThan(RUNS / 200);
}, 120_000);
