import { describe, expect, it } from 'vitest';
import { formatDay } from './civil.ts';
import { parseIcs } from './index.ts';

const calendar = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]): string[] => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];

function days(text: string, lastYear = 2030): string[] {
  const parsed = parseIcs(text, lastYear);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value.map(({ from, to }) => (from === to ? formatDay(from) : `${formatDay(from)}..${formatDay(to)}`));
}

describe('an iCalendar file', () => {
  it.each<[string, string[], string[]]>([
    ['one day', ['DTSTART;VALUE=DATE:20251225', 'DTEND;VALUE=DATE:20251226'], ['2025-12-25']],
    ['a day without an end', ['DTSTART;VALUE=DATE:20251225'], ['2025-12-25']],
    ['several days', ['DTSTART;VALUE=DATE:20251224', 'DTEND;VALUE=DATE:20251227'], ['2025-12-24..2025-12-26']],
    ['a duration', ['DTSTART;VALUE=DATE:20251224', 'DURATION:P1W'], ['2025-12-24..2025-12-30']],
    ['times', ['DTSTART;TZID="Europe/Berlin":20251231T200000', 'DTEND:20260101T020000'], ['2025-12-31..2026-01-01']],
    ['times to midnight', ['DTSTART:20251231T200000Z', 'DTEND:20260101T000000Z'], ['2025-12-31']],
    ['every year', ['DTSTART:20281225', 'RRULE:FREQ=YEARLY'], ['2028-12-25', '2029-12-25', '2030-12-25']],
    ['a leap day', ['DTSTART:20240229', 'RRULE:FREQ=YEARLY'], ['2024-02-29', '2028-02-29']],
    [
      'every second year',
      ['DTSTART:20250601', 'RRULE:FREQ=YEARLY;INTERVAL=2'],
      ['2025-06-01', '2027-06-01', '2029-06-01'],
    ],
    ['so many times', ['DTSTART:20250601', 'RRULE:FREQ=YEARLY;COUNT=2'], ['2025-06-01', '2026-06-01']],
    [
      'until',
      ['DTSTART:20250601', 'RRULE:FREQ=YEARLY;UNTIL=20270601T000000Z'],
      ['2025-06-01', '2026-06-01', '2027-06-01'],
    ],
    [
      'a nth weekday',
      ['DTSTART:20281123', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH'],
      ['2028-11-23', '2029-11-22', '2030-11-28'],
    ],
    ['a last weekday', ['DTSTART:20290528', 'RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO'], ['2029-05-28', '2030-05-27']],
    [
      'each month',
      ['DTSTART:20300930', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=-1'],
      ['2030-09-30', '2030-10-31', '2030-11-30', '2030-12-31'],
    ],
    ['each week', ['DTSTART:20301220', 'RRULE:FREQ=WEEKLY'], ['2030-12-20', '2030-12-27']],
    [
      'exceptions',
      ['DTSTART:20281225', 'RRULE:FREQ=YEARLY', 'EXDATE:20291225', 'RDATE:20300101'],
      ['2028-12-25', '2030-01-01', '2030-12-25'],
    ],
    ['folded lines', ['SUMMARY:A long', '  name: with a colon', 'DTSTART;VALUE', ' =DATE:20251225'], ['2025-12-25']],
    ['alarms', ['DTSTART:20251225', 'BEGIN:VALARM', 'DTSTART:20200101', 'END:VALARM'], ['2025-12-25']],
    ['cancelled', ['DTSTART:20251225', 'STATUS:CANCELLED'], []],
  ])('with %s', (_, lines, expected) => {
    expect(days(calendar(...event(...lines)))).toEqual(expected);
  });

  it('joins what overlaps and touches', () => {
    const events = ['20251225', '20251226', '20251225', '20260101'].flatMap((day) => event(`DTSTART:${day}`));
    expect(days(calendar(...events))).toEqual(['2025-12-25..2025-12-26', '2026-01-01']);
  });

  it('moves one repetition when an event says so', () => {
    const series = event('UID:a', 'DTSTART:20290501', 'RRULE:FREQ=YEARLY');
    const moved = event('UID:a', 'RECURRENCE-ID:20300501', 'DTSTART:20300503');
    expect(days(calendar(...series, ...moved))).toEqual(['2029-05-01', '2030-05-03']);
  });

  it('has its problems placed', () => {
    const text = calendar(...event('DTSTART:20251225', 'RRULE:FREQ=YEARLY;BYSETPOS=1;BYDAY=MO'));
    expect(parseIcs(text)).toMatchObject({
      ok: false,
      error: { code: 'ics-rule-unsupported', offset: text.indexOf('RRULE') },
    });
    expect(parseIcs(calendar(...event('SUMMARY:x')))).toMatchObject({ ok: false, error: { code: 'ics-invalid' } });
    expect(parseIcs(calendar(...event('DTSTART:20250230')))).toMatchObject({
      ok: false,
      error: { code: 'ics-invalid' },
    });
    expect(parseIcs('hello')).toMatchObject({ ok: false, error: { code: 'ics-invalid', offset: 0 } });
  });
});
