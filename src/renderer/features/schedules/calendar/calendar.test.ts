import { describe, expect, it } from 'vitest';
import type { LocalOccurrence } from '../../../../contract/schedules.ts';
import { dayName, dayOfText, mondayOf, spanName, textOfDay } from './month-days.ts';
import { layoutDay } from './week-layout.ts';

describe('days of a calendar', () => {
  it('begins weeks on Monday', () => {
    const monday = (day: string) => textOfDay(mondayOf(dayOfText(day)));
    expect(['2026-11-23', '2026-11-29', '2026-11-30', '1969-12-31'].map(monday)).toEqual([
      '2026-11-23',
      '2026-11-23',
      '2026-11-30',
      '1969-12-29',
    ]);
  });

  it('names days and spans', () => {
    expect(dayName(dayOfText('2026-11-23'))).toBe('Monday 23 November');
    expect(spanName(dayOfText('2026-11-23'), 7)).toBe('23 Nov - 29 Nov 2026');
    expect(spanName(dayOfText('2026-12-28'), 35)).toBe('28 Dec - 31 Jan 2027');
  });
});

const at = (time: string): LocalOccurrence => ({
  nominal: 0,
  fireAt: 0,
  wall: `2026-11-23T${time}:00.000`,
  offset: '+01:00',
  repeated: false,
  gap: null,
  movedFrom: null,
});
const entry = (scheduleId: string, count: number, ...times: string[]) => ({
  scheduleId,
  zone: 'UTC',
  count,
  occurrences: times.map(at),
});

describe('a day of the week view', () => {
  const HOUR = 1 / 24;
  const shown = (...entries: ReturnType<typeof entry>[]) =>
    layoutDay({ entries }, HOUR).fires.map(({ scheduleId, lane, lanes }) => `${scheduleId} ${lane}/${lanes}`);

  it('puts fires at about the same time side by side', () => {
    expect(shown(entry('a', 2, '09:00', '12:00'), entry('b', 1, '09:30'), entry('c', 1, '10:15'))).toEqual([
      'a 0/2',
      'b 1/2',
      'c 0/2',
      'a 0/1',
    ]);
    expect(shown(entry('a', 1, '09:00'), entry('b', 1, '10:00'))).toEqual(['a 0/1', 'b 0/1']);
  });

  it('stands where the wall clock does, and counts what is too frequent', () => {
    const day = layoutDay({ entries: [entry('a', 1, '06:00'), entry('often', 288, '00:00', '00:05')] }, HOUR);
    expect(day.fires.map(({ top }) => top)).toEqual([0.25]);
    expect(day.frequent).toEqual([{ scheduleId: 'often', count: 288 }]);
  });
});
