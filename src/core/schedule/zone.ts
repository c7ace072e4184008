import { nearest } from '../base/nearest.ts';
import { ok } from '../base/result.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND, type WallTime } from './civil.ts';
import { fail, type ScheduleResult } from './problem.ts';

/**
 * A stretch of time in which a zone keeps one offset. It ends at a clock change, or at an arbitrary instant where nothing
 * changes (`after` equals `offset`); when the last change was less than two days ago, `start` is that change.
 */
export interface Stretch {
  readonly start: Instant;
  readonly end: Instant;
  /** Wall time minus instant, in milliseconds. */
  readonly offset: number;
  /** The offset just before `start`: smaller means a gap of wall times here, larger means a fold. */
  readonly before: number;
  /** The offset from `end` on. */
  readonly after: number;
}

export interface Zone {
  readonly name: string;
  /** The stretch that holds an instant (a finite one). */
  stretchAt(instant: Instant): Stretch;
}

/** One year and a bit: what is computed and cached at a time. */
const CHUNK = 400 * DAY;
/** Chunks know the changes this far beyond their edges. */
const MARGIN = 2 * DAY;
/**
 * Offsets are compared at this distance and the change between two that differ is found by halving. The closest two
 * changes of any zone since 1900 are a week apart, so that none is overlooked.
 */
const SAMPLE = 4 * DAY;
const MAX_CACHED_CHUNKS = 10_000;
/** No zone was ever further from UTC (Manila and Alaska before 1870 were closest). */
const MAX_OFFSET = 16 * HOUR;

/** The first instant at which the wall shows `wall`; for a wall time in a gap, the first instant after the gap. */
export function instantOfWall(zone: Zone, wall: WallTime): Instant {
  let stretch = zone.stretchAt(wall - MAX_OFFSET);
  while (wall >= stretch.end + stretch.offset) stretch = zone.stretchAt(stretch.end);
  return Math.max(wall - stretch.offset, stretch.start);
}

export const wallOf = (zone: Zone, instant: Instant): WallTime => instant + zone.stretchAt(instant).offset;

const zonesByName = new Map<string, Zone>();

/** Finds a zone by its IANA name (any case), or as a fixed offset such as `+02:00`. Error: `zone-unknown`, with a suggestion. */
export function findZone(name: string): ScheduleResult<Zone> {
  const known = zonesByName.get(name);
  if (known !== undefined) return ok(known);
  const zone = fixedZone(name) ?? namedZone(name);
  if (zone === undefined) return unknownZone(name);
  zonesByName.set(name, zone);
  return ok(zone);
}

function fixedZone(name: string): Zone | undefined {
  if (/^(utc|etc\/utc|z)$/i.test(name)) return constantZone('UTC', 0);
  const match = /^([+-])(\d\d):([0-5]\d)$/.exec(name);
  if (match === null || Number(match[2]) > 15) return undefined;
  return constantZone(name, (match[1] === '-' ? -1 : 1) * (Number(match[2]) * HOUR + Number(match[3]) * MINUTE));
}

function constantZone(name: string, offset: number): Zone {
  const always: Stretch = {
    start: Number.NEGATIVE_INFINITY,
    end: Number.POSITIVE_INFINITY,
    offset,
    before: offset,
    after: offset,
  };
  return { name, stretchAt: () => always };
}

function namedZone(name: string): Zone | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset', year: 'numeric' });
  } catch {
    return undefined;
  }
  const chunks = new Map<number, readonly Stretch[]>();
  let latest: Stretch | undefined;
  let latestFrom = 0;
  let latestTo = 0;
  return {
    name: format.resolvedOptions().timeZone,
    stretchAt(instant) {
      // Schedules ask for neighbouring instants: the last answer serves nearly always. The margins are not used for this,
      // so that `start` keeps its promise.
      if (latest !== undefined && instant >= latestFrom && instant < latestTo) return latest;
      const index = Math.floor(instant / CHUNK);
      let chunk = chunks.get(index);
      if (chunk === undefined) {
        if (chunks.size >= MAX_CACHED_CHUNKS) chunks.clear();
        chunk = stretchesOf(format, index * CHUNK - MARGIN, (index + 1) * CHUNK + MARGIN);
        chunks.set(index, chunk);
      }
      const stretch = chunk.find(({ end }) => instant < end);
      if (stretch === undefined) throw new RangeError(`${instant} is not an instant`);
      latest = stretch;
      latestFrom = Math.max(stretch.start, index * CHUNK);
      latestTo = Math.min(stretch.end, (index + 1) * CHUNK);
      return stretch;
    },
  };
}

function stretchesOf(format: Intl.DateTimeFormat, from: Instant, to: Instant): Stretch[] {
  const stretches: Stretch[] = [];
  let start = from;
  let offset = offsetAt(format, from);
  let before = offset;
  for (let sampled = from; sampled < to; ) {
    const next = Math.min(sampled + SAMPLE, to);
    const after = offsetAt(format, next);
    if (after !== offset) {
      const change = changeBetween(format, sampled, next, offset);
      stretches.push({ start, end: change, offset, before, after });
      start = change;
      before = offset;
      offset = after;
    }
    sampled = next;
  }
  stretches.push({ start, end: to, offset, before, after: offset });
  return stretches;
}

/** The first instant in (low, high] with another offset than `offset`; clocks change at whole seconds. */
function changeBetween(format: Intl.DateTimeFormat, low: Instant, high: Instant, offset: number): Instant {
  let same = low / SECOND;
  let different = high / SECOND;
  while (different - same > 1) {
    const middle = Math.floor((same + different) / 2);
    if (offsetAt(format, middle * SECOND) === offset) same = middle;
    else different = middle;
  }
  return different * SECOND;
}

/** Reads the end of `3/9/2025, GMT-05:00` (`GMT` alone and, long ago, `GMT-04:56:02` occur too). */
function offsetAt(format: Intl.DateTimeFormat, instant: Instant): number {
  const text = format.format(instant);
  const sign = text.indexOf('GMT') + 3;
  if (text.length === sign) return 0;
  const two = (at: number): number => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
  const seconds = text.length > sign + 6 ? two(sign + 7) : 0;
  const size = two(sign + 1) * HOUR + two(sign + 4) * MINUTE + seconds * SECOND;
  return text.charAt(sign) === '-' ? -size : size;
}

function unknownZone(name: string) {
  const zones = Intl.supportedValuesOf('timeZone');
  const city = name.toLowerCase().replace(/[ -]/g, '_');
  const suggestion = zones.find((zone) => zone.toLowerCase().endsWith(`/${city}`)) ?? nearest(name, [...zones, 'UTC']);
  const hint =
    suggestion === undefined
      ? 'use a name of the IANA database such as Europe/Berlin, or an offset such as +02:00'
      : `did you mean \`${suggestion}\`?`;
  return fail('zone-unknown', `\`${name}\` is not a time zone: ${hint}`);
}
