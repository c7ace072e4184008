const DAY_MS = 86_400_000;

/** Days are counted from 1970-01-01, so that arithmetic is plain. */
export const dayOfText = (day: string): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
export const textOfDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The day on the clock of this machine. */
export function dayOfInstant(instant: number): number {
  const date = new Date(instant);
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS);
}

/** The Monday on or before a day. */
export const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);

export const dayOfMonth = (day: number): number => new Date(day * DAY_MS).getUTCDate();

/** Months in turn look different, so that their ends are seen. */
export const isOddMonth = (day: number): boolean => new Date(day * DAY_MS).getUTCMonth() % 2 === 1;

const nameFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
const shortFormat = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });

/** `Monday 23 November` */
export const dayName = (day: number): string => nameFormat.format(day * DAY_MS).replace(',', '');

/** `1 Dec` */
export const shortDayName = (day: number): string => shortFormat.format(day * DAY_MS);

/** `23 Nov - 29 Nov 2026` */
export function spanName(from: number, days: number): string {
  const last = from + days - 1;
  return `${shortDayName(from)} - ${shortDayName(last)} ${new Date(last * DAY_MS).getUTCFullYear()}`;
}
