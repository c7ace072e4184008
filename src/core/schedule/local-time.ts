import { formatWall, HOUR, type Instant, MINUTE } from './civil.ts';
import { instantOfWall, type Zone } from './zone.ts';

/** An instant as clocks in a zone show it. */
export interface LocalTime {
  /** `2025-03-09T02:30:00.000` */
  readonly wall: string;
  /** `+01:00` */
  readonly offset: string;
  /** The clocks were set back, and show this for the second time. */
  readonly repeated: boolean;
}

export function localTime(zone: Zone, instant: Instant): LocalTime {
  const stretch = zone.stretchAt(instant);
  const { offset, start, before } = stretch;
  const repeated = before > offset && instant + offset < start + before;
  return { wall: formatWall(instant + offset), offset: offsetText(offset), repeated };
}

/** `+05:30`; with seconds where there are any, as in the local mean times of long ago. */
export function offsetText(offset: number): string {
  const size = Math.abs(offset);
  const parts = [Math.floor(size / HOUR), Math.floor((size % HOUR) / MINUTE), Math.floor((size % MINUTE) / 1_000)];
  const [hours, minutes, seconds] = parts.map((part) => String(part).padStart(2, '0'));
  return `${offset < 0 ? '-' : '+'}${hours}:${minutes}${seconds === '00' ? '' : `:${seconds}`}`;
}

/** Clocks of a zone are set forward or back. */
export interface ClockChange {
  readonly at: Instant;
  /** Wall time minus instant, in milliseconds, before and after. */
  readonly before: number;
  readonly after: number;
}

/** Every change with `from < at <= to`, in order. */
export function clockChanges(zone: Zone, from: Instant, to: Instant): ClockChange[] {
  const changes: ClockChange[] = [];
  for (let { end, offset, after } = zone.stretchAt(from); end <= to; { end, offset, after } = zone.stretchAt(end)) {
    if (after !== offset) changes.push({ at: end, before: offset, after });
  }
  return changes;
}

/** The first instant of a day (days from 1970-01-01) in a zone; where midnight does not exist, the first after it. */
export const startOfDay = (zone: Zone, day: number): Instant => instantOfWall(zone, day * 24 * HOUR);
