import { Cron } from 'croner';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY, HOUR } from './civil.ts';
import { findZone, next, parseCron } from './index.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
];

/** `*`, a value, a range, a step or a list of them. */
function field(min: number, max: number, special: fc.Arbitrary<string> = fc.constant('*')): fc.Arbitrary<string> {
  const value = fc.integer({ min, max });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.tuple(fc.constantFrom('*', `${min}-${max}`), fc.integer({ min: 2, max: Math.min(9, max - min) }));
  const item = fc.oneof(
    value.map(String),
    range,
    step.map(([base, n]) => `${base}/${n}`),
  );
  const list = fc.array(item, { minLength: 2, maxLength: 3 }).map((items) => items.join(','));
  return fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, { weight: 3, arbitrary: item }, list, special);
}

const cronText = fc
  .tuple(
    fc.option(field(0, 59)),
    field(0, 59),
    field(0, 23),
    field(1, 31, fc.constantFrom('L', 'LW', '15W', '1W', '31', '29-31')),
    field(1, 12, fc.constantFrom('JAN', 'FEB', 'MAR-MAY')),
    field(0, 6, fc.constantFrom('MON-FRI', '5#3', 'FRI#L', '7', 'SUN', '1#1,3#2')),
  )
  .map(([second, ...fields]) => [...(second === null ? [] : [second]), ...fields].join(' '));

/** Whether the zone's clocks change within two days: there the two follow different rules. */
function nearClockChange(zoneName: string, instant: number): boolean {
  const zone = findZone(zoneName);
  if (!zone.ok) throw new Error(zone.error.message);
  const offset = (at: number): number => zone.value.stretchAt(at).offset;
  return [-48, -24, 24, 48].some((hours) => offset(instant + hours * HOUR) !== offset(instant));
}

it('agrees with croner away from clock changes', () => {
  let compared = 0;
  fc.assert(
    fc.property(
      cronText,
      fc.constantFrom(...ZONES),
      fc.integer({ min: Date.UTC(2000, 0, 1) / DAY, max: Date.UTC(2035, 0, 1) / DAY }),
      fc.integer({ min: 0, max: DAY - 1 }),
      (text, zone, day, time) => {
        const after = day * DAY + time;
        const parsed = parseCron(text);
        const theirs = new Cron(text, { timezone: zone, paused: true }).nextRun(new Date(after));
        if (!parsed.ok) {
          expect(parsed.error.code).toBe('never-fires');
          expect(theirs).toBeNull();
          return;
        }
        const ours = next(parsed.value, { after, anchor: 0, zone, seed: 'croner' });
        if (nearClockChange(zone, after) || (ours !== null && nearClockChange(zone, ours.nominal))) return;
        if (theirs !== null && nearClockChange(zone, theirs.getTime())) return;
        expect(ours === null ? null : new Date(ours.nominal).toISOString()).toBe(theirs?.toISOString() ?? null);
        compared++;
      },
    ),
    { numRuns: 3000 },
  );
  expect(compared).toBeGreaterThan(1500);
});
