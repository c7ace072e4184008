/**
 * The proleptic Gregorian calendar in whole numbers.
 * A **day number** counts days from 1970-01-01; a **wall time** is the milliseconds from 1970-01-01T00:00 as a clock on
 * the wall counts them, so it knows no zone: `wall = instant + offset of the zone at that instant`.
 */
export type DayNumber = number;
export type WallTime = number;
/** Milliseconds since the Unix epoch. */
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

export const FIRST_YEAR = 1;
export const LAST_YEAR = 9999;

/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_SHIFT = 719_468;
const DAYS_IN_ERA = 146_097;

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

export const monthLength = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;

/**
 * Years are counted from 1 March, so that the leap day is the last of its year and the months before it have a fixed
 * pattern of lengths (153 days in five months); 400 years are one era of 146,097 days.
 */
export function dayNumber(year: number, month: number, day: number): DayNumber {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + (yearOfEra >> 2) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_IN_ERA + dayOfEra - EPOCH_SHIFT;
}

/** A date packed in one small integer (no allocation in the evaluator's inner loop): read it with the three functions below. */
export type PackedDate = number;

export function dateOf(days: DayNumber): PackedDate {
  const shifted = days + EPOCH_SHIFT;
  const era = Math.floor(shifted / DAYS_IN_ERA);
  const dayOfEra = shifted - era * DAYS_IN_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return year * 512 + month * 32 + day;
}

export const yearOf = (date: PackedDate): number => Math.floor(date / 512);
export const monthOf = (date: PackedDate): number => (date >> 5) & 15;
export const dayOf = (date: PackedDate): number => date & 31;

/** ISO: Monday is 1, Sunday is 7. */
export const weekdayOf = (days: DayNumber): number => ((((days + 3) % 7) + 7) % 7) + 1;

export const dayOfWall = (wall: WallTime): DayNumber => Math.floor(wall / DAY);

export const FIRST_WALL: WallTime = dayNumber(FIRST_YEAR, 1, 1) * DAY;
/** The first wall time past the last supported year. */
export const END_WALL: WallTime = dayNumber(LAST_YEAR + 1, 1, 1) * DAY;

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

/** `2025-03-09` */
export function formatDay(days: DayNumber): string {
  const date = dateOf(days);
  return `${pad(yearOf(date), 4)}-${pad(monthOf(date), 2)}-${pad(dayOf(date), 2)}`;
}

/** `2025-03-09T02:30:00.000`: a wall time has no offset. */
export function formatWall(wall: WallTime): string {
  const days = dayOfWall(wall);
  const time = wall - days * DAY;
  const clock = [HOUR, MINUTE, SECOND]
    .map((unit, i) => pad(Math.floor(time / unit) % (i === 0 ? 24 : 60), 2))
    .join(':');
  return `${formatDay(days)}T${clock}.${pad(time % SECOND, 3)}`;
}
