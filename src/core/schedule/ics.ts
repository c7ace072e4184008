import { type DayNumber, dayNumber, monthLength } from './civil.ts';
import { mergeRanges } from './exceptions.ts';
import { expandRule, type IcsRule, parseRule } from './ics-rule.ts';
import { attempt, type ScheduleResult, SyntaxFault } from './problem.ts';
import type { ExceptRange } from './spec.ts';

/** Repeating events are followed to the end of this year unless told otherwise. */
const LAST_EXPANDED_YEAR = 2199;

/**
 * Reads the days that the events of an iCalendar file (RFC 5545) cover, for `except`.
 * An event with times covers the dates it is written with, whatever their zone; cancelled events cover none. Rules that
 * repeat by day, week, month or year are followed; others are refused (`ics-rule-unsupported`), not silently dropped.
 * `offset` of a problem is that of the line in the file.
 */
export function parseIcs(text: string, lastYear = LAST_EXPANDED_YEAR): ScheduleResult<ExceptRange[]> {
  return attempt(() => {
    const events = readEvents(text);
    const ranges = events.flatMap((event) => rangesOf(event, replacedDays(event, events), lastYear));
    return mergeRanges(ranges);
  });
}

interface IcsEvent {
  uid: string;
  start: IcsDate;
  end: IcsDate | undefined;
  days: number | undefined;
  rule: IcsRule | undefined;
  added: DayNumber[];
  removed: DayNumber[];
  /** The day of the repetition that this event stands for. */
  replaces: DayNumber | undefined;
  cancelled: boolean;
}

interface IcsDate {
  readonly day: DayNumber;
  /** Seconds into the day; undefined for a date without time. */
  readonly time: number | undefined;
}

interface Line {
  readonly name: string;
  readonly value: string;
  readonly offset: number;
}

/** Long lines are folded: a line that begins with a blank goes on from the one before. */
function readLines(text: string): Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/[^\r\n]+(?:\r?\n[ \t][^\r\n]*)*/g)) {
    const whole = match[0].replace(/\r?\n[ \t]/g, '');
    const parts = /^([A-Za-z0-9-]+)((?:;[^:;"]*(?:"[^"]*"[^:;"]*)*)*):(.*)$/.exec(whole);
    if (parts !== null) lines.push({ name: parts[1]!.toUpperCase(), value: parts[3]!.trim(), offset: match.index });
  }
  return lines;
}

function readEvents(text: string): IcsEvent[] {
  const lines = readLines(text);
  if (lines[0]?.name !== 'BEGIN' || lines[0].value.toUpperCase() !== 'VCALENDAR')
    throw new SyntaxFault('ics-invalid', 'this is not an iCalendar file: it does not begin with BEGIN:VCALENDAR', 0);
  const events: IcsEvent[] = [];
  // What is nested in an event (an alarm) has dates of its own that are not the event's.
  let path: string[] = [];
  let current: Line[] = [];
  let begin = 0;
  for (const line of lines) {
    if (line.name === 'BEGIN') {
      path.push(line.value.toUpperCase());
      if (path.at(-1) === 'VEVENT') [current, begin] = [[], line.offset];
    } else if (line.name === 'END') {
      if (path.at(-1) === 'VEVENT') events.push(readEvent(current, begin));
      path = path.slice(0, -1);
    } else if (path.at(-1) === 'VEVENT') current.push(line);
  }
  return events;
}

function readEvent(lines: readonly Line[], offset: number): IcsEvent {
  const find = (name: string): Line | undefined => lines.find((line) => line.name === name);
  const dates = (name: string): DayNumber[] =>
    lines
      .filter((line) => line.name === name)
      .flatMap((line) => line.value.split(',').map((value) => parseDate(value.split('/')[0]!, line.offset).day));
  const start = find('DTSTART');
  if (start === undefined) throw new SyntaxFault('ics-invalid', 'an event has no DTSTART: add its date', offset);
  const end = find('DTEND');
  const duration = find('DURATION');
  const rule = find('RRULE');
  return {
    uid: find('UID')?.value ?? '',
    start: parseDate(start.value, start.offset),
    end: end && parseDate(end.value, end.offset),
    days: duration && parseDays(duration),
    rule: rule && parseRule(rule.value, rule.offset),
    added: dates('RDATE'),
    removed: dates('EXDATE'),
    replaces: dates('RECURRENCE-ID')[0],
    cancelled: find('STATUS')?.value.toUpperCase() === 'CANCELLED',
  };
}

function parseDate(text: string, offset: number): IcsDate {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(text.trim());
  const [year, month, day, hour, minute, second] = (match ?? []).slice(1).map(Number);
  if (!year || !month || month > 12 || !day || day > monthLength(year, month))
    throw new SyntaxFault('ics-invalid', `\`${text}\` is not a date of iCalendar: it looks like 20251225`, offset);
  const time = match![4] === undefined ? undefined : hour! * 3600 + minute! * 60 + second!;
  return { day: dayNumber(year, month, day), time };
}

/** Whole days of a duration such as `P1D`, `P2W` or `PT8H` (which is less than one). */
function parseDays({ value, offset }: Line): number {
  const match = /^\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/.exec(value);
  if (match === null)
    throw new SyntaxFault('ics-invalid', `\`${value}\` is not a duration of iCalendar: it looks like P1D`, offset);
  return Number(match[1] ?? 0) * 7 + Number(match[2] ?? 0);
}

/** How many days after the first one an event still covers. */
function lengthOf({ start, end, days }: IcsEvent): number {
  if (end === undefined) return Math.max(0, (days ?? 1) - (start.time === undefined || days === undefined ? 1 : 0));
  // An end is exclusive: a date, or midnight, is the first day no longer covered.
  const endsBefore = end.time === undefined || end.time === 0;
  return Math.max(0, end.day - start.day - (endsBefore ? 1 : 0));
}

const replacedDays = ({ uid, replaces }: IcsEvent, events: readonly IcsEvent[]): DayNumber[] =>
  uid === '' || replaces !== undefined
    ? []
    : events.flatMap((other) => (other.uid === uid && other.replaces !== undefined ? [other.replaces] : []));

function rangesOf(event: IcsEvent, replaced: readonly DayNumber[], lastYear: number): ExceptRange[] {
  if (event.cancelled) return [];
  const length = lengthOf(event);
  const removed = new Set([...event.removed, ...replaced]);
  const starts = event.rule === undefined ? [event.start.day] : expandRule(event.rule, event.start.day, lastYear);
  return [...starts, ...event.added].filter((day) => !removed.has(day)).map((from) => ({ from, to: from + length }));
}
