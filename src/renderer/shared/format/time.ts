const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `now`, `40 s ago`, `12 min ago`, `3 h ago`, `yesterday`, `5 days ago`, then the date. */
export function formatRelative(instant: number, now: number): string {
  const age = now - instant;
  if (age < 5_000) return 'now';
  if (age < MINUTE) return `${Math.floor(age / 1000)} s ago`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  const days = dayNumber(now) - dayNumber(instant);
  if (days <= 1) return 'yesterday';
  if (days < 14) return `${days} days ago`;
  return dateFormat.format(instant);
}

/** The exact local time with milliseconds, for hovers: `14 May 2025, 09:03:07.120`. */
export const formatExact = (instant: number): string => exactFormat.format(instant);

/** The time of day in milliseconds, after the date when it is not today's. */
export const formatClock = (instant: number, now: number): string =>
  dayNumber(instant) === dayNumber(now) ? clockFormat.format(instant) : exactFormat.format(instant);

/** `Today`, `Yesterday`, `This week`, `Earlier`: the heading under which a list shows an instant. */
export function dayGroup(instant: number, now: number): 'Today' | 'Yesterday' | 'This week' | 'Earlier' {
  const days = dayNumber(now) - dayNumber(instant);
  if (days <= 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return days < 7 ? 'This week' : 'Earlier';
}

/** Counts local days, so that differences are right across a change of clocks. */
function dayNumber(instant: number): number {
  const date = new Date(instant);
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY);
}

const dateFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const exactFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const clockFormat = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
