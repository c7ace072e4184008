import { ok } from '../base/result.ts';
import { type DayNumber, dayNumber, monthLength } from './civil.ts';
import { fail, type ScheduleResult } from './problem.ts';
import type { ExceptRange } from './spec.ts';

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Reads one entry of `except` that is no file: `2025-12-25`, or `2025-12-24..2026-01-01` with both ends in. */
export function parseExceptDates(text: string): ScheduleResult<ExceptRange> {
  const separator = text.search(/\.\.=?/);
  const first = separator < 0 ? text : text.slice(0, separator);
  const rest = separator < 0 ? first : text.slice(separator).replace(/^\.\.=?/, '');
  const from = dayOfText(first.trim());
  const to = dayOfText(rest.trim());
  if (from === undefined) return invalid(text, first.trim(), 0);
  if (to === undefined) return invalid(text, rest.trim(), text.length - rest.trimStart().length);
  if (to < from) return fail('except-invalid', `\`${text}\` ends before it begins: swap the two dates`, { offset: 0 });
  return ok({ from, to });
}

const invalid = (text: string, part: string, offset: number) =>
  fail(
    'except-invalid',
    part === text.trim()
      ? `\`${text}\` is not a date: write 2025-12-25, a range 2025-12-24..2026-01-01, or the path of an .ics file`
      : `\`${part}\` in \`${text}\` is not a date: write it like 2025-12-25`,
    { offset },
  );

function dayOfText(text: string): DayNumber | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return undefined;
  return dayNumber(year, month, day);
}

/** Sorts ranges and joins those that overlap or touch, as `ExceptDays` wants them. */
export function mergeRanges(ranges: readonly ExceptRange[]): ExceptRange[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** The index of the first range that ends on `day` or later. */
export function rangeIndexFrom(ranges: readonly ExceptRange[], day: DayNumber): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.to < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The range that holds a day. */
export function rangeAt(ranges: readonly ExceptRange[], day: DayNumber): ExceptRange | undefined {
  const range = ranges[rangeIndexFrom(ranges, day)];
  return range !== undefined && range.from <= day ? range : undefined;
}
