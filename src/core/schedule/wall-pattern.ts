import {
  DAY,
  type DayNumber,
  dateOf,
  dayNumber,
  dayOf,
  END_WALL,
  FIRST_WALL,
  HOUR,
  isLeapYear,
  MINUTE,
  monthLength,
  monthOf,
  SECOND,
  type WallTime,
  weekdayOf,
  yearOf,
} from './civil.ts';
import { createDayMask, type DayMask, type DayRule } from './day-mask.ts';
import { type FieldPatterns, type Resolution, resolveField } from './fields.ts';
import { bitCount, countBelow, firstFrom, has, type IntegerSet, isFull, membersOf, NONE } from './integer-set.ts';

/** The wall times that a calendar or cron schedule names, whatever the zone. */
export interface WallPattern {
  readonly years: IntegerSet;
  readonly months: IntegerSet;
  readonly dayMask: DayMask;
  readonly hours: IntegerSet;
  readonly minutes: IntegerSet;
  readonly seconds: IntegerSet;
  readonly milliseconds: IntegerSet;
  /** Such a schedule follows elapsed time at clock changes. */
  readonly everyHour: boolean;
}

export function createWallPattern(fields: FieldPatterns, dayRule: DayRule, resolution: Resolution): WallPattern {
  const hours = resolveField('hour', fields.hour, resolution);
  return {
    years: resolveField('year', fields.year, resolution),
    months: resolveField('month', fields.month, resolution),
    dayMask: createDayMask(fields, dayRule, resolution),
    hours,
    minutes: resolveField('minute', fields.minute, resolution),
    seconds: resolveField('second', fields.second, resolution),
    milliseconds: resolveField('millisecond', fields.millisecond, resolution),
    everyHour: isFull(hours),
  };
}

/** The first matching wall time that is `wall` or later; undefined past the last supported year. */
export function firstWallFrom(pattern: WallPattern, wall: WallTime): WallTime | undefined {
  if (wall >= END_WALL) return undefined;
  const from = Math.max(wall, FIRST_WALL);
  const day = Math.floor(from / DAY);
  const matched = firstDayFrom(pattern, day);
  if (matched === undefined) return undefined;
  if (matched > day) return matched * DAY + firstTimeFrom(pattern, 0);
  const time = firstTimeFrom(pattern, from - day * DAY);
  if (time !== NONE) return day * DAY + time;
  const later = firstDayFrom(pattern, day + 1);
  return later === undefined ? undefined : later * DAY + firstTimeFrom(pattern, 0);
}

export const matchesWall = (pattern: WallPattern, wall: WallTime): boolean => firstWallFrom(pattern, wall) === wall;

function firstDayFrom(pattern: WallPattern, from: DayNumber): DayNumber | undefined {
  const date = dateOf(from);
  const startYear = yearOf(date);
  let year = firstFrom(pattern.years, startYear);
  let month = year === startYear ? monthOf(date) : 1;
  let day = year === startYear ? dayOf(date) : 1;
  while (year !== NONE) {
    const matchedMonth = firstFrom(pattern.months, month);
    if (matchedMonth === NONE) {
      year = firstFrom(pattern.years, year + 1);
      month = 1;
      day = 1;
      continue;
    }
    if (matchedMonth !== month) day = 1;
    month = matchedMonth;
    const firstDay = dayNumber(year, month, 1);
    const mask = pattern.dayMask(monthLength(year, month), weekdayOf(firstDay)) & (-1 << (day - 1));
    if (mask !== 0) return firstDay + 31 - Math.clz32(mask & -mask);
    month++;
    day = 1;
  }
  return undefined;
}

/** The first matching time of day from `time` (both in milliseconds), else NONE. Like an odometer: the finest wheel first. */
function firstTimeFrom(pattern: WallPattern, time: number): number {
  const hour = Math.floor(time / HOUR);
  const minute = Math.floor(time / MINUTE) % 60;
  const second = Math.floor(time / SECOND) % 60;
  const { hours, minutes, seconds, milliseconds } = pattern;
  if (has(hours, hour)) {
    if (has(minutes, minute)) {
      if (has(seconds, second)) {
        const ms = firstFrom(milliseconds, time % SECOND);
        if (ms !== NONE) return hour * HOUR + minute * MINUTE + second * SECOND + ms;
      }
      const nextSecond = firstFrom(seconds, second + 1);
      if (nextSecond !== NONE) return hour * HOUR + minute * MINUTE + nextSecond * SECOND + firstFrom(milliseconds, 0);
    }
    const nextMinute = firstFrom(minutes, minute + 1);
    if (nextMinute !== NONE) return hour * HOUR + nextMinute * MINUTE + firstInMinute(pattern);
  }
  const nextHour = firstFrom(hours, hour + 1);
  return nextHour === NONE ? NONE : nextHour * HOUR + firstFrom(minutes, 0) * MINUTE + firstInMinute(pattern);
}

const firstInMinute = ({ seconds, milliseconds }: WallPattern): number =>
  firstFrom(seconds, 0) * SECOND + firstFrom(milliseconds, 0);

/** How many matching wall times are in [from, to). */
export function countWalls(pattern: WallPattern, from: WallTime, to: WallTime): number {
  return to <= from ? 0 : countWallsBefore(pattern, to, from) - countWallsBefore(pattern, from, from);
}

/** Counts from the start of the year of `origin`, so that a short stretch costs at most a few years of months. */
function countWallsBefore(pattern: WallPattern, wall: WallTime, origin: WallTime): number {
  const end = Math.min(Math.max(wall, FIRST_WALL), END_WALL);
  const start = Math.min(Math.max(origin, FIRST_WALL), END_WALL);
  const lastDay = Math.floor(end / DAY);
  const date = dateOf(lastDay);
  const [endYear, endMonth, endDay] = [yearOf(date), monthOf(date), dayOf(date)];
  let days = 0;
  let year = firstFrom(pattern.years, yearOf(dateOf(Math.floor(start / DAY))));
  for (; year !== NONE && year <= endYear; year = firstFrom(pattern.years, year + 1)) {
    for (const month of membersOf(pattern.months)) {
      if (year === endYear && month > endMonth) break;
      const mask = pattern.dayMask(monthLength(year, month), weekdayOf(dayNumber(year, month, 1)));
      const cut = year === endYear && month === endMonth ? ~(-1 << (endDay - 1)) : -1;
      days += bitCount(mask & cut);
    }
  }
  const { hours, minutes, seconds, milliseconds } = pattern;
  const perDay = hours.size * minutes.size * seconds.size * milliseconds.size;
  const today = firstDayFrom(pattern, lastDay) === lastDay ? countTimesBefore(pattern, end - lastDay * DAY) : 0;
  return days * perDay + today;
}

function countTimesBefore({ hours, minutes, seconds, milliseconds }: WallPattern, time: number): number {
  const hour = Math.floor(time / HOUR);
  const minute = Math.floor(time / MINUTE) % 60;
  const second = Math.floor(time / SECOND) % 60;
  const perSecond = milliseconds.size;
  const perMinute = seconds.size * perSecond;
  let count = countBelow(hours, hour) * minutes.size * perMinute;
  if (!has(hours, hour)) return count;
  count += countBelow(minutes, minute) * perMinute;
  if (!has(minutes, minute)) return count;
  count += countBelow(seconds, second) * perSecond;
  return has(seconds, second) ? count + countBelow(milliseconds, time % SECOND) : count;
}

/**
 * Whether any date at all matches. Exact: a year is one of 14 kinds (leap or not, and the weekday of 1 January), and the
 * kind decides which of its dates match, so 14 kinds are examined in place of the years.
 */
export function everMatches(pattern: WallPattern): boolean {
  const fires = new Map<number, boolean>();
  for (const year of membersOf(pattern.years)) {
    const kind = weekdayOf(dayNumber(year, 1, 1)) * 2 + (isLeapYear(year) ? 1 : 0);
    let known = fires.get(kind);
    if (known === undefined) {
      known = yearMatches(pattern, year);
      fires.set(kind, known);
    }
    if (known) return true;
  }
  return false;
}

function yearMatches(pattern: WallPattern, year: number): boolean {
  for (const month of membersOf(pattern.months)) {
    if (pattern.dayMask(monthLength(year, month), weekdayOf(dayNumber(year, month, 1))) !== 0) return true;
  }
  return false;
}
