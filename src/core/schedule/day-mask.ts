import type { FieldPatterns, FieldTerm, Resolution } from './fields.ts';
import { resolveField } from './fields.ts';
import { has, isFull } from './integer-set.ts';

/** The days of one month that match, bit `day - 1` for each. It depends on the month's length and on the weekday of its first day alone. */
export type DayMask = (length: number, firstWeekday: number) => number;

const UNKNOWN = -1;

/** Both `day` and `weekday` must match (`and`), or one of them is enough (`or`, cron's rule when both are restricted). */
export type DayRule = 'and' | 'or';

export function createDayMask(fields: FieldPatterns, rule: DayRule, resolution: Resolution): DayMask {
  const days = resolveField('day', fields.day, resolution);
  const weekdays = resolveField('weekday', fields.weekday, resolution);
  if (isFull(days) && (rule === 'or' || isFull(weekdays))) return allDays;

  const special = [...fields.day.terms, ...fields.weekday.terms].filter(isMonthDependent);
  const key = JSON.stringify([rule, days.words[0], weekdays.words[0], special]);
  const interned = internedMasks.get(key);
  if (interned !== undefined) return interned;

  // There are 4 lengths and 7 first weekdays, hence 28 different months in all of history.
  const known = new Int32Array(28).fill(UNKNOWN);
  const compute = (length: number, firstWeekday: number): number => {
    let byDay = 0;
    let byWeekday = 0;
    for (let day = 1; day <= length; day++) {
      if (has(days, day)) byDay |= 1 << (day - 1);
      if (has(weekdays, weekdayAt(day, firstWeekday))) byWeekday |= 1 << (day - 1);
    }
    for (const term of special) {
      if (isOfWeekday(term)) byWeekday |= dayBit(term, length, firstWeekday);
      else byDay |= dayBit(term, length, firstWeekday);
    }
    return rule === 'or' ? byDay | byWeekday : byDay & byWeekday;
  };

  const mask: DayMask = (length, firstWeekday) => {
    const index = (length - 28) * 7 + firstWeekday - 1;
    const bits = known[index]!;
    if (bits !== UNKNOWN) return bits;
    const computed = compute(length, firstWeekday);
    known[index] = computed;
    return computed;
  };
  if (internedMasks.size >= MAX_INTERNED) internedMasks.clear();
  internedMasks.set(key, mask);
  return mask;
}

const MAX_INTERNED = 20_000;
const internedMasks = new Map<string, DayMask>();

const isOfWeekday = ({ kind }: FieldTerm): boolean => kind === 'lastWeekday' || kind === 'nthWeekday';

const isMonthDependent = (term: FieldTerm): boolean =>
  isOfWeekday(term) || term.kind === 'fromEnd' || term.kind === 'nearestWorkday' || term.kind === 'lastWorkday';

const allDays: DayMask = (length) => 0x7fffffff >>> (31 - length);

const weekdayAt = (day: number, firstWeekday: number): number => ((firstWeekday + day - 2) % 7) + 1;

const firstOf = (weekday: number, firstWeekday: number): number => 1 + ((weekday - firstWeekday + 7) % 7);

/** The one day that a month-dependent term names, as a bit; 0 when this month has no such day. */
function dayBit(term: FieldTerm, length: number, firstWeekday: number): number {
  const day = dayOfTerm(term, length, firstWeekday);
  return day >= 1 && day <= length ? 1 << (day - 1) : 0;
}

function dayOfTerm(term: FieldTerm, length: number, firstWeekday: number): number {
  switch (term.kind) {
    case 'fromEnd':
      return length - term.back;
    case 'nearestWorkday':
      return nearestWorkday(term.day, length, firstWeekday);
    case 'lastWorkday':
      return nearestWorkday(length, length, firstWeekday);
    case 'lastWeekday': {
      const first = firstOf(term.weekday, firstWeekday);
      return first + 7 * Math.floor((length - first) / 7);
    }
    case 'nthWeekday':
      return firstOf(term.weekday, firstWeekday) + 7 * (term.nth - 1);
    default:
      return 0;
  }
}

/** Saturday moves to Friday and Sunday to Monday, but never into another month: then it moves the other way. */
function nearestWorkday(day: number, length: number, firstWeekday: number): number {
  if (day > length) return 0;
  const weekday = weekdayAt(day, firstWeekday);
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 7) return day === length ? day - 2 : day + 1;
  return day;
}
