const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far ahead an instant is: `now`, `in 40 s`, `in 12 min`, `in 3 h 20 min`, `in 5 days`, then the date. */
export function formatUntil(instant: number, now: number): string {
  const rest = instant - now;
  if (rest < SECOND) return 'now';
  if (rest < MINUTE) return `in ${Math.ceil(rest / SECOND)} s`;
  if (rest < HOUR) return `in ${Math.floor(rest / MINUTE)} min`;
  if (rest < DAY) {
    const minutes = Math.floor((rest % HOUR) / MINUTE);
    return `in ${Math.floor(rest / HOUR)} h${minutes > 0 ? ` ${minutes} min` : ''}`;
  }
  const days = Math.round(rest / DAY);
  return days < 60 ? `in ${days} ${days === 1 ? 'day' : 'days'}` : dateFormat.format(instant);
}

/** How soon the words of `formatUntil` are other ones, for a timer. */
export const untilPeriod = (rest: number): number => (rest < 2 * MINUTE ? SECOND : 30 * SECOND);

/** A length of time in its one or two largest units: `45 s`, `3 h 20 min`, `2 d 4 h`. */
export function formatLength(milliseconds: number): string {
  const units = [
    ['d', DAY],
    ['h', HOUR],
    ['min', MINUTE],
    ['s', SECOND],
  ] as const;
  const at = units.findIndex(([, size]) => milliseconds >= size);
  const [name, size] = units[at] ?? ['ms', 1];
  const whole = Math.floor(milliseconds / size);
  const [nextName, nextSize] = units[at + 1] ?? ['', 0];
  const rest = at < 0 || nextSize === 0 ? 0 : Math.floor((milliseconds % size) / nextSize);
  return `${whole} ${name}${rest > 0 ? ` ${rest} ${nextName}` : ''}`;
}

/** `86,400` */
export const formatNumber = (value: number): string => numberFormat.format(value);

const zoned = new Map<string, Intl.DateTimeFormat>();

/** `Mon 23 Nov 2026, 03:00:00 +01:00` on a clock in a zone. */
export function formatInZone(instant: number, zone: string): string {
  let format = zoned.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    });
    zoned.set(zone, format);
  }
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const offset = part('timeZoneName').replace('GMT', '') || '+00:00';
  const day = `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}`;
  return `${day}, ${part('hour')}:${part('minute')}:${part('second')} ${offset}`;
}

/** The time of day in `2026-03-29T03:00:00.000`, as exactly as it needs to be: `03:00`, `03:00:15`, `03:00:15.250`. */
export function timeOfWall(wall: string): string {
  const time = wall.slice(11);
  if (!time.endsWith('.000')) return time;
  return time.endsWith(':00.000') ? time.slice(0, 5) : time.slice(0, 8);
}

/** `Europe/Berlin` as the city alone: `Berlin`. */
export const shortZone = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');

/** What a change of clocks does: `Clocks go forward 1 h`. Offsets are like `+01:00`. */
export function changeWords({ before, after }: { readonly before: string; readonly after: string }): string {
  const difference = minutesOf(after) - minutesOf(before);
  return `Clocks go ${difference > 0 ? 'forward' : 'back'} ${formatLength(Math.abs(difference) * MINUTE)}`;
}

function minutesOf(offset: string): number {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

const dateFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const numberFormat = new Intl.NumberFormat('en');
