import { ok } from '../base/result.ts';
import { DAY, dayNumber, HOUR, type Instant, MINUTE, monthLength, SECOND } from './civil.ts';
import { fail, type ScheduleResult } from './problem.ts';

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|([+-])(\d\d):(\d\d))?$/;

/** Reads an RFC 3339 instant such as `2025-03-09T09:00:00+01:00`, to the millisecond (finer digits are cut off). */
export function parseInstant(text: string): ScheduleResult<Instant> {
  const match = RFC_3339.exec(text.trim());
  if (match === null) return invalid(text, 'write it like 2025-03-09T09:00:00+01:00');
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    ...[number, number, number],
    ...[number, number, number],
  ];
  if (match[8] === undefined) return invalid(text, 'add the offset from UTC at its end, Z or one like +02:00');
  if (year < 1) return invalid(text, 'years go from 0001 to 9999');
  if (month < 1 || month > 12) return invalid(text, `there is no month ${match[2]}`);
  if (day < 1 || day > monthLength(year, month)) return invalid(text, `${match[1]}-${match[2]} has no day ${match[3]}`);
  if (second === 60) return invalid(text, 'leap seconds are not counted: write second 59 or the next minute');
  if (hour > 23 || minute > 59 || second > 59) return invalid(text, 'a time goes from 00:00:00 to 23:59:59');
  const [offsetHour, offsetMinute] = [Number(match[10] ?? 0), Number(match[11] ?? 0)];
  if (offsetHour > 23 || offsetMinute > 59) return invalid(text, 'an offset goes from -23:59 to +23:59');
  const offset = (match[9] === '-' ? -1 : 1) * (offsetHour * HOUR + offsetMinute * MINUTE);
  const millisecond = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  return ok(dayNumber(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * SECOND + millisecond - offset);
}

const invalid = (text: string, hint: string) =>
  fail('instant-invalid', `\`${text}\` is not an instant: ${hint}`, { offset: 0 });
