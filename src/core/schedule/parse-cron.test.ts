import { describe, expect, it } from 'vitest';
import { between, type CronSpec, countBetween, next, parseCron } from './index.ts';

function read(text: string): CronSpec {
  const parsed = parseCron(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

const context = { anchor: 0, zone: 'UTC', seed: 'backup' };

/** The next fires from Wednesday 1 January 2025, in UTC. */
const fires = (text: string, count: number, seed = 'backup'): string[] =>
  between(read(text), { ...context, seed, from: Date.UTC(2025, 0, 1) - 1, to: Date.UTC(2100, 0, 1) }, count).map((it) =>
    new Date(it.nominal).toISOString().replace(/:00\.000Z$|\.000Z$/, ''),
  );

describe('a cron expression fires', () => {
  it.each([
    ['0 9 * * MON-FRI', ['2025-01-01T09:00', '2025-01-02T09:00', '2025-01-03T09:00', '2025-01-06T09:00']],
    ['*/20 * * * *', ['2025-01-01T00:00', '2025-01-01T00:20', '2025-01-01T00:40']],
    ['10/25 4 * * *', ['2025-01-01T04:10', '2025-01-01T04:35', '2025-01-02T04:10']],
    ['15 30 2 * * *', ['2025-01-01T02:30:15', '2025-01-02T02:30:15']],
    ['0 0 0 29 2 ? 2028-2040', ['2028-02-29T00:00', '2032-02-29T00:00', '2036-02-29T00:00']],
    ['0 0 0 1 1 ? */3', ['2025-01-01T00:00', '2028-01-01T00:00']],
    ['0 0 L * *', ['2025-01-31T00:00', '2025-02-28T00:00', '2025-03-31T00:00', '2025-04-30T00:00']],
    ['0 0 L-2 FEB,mar *', ['2025-02-26T00:00', '2025-03-29T00:00']],
    [
      '0 0 LW * *',
      ['2025-01-31T00:00', '2025-02-28T00:00', '2025-03-31T00:00', '2025-04-30T00:00', '2025-05-30T00:00'],
    ],
    ['0 0 15W * *', ['2025-01-15T00:00', '2025-02-14T00:00', '2025-03-14T00:00']],
    ['0 0 1W 2,3 *', ['2025-02-03T00:00', '2025-03-03T00:00']],
    ['0 0 31W * *', ['2025-01-31T00:00', '2025-03-31T00:00', '2025-05-30T00:00']],
    ['0 0 * * 5L', ['2025-01-31T00:00', '2025-02-28T00:00', '2025-03-28T00:00']],
    ['0 0 * * FRIL', ['2025-01-31T00:00', '2025-02-28T00:00']],
    ['0 0 * * 5#3', ['2025-01-17T00:00', '2025-02-21T00:00']],
    ['0 0 * * WED#5', ['2025-01-29T00:00', '2025-04-30T00:00']],
    ['0 0 * * SAT,0', ['2025-01-04T00:00', '2025-01-05T00:00', '2025-01-11T00:00']],
    ['0 0 * * 6-7', ['2025-01-04T00:00', '2025-01-05T00:00', '2025-01-11T00:00']],
    ['0 0 * * FRI-SUN', ['2025-01-03T00:00', '2025-01-04T00:00', '2025-01-05T00:00', '2025-01-10T00:00']],
    ['@weekly', ['2025-01-05T00:00', '2025-01-12T00:00']],
    ['@yearly', ['2025-01-01T00:00', '2026-01-01T00:00']],
    ['  @DAILY ', ['2025-01-01T00:00', '2025-01-02T00:00']],
  ])('%s', (text, expected) => {
    expect(fires(text, expected.length)).toEqual(expected);
  });

  it('on the day of the month or on the weekday when both are restricted', () => {
    expect(fires('0 0 13 * FRI', 4)).toEqual([
      '2025-01-03T00:00',
      '2025-01-10T00:00',
      '2025-01-13T00:00',
      '2025-01-17T00:00',
    ]);
  });

  it('on the weekday alone when the day is `?`', () => {
    expect(fires('0 0 0 ? * MON', 2)).toEqual(['2025-01-06T00:00', '2025-01-13T00:00']);
  });
});

describe('H', () => {
  it('is the same for one seed and spreads over seeds', () => {
    const year = { ...context, from: Date.UTC(2025, 0, 1), to: Date.UTC(2025, 11, 31) };
    const times = Array.from({ length: 50 }, (_, i) =>
      next(read('H H * * *'), { ...year, seed: `${i}`, after: year.from }),
    );
    expect(new Set(times.map((it) => it?.nominal)).size).toBeGreaterThan(40);
    expect(fires('H H * * *', 2)[1]?.slice(11)).toBe(fires('H H * * *', 1)[0]?.slice(11));
  });

  it('stays in its range and keeps its step', () => {
    for (let i = 0; i < 100; i++) {
      const [first, second] = fires('H(10-20) H(3-4) * * *', 2, `seed ${i}`);
      expect(Number(first?.slice(14, 16))).toBeGreaterThanOrEqual(10);
      expect(Number(first?.slice(14, 16))).toBeLessThanOrEqual(20);
      expect(['03', '04']).toContain(first?.slice(11, 13));
      expect(second?.slice(11)).toBe(first?.slice(11));
      const quarters = fires('H/15 * * * *', 5, `seed ${i}`).map((it) => Number(it.slice(14, 16)));
      expect(quarters[0]).toBeLessThan(15);
      expect(quarters[1]).toBe(quarters[0]! + 15);
      expect(quarters[4]).toBe(quarters[0]);
    }
  });

  it('as a day is in every month, as a weekday in every week', () => {
    const years = { from: Date.UTC(2025, 0, 1), to: Date.UTC(2027, 0, 1) - 1 };
    for (let i = 0; i < 30; i++) {
      expect(countBetween(read('1 0 H * *'), { ...context, ...years, seed: `${i}` })).toBe(24);
      expect(countBetween(read('1 0 * * H'), { ...context, ...years, seed: `${i}` })).toBeGreaterThanOrEqual(104);
    }
  });
});

describe('a cron expression is refused', () => {
  it.each([
    ['61 * * * *', 0, 'cron-range', '61 is not a minute: it goes from 0 to 59'],
    ['* 24 * * *', 2, 'cron-range', '24 is not an hour'],
    ['0 0 1-32 * *', 6, 'cron-range', '32 is not a day'],
    ['0 0 * FOO *', 6, 'cron-syntax', '`FOO` is not a month'],
    ['0 0 * * 1,8', 10, 'cron-range', '8 is not a weekday: it goes from 0 to 7'],
    ['*/0 * * * *', 2, 'cron-syntax', 'a whole number from 1'],
    ['*/90 * * * *', 2, 'cron-range', 'the step 90 is longer'],
    ['0 22-2 * * *', 2, 'cron-range', 'write `22-23,0-2`'],
    ['0 0 * * SAT-MON', 8, 'cron-range', 'write `6,0-1`'],
    ['0,,5 * * * *', 2, 'cron-syntax', 'empty entry'],
    ['0 ? * * *', 2, 'cron-syntax', '`?` is for day and weekday only'],
    ['0 L * * *', 2, 'cron-syntax', 'day or weekday only'],
    ['0 0 * * L', 8, 'cron-syntax', 'write 5L'],
    ['0 0 W * *', 4, 'cron-syntax', 'write 15W'],
    ['0 0 * * 5#6', 9, 'cron-range', 'write #1 to #5'],
    ['H(9-5) * * * *', 2, 'cron-range', 'runs backwards'],
    ['Hx * * * *', 0, 'cron-syntax', 'write H, H(0-29) or H/15'],
    ['* * *', 0, 'cron-field-count', 'has 3 fields'],
    ['', 0, 'cron-field-count', 'is empty'],
    ['@reboot', 0, 'cron-syntax', '`app: start`'],
    ['@every 4s', 0, 'cron-syntax', '`every: 4s`'],
    ['0 0 30 2 *', undefined, 'never-fires', 'no date has month 2, day 30'],
    ['0 0 0 29 2 ? 2025-2027', undefined, 'never-fires', 'no date has year 2025-2027'],
  ])('%s', (text, offset, code, message) => {
    const parsed = parseCron(text);
    expect(parsed).toMatchObject({ ok: false, error: { code, message: expect.stringContaining(message) } });
    if (!parsed.ok) expect(parsed.error.offset).toBe(offset);
  });

  it('with all its problems at once', () => {
    const parsed = parseCron('61 25 0 13 9');
    expect(parsed).toMatchObject({
      ok: false,
      error: {
        field: 'minute',
        also: [{ field: 'hour', offset: 3 }, { field: 'day' }, { field: 'month' }, { field: 'weekday' }],
      },
    });
  });
});
