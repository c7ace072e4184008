import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from './civil.ts';
import {
  between,
  compileTiming,
  countBetween,
  next,
  parseExceptDates,
  previous,
  type ScheduleSpec,
  type TimingSource,
  withWindow,
} from './index.ts';

const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Africa/Casablanca',
];

const SOURCES: readonly TimingSource[] = [
  { type: 'every', every: 7_213 },
  { type: 'every', every: 86_400_000, offset: 5_000 },
  { type: 'cron', cron: '*/7 * * * *' },
  { type: 'cron', cron: '*/20 0-3 * * *' },
  { type: 'cron', cron: '0 9 13 * FRI' },
  { type: 'cron', cron: '30 1,2 L * *' },
  { type: 'calendar', calendar: { hour: '+5', minute: 'jitter(+30, 5)' } },
  { type: 'calendar', calendar: { day: '[1, 15W, L]', hour: '[0, 2]', minute: '30' } },
  { type: 'calendar', calendar: { month: 'feb', day: '29' } },
  { type: 'calendar', calendar: { minute: '0', second: '30', millisecond: '[1, 999]' } },
];

const EXCEPT = [
  '2018-11-03..2018-11-04',
  '2025-03-08..2025-03-09',
  '2025-11-02',
  '2025-12-24..2026-01-01',
  '2011-12-29',
];

const schedule: fc.Arbitrary<ScheduleSpec> = fc
  .record({ source: fc.constantFrom(...SOURCES), onExcept: fc.constantFrom(undefined, 'skip', 'previous', 'next') })
  .map(({ source, onExcept }) => {
    const timing = compileTiming(source);
    if (!timing.ok) throw new Error(timing.error.message);
    if (onExcept === undefined) return timing.value;
    const except = EXCEPT.map((text) => {
      const range = parseExceptDates(text);
      if (!range.ok) throw new Error(range.error.message);
      return range.value;
    });
    const window = withWindow(timing.value, { except, onExcept, jitterMs: 60_000 });
    if (!window.ok) throw new Error(window.error.message);
    return window.value;
  });

/** Instants of two days at and after days with something special: clock changes, month ends, exceptions. */
const instant = fc
  .tuple(
    fc.constantFrom(
      '2011-12-29',
      '2018-11-03',
      '2024-02-28',
      '2025-03-08',
      '2025-10-04',
      '2025-11-01',
      '2025-12-23',
      '2026-01-01',
    ),
    fc.integer({ min: 0, max: 2 * DAY }),
  )
  .map(([day, time]) => Date.parse(`${day}T00:00:00Z`) + time);

const cases = fc.record({ spec: schedule, at: instant, zone: fc.constantFrom(...ZONES) });
const contextOf = (zone: string) => ({ anchor: Date.UTC(2024, 0, 31), zone, seed: 'properties' });

describe('every schedule', () => {
  it('has its next occurrence strictly later, fired between it and half the way to the one after', () => {
    fc.assert(
      fc.property(cases, ({ spec, at, zone }) => {
        const found = next(spec, { after: at, ...contextOf(zone) });
        if (found === null) return;
        expect(found.nominal).toBeGreaterThan(at);
        expect(found.fireAt).toBeGreaterThanOrEqual(found.nominal);
        const later = next(spec, { after: found.nominal, ...contextOf(zone) });
        if (later !== null)
          expect(found.fireAt - found.nominal).toBeLessThanOrEqual((later.nominal - found.nominal) / 2);
      }),
      { numRuns: 2000 },
    );
  });

  it('has nothing between an instant and its next occurrence', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), ({ spec, at, zone }, part) => {
        const found = next(spec, { after: at, ...contextOf(zone) });
        if (found === null) return;
        const inside = at + Math.floor((found.nominal - 1 - at) * part);
        expect(next(spec, { after: inside, ...contextOf(zone) })).toEqual(found);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives between what repeated next gives', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 3 * DAY }), ({ spec, at, zone }, length) => {
        const repeated = [];
        let found = next(spec, { after: at, ...contextOf(zone) });
        while (found !== null && found.nominal <= at + length && repeated.length < 50) {
          repeated.push(found);
          found = next(spec, { after: found.nominal, ...contextOf(zone) });
        }
        expect(between(spec, { from: at, to: at + length, ...contextOf(zone) }, 50)).toEqual(repeated);
      }),
      { numRuns: 1000 },
    );
  });

  it('counts what between gives, in parts as in the whole', () => {
    fc.assert(
      fc.property(
        cases,
        fc.integer({ min: 1, max: DAY }),
        fc.integer({ min: 1, max: DAY }),
        ({ spec, at, zone }, a, b) => {
          const count = (from: number, to: number): number => countBetween(spec, { from, to, ...contextOf(zone) });
          const whole = between(spec, { from: at, to: at + a + b, ...contextOf(zone) });
          expect(count(at, at + a + b)).toBe(whole.length);
          expect(count(at, at + a) + count(at + a, at + a + b)).toBe(whole.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('finds with previous the occurrence whose next it left', () => {
    fc.assert(
      fc.property(cases, ({ spec, at, zone }) => {
        const context = contextOf(zone);
        const last = previous(spec, { before: at, ...context });
        if (last === null) return;
        expect(last.nominal).toBeLessThan(at);
        const following = next(spec, { after: last.nominal, ...context });
        expect(following === null || following.nominal >= at).toBe(true);
        expect(next(spec, { after: last.nominal - 1, ...context })).toEqual(last);
      }),
      { numRuns: 500 },
    );
  });
});
