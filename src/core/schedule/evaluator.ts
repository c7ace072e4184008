import {
  DAY,
  dateOf,
  dayOf,
  dayOfWall,
  END_WALL,
  FIRST_WALL,
  HOUR,
  type Instant,
  MINUTE,
  monthOf,
  SECOND,
  weekdayOf,
  yearOf,
} from './civil.ts';
import type { FieldName } from './fields.ts';
import { jittered, jitterOfFields } from './jitter.ts';
import { lastBefore } from './last-before.ts';
import type { Nominal, NominalSource, Occurrence, ScheduleContext, ScheduleSpec, TimingSpec } from './spec.ts';
import { createWallPattern } from './wall-pattern.ts';
import { createWallSource } from './wall-source.ts';
import { createWindowSource } from './window-source.ts';
import { findZone, wallOf, type Zone } from './zone.ts';

/** A schedule with all that it depends on filled in, ready to answer. */
export interface BoundSchedule {
  /** The first occurrence whose nominal instant is strictly after `instant`; null when there is none any more. */
  next(instant: Instant): Occurrence | null;
  /** The last occurrence whose nominal instant is strictly before `instant`. */
  previous(instant: Instant): Occurrence | null;
  /** Every occurrence with `from < nominal <= to`, at most `limit`: what repeated `next` gives, so windows that touch share none. */
  between(from: Instant, to: Instant, limit?: number): Occurrence[];
  /** How many `between` would give; without walking them where the schedule allows it. */
  count(from: Instant, to: Instant): number;
}

/** Supported instants: years 1 to 9999, with room for every offset. */
const FIRST_INSTANT = FIRST_WALL - DAY;
const END_INSTANT = END_WALL + DAY;

/** Fills in anchor, zone and seed. Throws a RangeError for a zone that `findZone` refuses: check it when loading. */
export function bindSchedule(spec: ScheduleSpec, context: ScheduleContext): BoundSchedule {
  const found = findZone(context.zone);
  if (!found.ok) throw new RangeError(found.error.message);
  const zone = found.value;
  const window = spec.kind === 'window' ? spec : undefined;
  const timing = spec.kind === 'window' ? spec.timing : spec;
  const timingSource = sourceOf(timing, window?.startAt ?? context.anchor, zone, context.seed);
  const source = window === undefined ? timingSource : createWindowSource(timingSource, window, zone);
  const jitterMs = jitterOf(spec);
  const runsLeft =
    window?.maxRuns === undefined ? Number.POSITIVE_INFINITY : Math.max(0, window.maxRuns - (context.runs ?? 0));

  const nominalAfter = (instant: Instant): Nominal | undefined =>
    instant >= END_INSTANT ? undefined : source.after(Math.max(instant, FIRST_INSTANT));

  const occurrence = (nominal: Nominal): Occurrence => {
    const { instant, gap, movedFrom } = nominal;
    const fireAt = jitterMs === 0 ? instant : jittered(instant, nominalAfter(instant)?.instant, jitterMs, context.seed);
    return {
      nominal: instant,
      fireAt,
      ...(gap !== undefined && { gap }),
      ...(movedFrom !== undefined && { movedFrom }),
    };
  };

  const walk = (from: Instant, to: Instant, limit: number): Nominal[] => {
    const found: Nominal[] = [];
    let nominal = nominalAfter(from);
    while (nominal !== undefined && nominal.instant <= to && found.length < limit) {
      found.push(nominal);
      nominal = nominalAfter(nominal.instant);
    }
    return found;
  };

  return {
    next(instant) {
      const nominal = runsLeft > 0 ? nominalAfter(instant) : undefined;
      return nominal === undefined ? null : occurrence(nominal);
    },
    previous(instant) {
      const last = lastBefore((value) => nominalAfter(value)?.instant, Math.min(instant, END_INSTANT), FIRST_INSTANT);
      return last === undefined ? null : occurrence(nominalAfter(last - 1)!);
    },
    between: (from, to, limit = Number.POSITIVE_INFINITY) => walk(from, to, Math.min(limit, runsLeft)).map(occurrence),
    count(from, to) {
      const [first, last] = [Math.max(from, FIRST_INSTANT), Math.min(to, END_INSTANT)];
      const all = source.count?.(first, last) ?? walk(first, last, runsLeft).length;
      return Math.min(all, runsLeft);
    },
  };
}

function jitterOf(spec: ScheduleSpec): number {
  if (spec.kind === 'window') return (spec.jitterMs ?? 0) + jitterOf(spec.timing);
  return spec.kind === 'calendar' || spec.kind === 'cron' ? jitterOfFields(spec.fields) : 0;
}

function sourceOf(timing: TimingSpec, anchor: Instant, zone: Zone, seed: string): NominalSource {
  switch (timing.kind) {
    case 'every':
      return createEverySource(timing.everyMs, timing.offsetMs);
    case 'at':
      return {
        after: (instant) => (timing.at > instant ? { instant: timing.at } : undefined),
        count: (from, to) => (timing.at > from && timing.at <= to ? 1 : 0),
      };
    case 'cron':
    case 'calendar': {
      const resolution = { anchor: fieldsOfInstant(zone, anchor), seed };
      return createWallSource(createWallPattern(timing.fields, timing.dayRule, resolution), zone);
    }
  }
}

function createEverySource(everyMs: number, offsetMs: number): NominalSource {
  const indexAt = (instant: Instant): number => Math.floor((instant - offsetMs) / everyMs);
  return {
    after: (instant) => ({ instant: (indexAt(instant) + 1) * everyMs + offsetMs }),
    count: (from, to) => Math.max(0, indexAt(to) - indexAt(from)),
  };
}

/** What the fields of an instant are on a wall in the zone: `identity` takes them. */
function fieldsOfInstant(zone: Zone, instant: Instant): Record<FieldName, number> {
  const wall = wallOf(zone, instant);
  const days = dayOfWall(wall);
  const date = dateOf(days);
  const time = wall - days * DAY;
  return {
    year: yearOf(date),
    month: monthOf(date),
    day: dayOf(date),
    weekday: weekdayOf(days),
    hour: Math.floor(time / HOUR),
    minute: Math.floor(time / MINUTE) % 60,
    second: Math.floor(time / SECOND) % 60,
    millisecond: time % SECOND,
  };
}
