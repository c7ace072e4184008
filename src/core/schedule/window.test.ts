import { describe, expect, it } from 'vitest';
import {
  between,
  countBetween,
  next,
  parseCron,
  parseExceptDates,
  parseInstant,
  type ScheduleSpec,
  type WindowOptions,
  withWindow,
} from './index.ts';

const days = (...texts: string[]) =>
  texts.map((text) => {
    const range = parseExceptDates(text);
    if (!range.ok) throw new Error(range.error.message);
    return range.value;
  });

function read(cron: string, options: WindowOptions): ScheduleSpec {
  const timing = parseCron(cron);
  if (!timing.ok) throw new Error(timing.error.message);
  const window = withWindow(timing.value, options);
  if (!window.ok) throw new Error(window.error.message);
  return window.value;
}

const at = (text: string): number => Date.parse(text);
const context = { anchor: 0, zone: 'Europe/Berlin', seed: 'window' };
const span = { from: at('2025-12-20T00:00Z'), to: at('2026-01-10T00:00Z') };

/** Fires around New Year in Berlin, `24 09:00` for 24 December at nine on the wall. */
const fires = (spec: ScheduleSpec, runs?: number): string[] =>
  between(spec, { ...context, ...span, ...(runs !== undefined && { runs }) }).map(({ nominal }) =>
    new Date(nominal + 3_600_000).toISOString().slice(8, 16).replace('T', ' '),
  );

describe('a window', () => {
  it('keeps to its ends, both included', () => {
    const spec = read('0 9 * * *', { startAt: at('2025-12-24T08:00Z'), endAt: at('2025-12-26T08:00Z') });
    expect(fires(spec)).toEqual(['24 09:00', '25 09:00', '26 09:00']);
    expect(countBetween(spec, { ...context, ...span })).toBe(3);
  });

  it('stops after so many runs', () => {
    const spec = read('0 9 * * *', { maxRuns: 3 });
    expect(fires(spec)).toEqual(['20 09:00', '21 09:00', '22 09:00']);
    expect(fires(spec, 2)).toEqual(['20 09:00']);
    expect(next(spec, { ...context, after: span.from, runs: 3 })).toBeNull();
    expect(countBetween(spec, { ...context, ...span, runs: 1 })).toBe(2);
  });

  it('takes its start as the anchor', () => {
    const timing = parseCron('0 0 1 1 *');
    if (!timing.ok) throw new Error(timing.error.message);
    const yearly = {
      ...timing.value,
      fields: { ...timing.value.fields, year: { terms: [{ kind: 'every', step: 3 }], text: '+3' } },
    } as const;
    const window = withWindow(yearly, { startAt: at('2026-01-01T00:00Z') });
    if (!window.ok) throw new Error(window.error.message);
    const found = next(window.value, { ...context, zone: 'UTC', after: at('2026-06-01T00:00Z') });
    expect(found?.nominal).toBe(at('2029-01-01T00:00Z'));
  });

  it('without limits is the timing itself', () => {
    const timing = parseCron('0 9 * * *');
    if (timing.ok) expect(withWindow(timing.value, {})).toEqual(timing);
  });

  it.each<[WindowOptions, string]>([
    [{ startAt: 2, endAt: 1 }, 'endAt'],
    [{ maxRuns: 0 }, 'maxRuns'],
    [{ jitterMs: -1 }, 'jitter'],
  ])('%o is refused', (options, field) => {
    expect(withWindow({ kind: 'at', at: 0 }, options)).toMatchObject({
      ok: false,
      error: { code: 'window-invalid', field },
    });
  });
});

describe('excepted days', () => {
  const except = days('2025-12-24..2025-12-26', '2025-12-31', '2026-01-01');

  it('are skipped', () => {
    expect(fires(read('0 9 23-31 12 *', { except }))).toEqual([
      '23 09:00',
      '27 09:00',
      '28 09:00',
      '29 09:00',
      '30 09:00',
    ]);
  });

  it('move to the day after, and what meets there is one', () => {
    expect(fires(read('0 9 24-28 12 *', { except, onExcept: 'next' }))).toEqual(['27 09:00', '28 09:00']);
    expect(fires(read('0 9 1 * *', { except, onExcept: 'next' }))).toEqual(['02 09:00']);
  });

  it('move to the day before', () => {
    expect(fires(read('0 9 26 12 *', { except, onExcept: 'previous' }))).toEqual(['23 09:00']);
    expect(fires(read('0 9,17 1 * *', { except, onExcept: 'previous' }))).toEqual(['30 09:00', '30 17:00']);
  });

  it('say where an occurrence was', () => {
    const spec = read('0 9 1 1 *', { except, onExcept: 'previous' });
    expect(next(spec, { ...context, after: span.from })).toEqual({
      nominal: at('2025-12-30T08:00Z'),
      fireAt: at('2025-12-30T08:00Z'),
      movedFrom: at('2026-01-01T08:00Z'),
    });
  });

  it('are passed at once, however dense the schedule', () => {
    const spec = read('* * * * * *', { except: days('2000-01-01..2099-12-31') });
    expect(next(spec, { ...context, after: at('2000-01-01T00:00Z') })?.nominal).toBe(at('2099-12-31T23:00Z'));
  });

  it('move every second of a day onto another only once', () => {
    const spec = read('* * * * * *', { except: days('2025-12-25'), onExcept: 'next' });
    const day = { from: at('2025-12-25T22:59:59Z'), to: at('2025-12-26T00:59:59Z') };
    expect(countBetween(spec, { ...context, ...day })).toBe(7_200);
  });
});

it.each([
  ['2025-12-32', 0],
  ['2025-12-24..2025-13-01', 12],
  ['2025-12-24..2025-12-01', 0],
  ['christmas', 0],
])('`%s` is no date', (text, offset) => {
  expect(parseExceptDates(text)).toMatchObject({ ok: false, error: { code: 'except-invalid', offset } });
});

describe('an instant', () => {
  it.each([
    ['2025-03-09T09:00:00Z', '2025-03-09T09:00:00.000Z'],
    ['2025-03-09T09:00:00.5+01:30', '2025-03-09T07:30:00.500Z'],
    ['2025-03-09 09:00:00.123456-08:00', '2025-03-09T17:00:00.123Z'],
    ['0001-01-01t00:00:00z', '0001-01-01T00:00:00.000Z'],
  ])('%s is read', (text, iso) => {
    const parsed = parseInstant(text);
    expect(parsed.ok && new Date(parsed.value).toISOString()).toBe(iso);
  });

  it.each([
    ['2025-03-09T09:00:00', 'add the offset'],
    ['2025-02-29T09:00:00Z', '2025-02 has no day 29'],
    ['2025-13-01T09:00:00Z', 'no month 13'],
    ['2025-03-09T24:00:00Z', 'from 00:00:00'],
    ['2025-06-30T23:59:60Z', 'leap seconds'],
    ['2025-03-09T09:00Z', 'write it like'],
    ['tomorrow', 'write it like'],
  ])('%s is refused', (text, hint) => {
    expect(parseInstant(text)).toMatchObject({
      ok: false,
      error: { code: 'instant-invalid', message: expect.stringContaining(hint) },
    });
  });
});
