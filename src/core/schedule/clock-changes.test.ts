import { describe, expect, it } from 'vitest';
import { between, bindSchedule, compileTiming, next, type TimingSource, type TimingSpec } from './index.ts';

function read(source: TimingSource): TimingSpec {
  const compiled = compileTiming(source);
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.value;
}

/** Fires in (from, to], as UTC without seconds, with how many wall times of a gap each stands for. */
function fires(source: TimingSource, zone: string, from: string, to: string): string[] {
  const span = { from: Date.parse(from), to: Date.parse(to) };
  return between(read(source), { ...span, anchor: span.from, zone, seed: '' }).map(
    ({ nominal, gap }) =>
      `${new Date(nominal).toISOString().slice(5, 16)}${gap ? ` for ${gap.count}, merged ${gap.merged}` : ''}`,
  );
}

const cron = (text: string): TimingSource => ({ type: 'cron', cron: text });

describe('when clocks go forward', () => {
  it('a daily fire inside the gap comes at its end', () => {
    expect(fires(cron('30 2 * * *'), 'America/New_York', '2025-03-08T00:00Z', '2025-03-11T00:00Z')).toEqual([
      '03-08T07:30',
      '03-09T07:00 for 1, merged 0',
      '03-10T06:30',
    ]);
  });

  it('all that the gap swallowed is one fire', () => {
    expect(fires(cron('*/10 2 * * *'), 'Europe/Berlin', '2025-03-30T00:00Z', '2025-03-30T23:00Z')).toEqual([
      '03-30T01:00 for 6, merged 5',
    ]);
  });

  it('the fire scheduled at the end of the gap is that one too', () => {
    expect(fires(cron('0 2,3 * * *'), 'Europe/Berlin', '2025-03-30T00:00Z', '2025-03-30T23:00Z')).toEqual([
      '03-30T01:00 for 1, merged 1',
    ]);
  });

  it('says which wall times it stands for', () => {
    const spec = read(cron('*/10 2 * * *'));
    const after = Date.UTC(2025, 2, 30);
    expect(next(spec, { after, anchor: after, zone: 'Europe/Berlin', seed: '' })?.gap).toEqual({
      count: 6,
      merged: 5,
      first: '2025-03-30T02:00:00.000',
      last: '2025-03-30T02:50:00.000',
    });
  });

  it('by half an hour, half an hour is swallowed', () => {
    expect(fires(cron('*/15 2 * * *'), 'Australia/Lord_Howe', '2025-10-04T14:00Z', '2025-10-04T17:00Z')).toEqual([
      '10-04T15:30 for 2, merged 2',
      '10-04T15:45',
    ]);
  });

  it('at midnight, the day begins at one', () => {
    expect(fires(cron('0 0 * * *'), 'America/Sao_Paulo', '2018-11-03T12:00Z', '2018-11-05T12:00Z')).toEqual([
      '11-04T03:00 for 1, merged 0',
      '11-05T02:00',
    ]);
  });

  it('over a whole day, its fires come as the next day begins', () => {
    const swallowed = ['12-29T19:00', '12-30T10:00 for 1, merged 0', '12-30T19:00'];
    expect(fires(cron('0 9 * * *'), 'Pacific/Apia', '2011-12-29T12:00Z', '2011-12-31T12:00Z')).toEqual(swallowed);
    expect(
      fires(
        { type: 'calendar', calendar: { day: '30', month: '12' } },
        'Pacific/Apia',
        '2011-01-01T00:00Z',
        '2012-06-01T00:00Z',
      ),
    ).toEqual(['12-30T10:00 for 1, merged 0']);
  });

  it('what matches every hour has nothing in the gap', () => {
    expect(fires(cron('30 * * * *'), 'America/New_York', '2025-03-09T05:00Z', '2025-03-09T09:00Z')).toEqual([
      '03-09T05:30',
      '03-09T06:30',
      '03-09T07:30',
      '03-09T08:30',
    ]);
    expect(
      fires(
        { type: 'calendar', calendar: { year: '2011', month: '12', day: '30', minute: '0' } },
        'Pacific/Apia',
        '2011-01-01T00:00Z',
        '2012-06-01T00:00Z',
      ),
    ).toEqual([]);
  });
});

describe('when clocks go back', () => {
  it('a repeated wall time fires the first time only', () => {
    expect(fires(cron('*/30 1 * * *'), 'America/New_York', '2025-11-02T04:00Z', '2025-11-03T05:00Z')).toEqual([
      '11-02T05:00',
      '11-02T05:30',
    ]);
  });

  it('asking between the two finds the next day', () => {
    const after = Date.UTC(2025, 10, 2, 6, 10);
    const found = next(read(cron('*/30 1 * * *')), { after, anchor: after, zone: 'America/New_York', seed: '' });
    expect(found?.nominal).toBe(Date.UTC(2025, 10, 3, 6));
  });

  it('what matches every hour fires on both sides', () => {
    expect(fires(cron('30 * * * *'), 'America/New_York', '2025-11-02T04:45Z', '2025-11-02T08:00Z')).toEqual([
      '11-02T05:30',
      '11-02T06:30',
      '11-02T07:30',
    ]);
    expect(fires(cron('*/15 * * * *'), 'Australia/Lord_Howe', '2025-04-05T14:20Z', '2025-04-05T15:40Z')).toEqual([
      '04-05T14:30',
      '04-05T14:45',
      '04-05T15:00',
      '04-05T15:15',
      '04-05T15:30',
    ]);
  });

  it('over midnight, an hour of the day before comes again', () => {
    // 17 February 2019 in São Paulo: 00:00 became 23:00 of the 16th.
    expect(fires(cron('30 * 16 2 *'), 'America/Sao_Paulo', '2019-02-16T23:50Z', '2020-01-01T00:00Z')).toEqual([
      '02-17T00:30',
      '02-17T01:30',
      '02-17T02:30',
    ]);
    expect(fires(cron('30 23 * * *'), 'America/Sao_Paulo', '2019-02-16T12:00Z', '2019-02-18T12:00Z')).toEqual([
      '02-17T01:30',
      '02-18T02:30',
    ]);
  });
});

it('no clock change moves an interval', () => {
  const nominals = between(read({ type: 'every', every: 3_600_000, offset: 1_000 }), {
    from: Date.UTC(2025, 2, 9),
    to: Date.UTC(2025, 2, 10),
    anchor: 0,
    zone: 'America/New_York',
    seed: '',
  }).map(({ nominal }) => nominal);
  expect(nominals).toEqual(Array.from({ length: 24 }, (_, i) => Date.UTC(2025, 2, 9, i, 0, 1)));
});

it('zones without clock changes know neither gap nor fold', () => {
  expect(fires(cron('0 6 * * *'), 'Asia/Kathmandu', '2025-03-01T00:00Z', '2025-03-03T00:00Z')).toEqual([
    '03-01T00:15',
    '03-02T00:15',
  ]);
});

it('a zone that does not exist is a bug of the caller', () => {
  expect(() => bindSchedule(read(cron('0 6 * * *')), { anchor: 0, zone: 'Nowhere/Land', seed: '' })).toThrow(
    RangeError,
  );
});
