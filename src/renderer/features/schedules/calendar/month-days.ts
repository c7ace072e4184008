/** Days are counted from 1970-01-01; months from January of year 0, so that arithmetic is plain. */
const DAY_MS = 86_400_000;

export const dayOfText = (day: string): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
export const textOfDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The day on the clock of this machine. */
export function dayOfInstant(instant: number): number {
  const date = new Date(instant);
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS);
}

export const monthOfDay = (day: number): number => {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

const firstOfMonth = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS;

/** The Monday on or before a day. */
export const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);

/** The first day of the weeks that show a month, and how many days they are. */
export function monthGrid(month: number): { readonly from: number; readonly days: number } {
  const from = mondayOf(firstOfMonth(month));
  const end = mondayOf(firstOfMonth(month + 1) - 1) + 7;
  return { from, days: end - from };
}

const monthFormat = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' });
const dayFormat = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' });
const shortFormat = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });

export const monthName = (month: number): string => monthFormat.format(firstOfMonth(month) * DAY_MS);

/** `Monday 23 November` */
export const dayName = (day: number): string => dayFormat.format(day * DAY_MS).replace(',', '');

/** `23 - 29 Nov 2026` */
export function weekName(from: number): string {
  const [first, last] = [from * DAY_MS, (from + 6) * DAY_MS];
  const isOneMonth = monthOfDay(from) === monthOfDay(from + 6);
  const start = isOneMonth ? String(new Date(first).getUTCDate()) : shortFormat.format(first);
  return `${start} - ${shortFormat.format(last)} ${new Date(last).getUTCFullYear()}`;
}
