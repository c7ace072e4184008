import type { Milliseconds } from '../../../core/base/duration.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `now`, `in less than a minute`, `in 5 min`, `in 2 h 10 min`, `in 3 days`: exact enough for a menu that is renewed each minute. */
export function countdown(left: Milliseconds): string {
  if (left <= 0) return 'now';
  if (left < MINUTE) return 'in less than a minute';
  if (left < HOUR) return `in ${Math.floor(left / MINUTE)} min`;
  if (left < 2 * DAY) {
    const minutes = Math.floor((left % HOUR) / MINUTE);
    return `in ${Math.floor(left / HOUR)} h${minutes > 0 ? ` ${minutes} min` : ''}`;
  }
  return `in ${Math.floor(left / DAY)} days`;
}
