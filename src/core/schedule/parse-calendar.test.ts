import { describe, expect, it } from 'vitest';
import { between, type CalendarSource, type CalendarSpec, parseCalendar } from './index.ts';

function read(source: CalendarSource | string): CalendarSpec {
  const parsed = parseCalendar(source);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

/** Wednesday 1 January 2025, a little after ten in the morning. */
const ANCHOR = Date.UTC(2025, 0, 1, 10, 20, 30, 456);
const context = { anchor: ANCHOR, zone: 'UTC', seed: 'test' };

const fires = (source: CalendarSource | string, count: number, from = Date.UTC(2025, 0, 1) - 1): string[] =>
  between(read(source), { ...context, from, to: Date.UTC(3000, 0, 1) }, count).map((it) =>
    new Date(it.nominal).toISOString().replace(/:00\.000Z$|\.000Z$|Z$/, ''),
  );

describe('a calendar fires', () => {
  it.each<[CalendarSource, string[]]>([
    [{ hour: '9' }, ['2025-01-01T09:00', '2025-01-02T09:00']],
    [{ month: 'february' }, ['2025-02-01T00:00', '2026-02-01T00:00']],
    [{ month: 'exact(2)', day: '29' }, ['2028-02-29T00:00', '2032-02-29T00:00']],
    [{ weekday: 'mon' }, ['2025-01-06T00:00', '2025-01-13T00:00']],
    [
      { weekday: '7', month: '1' },
      ['2025-01-05T00:00', '2025-01-12T00:00', '2025-01-19T00:00', '2025-01-26T00:00', '2026-01-04T00:00'],
    ],
    [{ weekday: 'fri', day: '13' }, ['2025-06-13T00:00', '2026-02-13T00:00']],
    [
      { weekday: 'mon..fri', hour: '9', minute: '30' },
      ['2025-01-01T09:30', '2025-01-02T09:30', '2025-01-03T09:30', '2025-01-06T09:30'],
    ],
    [
      { day: '1..=2', hour: '[8, 20]' },
      ['2025-01-01T08:00', '2025-01-01T20:00', '2025-01-02T08:00', '2025-01-02T20:00', '2025-02-01T08:00'],
    ],
    [
      { day: '[1, 15, L]' },
      [
        '2025-01-01T00:00',
        '2025-01-15T00:00',
        '2025-01-31T00:00',
        '2025-02-01T00:00',
        '2025-02-15T00:00',
        '2025-02-28T00:00',
      ],
    ],
    [{ day: '-2' }, ['2025-01-30T00:00', '2025-02-27T00:00', '2025-03-30T00:00']],
    [{ day: '-2..-1' }, ['2025-01-30T00:00', '2025-01-31T00:00', '2025-02-27T00:00']],
    [{ day: 'LW' }, ['2025-01-31T00:00', '2025-02-28T00:00', '2025-03-31T00:00']],
    [{ day: '15W' }, ['2025-01-15T00:00', '2025-02-14T00:00']],
    [{ day: '31' }, ['2025-01-31T00:00', '2025-03-31T00:00', '2025-05-31T00:00']],
    [{ hour: '+9' }, ['2025-01-01T00:00', '2025-01-01T09:00', '2025-01-01T18:00', '2025-01-02T00:00']],
    [{ hour: 'every(12)', minute: 'interval(30)' }, ['2025-01-01T00:00', '2025-01-01T00:30', '2025-01-01T12:00']],
    [
      { second: 'bounded(5, +10, 20)', minute: '0', hour: '0' },
      ['2025-01-01T00:00:05', '2025-01-01T00:00:15', '2025-01-02T00:00:05'],
    ],
    [{ second: 'bounded(5, every(10), 20)', hour: '0', minute: '0' }, ['2025-01-01T00:00:05', '2025-01-01T00:00:15']],
    [{ year: 'every(3)' }, ['2025-01-01T00:00', '2028-01-01T00:00', '2031-01-01T00:00']],
    [{ year: '2027', month: '[mar, nov]' }, ['2027-03-01T00:00', '2027-11-01T00:00']],
    [{ month: 'every(5)' }, ['2025-01-01T00:00', '2025-06-01T00:00', '2025-11-01T00:00', '2026-01-01T00:00']],
    [{ hour: 'identity', minute: 'identity' }, ['2025-01-01T10:20', '2025-01-02T10:20']],
    [
      { minute: '0', hour: '0', second: '1', millisecond: '[250, 750]' },
      ['2025-01-01T00:00:01.250', '2025-01-01T00:00:01.750'],
    ],
  ])('%o', (source, expected) => {
    expect(fires(source, expected.length)).toEqual(expected);
  });

  it('every three years, counted from the anchor', () => {
    const from = Date.UTC(2025, 5, 1);
    expect(fires({ year: '+3', month: 'feb', day: '1' }, 2, from)).toEqual(['2028-02-01T00:00', '2031-02-01T00:00']);
  });

  it('every millisecond, when that is what it says', () => {
    expect(fires({ millisecond: 'every(1)' }, 3)).toEqual([
      '2025-01-01T00:00',
      '2025-01-01T00:00:00.001',
      '2025-01-01T00:00:00.002',
    ]);
  });

  it('in the far future', () => {
    const [first] = fires({ year: '9999', month: '12', day: 'L' }, 1);
    expect(first).toBeUndefined();
    const spec = read({ year: '9999', month: '12', day: 'L' });
    expect(between(spec, { ...context, from: 0, to: Number.POSITIVE_INFINITY })).toEqual([
      { nominal: Date.UTC(9999, 11, 31), fireAt: Date.UTC(9999, 11, 31) },
    ]);
  });
});

describe('the one-text form', () => {
  const TEXT = `{
    year: interval(1), // Can be omitted as well
    month: 1, // Same as using january or exact(1)
    day: 1..=10, // The first 10 days
    hour: +3, // Every 3 hours, same as interval(3)
    minute: jitter(+2, 2), // Jitter with a factor of 2
    second: bounded(0, +10, 20), // Bounded interval
    millisecond: identity // Can be omitted as well
  }`;

  it('is read whole', () => {
    const parts = { year: 'interval(1)', month: '1', day: '1..=10', hour: '+3', minute: 'jitter(+2, 2)' };
    const rest = { second: 'bounded(0, +10, 20)', millisecond: 'identity' };
    expect(read(TEXT)).toEqual(read({ ...parts, ...rest }));
    expect(fires(TEXT, 4)).toEqual([
      '2025-01-01T00:00:00.456',
      '2025-01-01T00:00:10.456',
      '2025-01-01T00:00:20.456',
      '2025-01-01T00:02:00.456',
    ]);
  });

  it('may leave out its braces', () => {
    expect(read('hour: 9, minute: [0, 30]')).toEqual(read({ hour: '9', minute: '[0, 30]' }));
  });

  it.each([
    ['{ hour: 25 }', 8, 'calendar-range'],
    ['{ hour: 9', 0, 'calendar-syntax'],
    ['{ hour 9 }', 2, 'calendar-syntax'],
    ['{ hour: 9, hour: 10 }', 16, 'calendar-syntax'],
    ['{ minute: 5, our: 9 }', 13, 'calendar-unknown-field'],
  ])('%s is refused at the character', (text, offset, code) => {
    expect(parseCalendar(text)).toMatchObject({ ok: false, error: { code, offset } });
  });
});

describe('jitter', () => {
  it('moves the fire, never early, never past half the way to the next one', () => {
    const spec = read({ minute: 'jitter(+10, 2)', hour: '[1, 2]' });
    const fired = between(spec, { ...context, from: 0, to: Date.UTC(1970, 1, 1) });
    const plain = between(read({ minute: '+10', hour: '[1, 2]' }), { ...context, from: 0, to: Date.UTC(1970, 1, 1) });
    expect(fired.map((it) => it.nominal)).toEqual(plain.map((it) => it.nominal));
    const delays = fired.map((it) => it.fireAt - it.nominal);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThanOrEqual(120_000);
    expect(Math.max(...delays)).toBeGreaterThan(100_000);
    const crowded = between(read({ second: 'jitter(+2, 30)' }), { ...context, from: 0, to: 600_000 });
    for (const it of crowded) expect(it.fireAt - it.nominal).toBeLessThanOrEqual(1_000);
    expect(new Set(crowded.map((it) => it.fireAt - it.nominal)).size).toBeGreaterThan(200);
  });

  it('is the same each time it is asked', () => {
    const spec = read({ hour: 'jitter(+6, 1)' });
    const span = { ...context, from: 0, to: Date.UTC(1971, 0, 1) };
    expect(between(spec, span)).toEqual(between(read({ hour: 'jitter(+6, 1)' }), span));
    expect(between(spec, { ...span, seed: 'other' })).not.toEqual(between(spec, span));
  });
});

describe('a calendar is refused', () => {
  it.each<[CalendarSource, string, string, number | undefined]>([
    [{ hours: '9' }, 'calendar-unknown-field', 'did you mean `hour`?', 0],
    [{}, 'calendar-empty', 'at least one', undefined],
    [{ minute: 'jitter(+2', '2)': '' }, 'calendar-comma-unquoted', 'in quotes', 0],
    [{ day: '32' }, 'calendar-range', '32 is not a day: it goes from 1 to 31', 0],
    [{ day: '-32' }, 'calendar-range', '-32 is not a day', 0],
    [{ weekday: '0' }, 'calendar-range', 'Sunday is 7', 0],
    [{ hour: '-1' }, 'calendar-syntax', 'which only days do', 0],
    [{ hour: '*' }, 'calendar-syntax', 'leave hour out', 0],
    [{ month: 'janury' }, 'calendar-syntax', 'a name such as january', 0],
    [{ minute: '10..5' }, 'calendar-range', 'write [10..59, 0..5]', 0],
    [{ minute: '+0' }, 'calendar-syntax', 'a whole number from 1', 0],
    [{ hour: 'every(48)' }, 'calendar-range', 'use a coarser field', 6],
    [{ hour: 'sometimes(3)' }, 'calendar-syntax', '`sometimes` is not a form', 0],
    [{ hour: '[1, jitter(2, 3)]' }, 'calendar-syntax', 'around the whole form', 4],
    [{ second: 'bounded(20, +10, 0)' }, 'calendar-range', 'swap its ends', 0],
    [{ hour: '9 10' }, 'calendar-syntax', '`10` is not expected here', 2],
    [{ hour: '' }, 'calendar-syntax', 'hour has no value', 0],
    [{ month: 'feb', day: '30' }, 'never-fires', 'no date has month feb, day 30', undefined],
    [{ month: '[apr, jun]', day: '31' }, 'never-fires', 'no date has', undefined],
    [{ year: '2100', month: 'feb', day: '29' }, 'never-fires', 'no date has', undefined],
    [{ month: 'feb', day: '29', weekday: 'mon', year: '2025..2043' }, 'never-fires', 'no date has', undefined],
  ])('%o', (source, code, message, offset) => {
    const parsed = parseCalendar(source);
    expect(parsed).toMatchObject({ ok: false, error: { code, message: expect.stringContaining(message) } });
    if (!parsed.ok) expect(parsed.error.offset).toBe(offset);
  });

  it('with all its problems at once', () => {
    const parsed = parseCalendar({ hour: '99', minute: 'x' });
    expect(parsed).toMatchObject({ ok: false, error: { field: 'hour', also: [{ field: 'minute' }] } });
  });

  it('when it can never fire from a known anchor', () => {
    const leapDay = { year: '+4', month: 'feb', day: '29' };
    const anchor = { year: 2023, month: 1, day: 1, weekday: 7, hour: 0, minute: 0, second: 0, millisecond: 0 };
    expect(parseCalendar(leapDay).ok).toBe(true);
    expect(parseCalendar(leapDay, { anchor })).toMatchObject({ ok: false, error: { code: 'never-fires' } });
  });
});

it('meets 29 February on a Monday within its 28 years', () => {
  expect(fires({ month: 'feb', day: '29', weekday: 'mon' }, 2)).toEqual(['2044-02-29T00:00', '2072-02-29T00:00']);
});
