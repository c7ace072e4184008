import { type DayNumber, dateOf, dayNumber, dayOf, monthLength, monthOf, weekdayOf, yearOf } from './civil.ts';
import { SyntaxFault } from './problem.ts';

/** The part of RFC 5545's RRULE that holiday calendars use. */
export interface IcsRule {
  readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  readonly count: number;
  readonly until: DayNumber;
  readonly months: readonly number[];
  /** 1..31, or from the end of the month -1..-31. */
  readonly monthDays: readonly number[];
  /** `nth` 0 is every such weekday; negative counts from the end of the month. */
  readonly weekdays: readonly { readonly weekday: number; readonly nth: number }[];
}

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const KNOWN_PARTS = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYMONTH', 'BYMONTHDAY', 'BYDAY', 'WKST'];

/** Throws SyntaxFault `ics-rule-unsupported` for a rule that could not be followed exactly. */
export function parseRule(text: string, offset: number): IcsRule {
  const parts = new Map(text.split(';').map((part) => part.toUpperCase().split('=') as [string, string | undefined]));
  const refuse = (what: string): never => {
    throw new SyntaxFault(
      'ics-rule-unsupported',
      `the rule \`${text}\` is not supported (${what}): write its dates out`,
      offset,
    );
  };
  for (const name of parts.keys()) if (!KNOWN_PARTS.includes(name)) refuse(name);
  const numbers = (name: string): number[] =>
    (parts.get(name)?.split(',') ?? []).map((value) => {
      if (!/^[+-]?\d+$/.test(value)) refuse(`${name}=${value}`);
      return Number(value);
    });
  const frequency = (['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const).find((known) => known === parts.get('FREQ'));
  const weekdays = (parts.get('BYDAY')?.split(',') ?? []).map((value) => {
    const match = /^([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(value);
    if (match === null) return refuse(`BYDAY=${value}`);
    return { weekday: WEEKDAYS.indexOf(match[2]!) + 1, nth: Number(match[1] ?? 0) };
  });
  const rule: IcsRule = {
    frequency: frequency ?? refuse(`FREQ=${parts.get('FREQ') ?? ''}`),
    interval: Math.max(1, numbers('INTERVAL')[0] ?? 1),
    count: numbers('COUNT')[0] ?? Number.POSITIVE_INFINITY,
    until: untilDay(parts.get('UNTIL'), refuse),
    months: numbers('BYMONTH'),
    monthDays: numbers('BYMONTHDAY'),
    weekdays,
  };
  const byMonth = rule.frequency === 'MONTHLY' || rule.frequency === 'YEARLY';
  if (!byMonth && (rule.monthDays.length > 0 || rule.months.length > 0)) refuse(`BYMONTH with ${rule.frequency}`);
  if (rule.frequency === 'DAILY' && weekdays.length > 0) refuse('BYDAY with DAILY');
  if (rule.frequency === 'WEEKLY' && rule.interval > 1 && weekdays.length > 1) refuse('several days every few weeks');
  if (rule.frequency === 'YEARLY' && weekdays.length > 0 && rule.months.length === 0) refuse('BYDAY without BYMONTH');
  return rule;
}

function untilDay(text: string | undefined, refuse: (what: string) => never): DayNumber {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  const match = /^(\d{4})(\d\d)(\d\d)/.exec(text);
  return match === null ? refuse(`UNTIL=${text}`) : dayNumber(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** The first days of the repetitions, in order, to the end of `lastYear`. The day of the event itself is always the first. */
export function expandRule(rule: IcsRule, start: DayNumber, lastYear: number): DayNumber[] {
  const end = Math.min(rule.until, dayNumber(lastYear, 12, 31));
  const days: DayNumber[] = [start];
  for (const day of candidates(rule, start, end)) {
    if (days.length >= rule.count || day > end) break;
    if (day > start) days.push(day);
  }
  return days;
}

function* candidates(rule: IcsRule, start: DayNumber, end: DayNumber): Generator<DayNumber> {
  switch (rule.frequency) {
    case 'DAILY':
      for (let day = start; day <= end; day += rule.interval) yield day;
      return;
    case 'WEEKLY':
      yield* weekly(rule, start, end);
      return;
    case 'MONTHLY':
    case 'YEARLY':
      yield* monthly(rule, start, end);
  }
}

function* weekly(rule: IcsRule, start: DayNumber, end: DayNumber): Generator<DayNumber> {
  const wanted = rule.weekdays.length > 0 ? rule.weekdays.map(({ weekday }) => weekday) : [weekdayOf(start)];
  const monday = start - weekdayOf(start) + 1;
  for (let week = monday; week <= end; week += 7 * rule.interval) {
    for (let day = week; day < week + 7; day++) if (wanted.includes(weekdayOf(day))) yield day;
  }
}

function* monthly(rule: IcsRule, start: DayNumber, end: DayNumber): Generator<DayNumber> {
  const date = dateOf(start);
  const yearly = rule.frequency === 'YEARLY';
  const months = rule.months.length > 0 ? rule.months : yearly ? [monthOf(date)] : undefined;
  const step = yearly ? 1 : rule.interval;
  for (let index = yearOf(date) * 12 + (yearly ? 0 : monthOf(date) - 1); ; index += step) {
    const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
    if (dayNumber(year, month, 1) > end) return;
    if (yearly && (year - yearOf(date)) % rule.interval !== 0) continue;
    if (months !== undefined && !months.includes(month)) continue;
    for (let day = 1; day <= monthLength(year, month); day++) {
      if (matchesDay(rule, year, month, day, dayOf(date))) yield dayNumber(year, month, day);
    }
  }
}

function matchesDay(rule: IcsRule, year: number, month: number, day: number, startDay: number): boolean {
  const length = monthLength(year, month);
  if (rule.monthDays.length === 0 && rule.weekdays.length === 0) return day === startDay;
  if (
    rule.monthDays.length > 0 &&
    !rule.monthDays.some((wanted) => day === (wanted < 0 ? length + 1 + wanted : wanted))
  )
    return false;
  if (rule.weekdays.length === 0) return true;
  const fromStart = Math.ceil(day / 7);
  const fromEnd = -Math.ceil((length - day + 1) / 7);
  return rule.weekdays.some(
    ({ weekday, nth }) =>
      weekday === weekdayOf(dayNumber(year, month, day)) && (nth === 0 || nth === fromStart || nth === fromEnd),
  );
}
