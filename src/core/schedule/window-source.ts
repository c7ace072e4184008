import { DAY, type DayNumber, dayOfWall, type Instant } from './civil.ts';
import { rangeAt, rangeIndexFrom } from './exceptions.ts';
import type { ExceptRange, Nominal, NominalSource, WindowSpec } from './spec.ts';
import { instantOfWall, wallOf, type Zone } from './zone.ts';

/** The occurrences of `inner` that a window lets through, moved off the excepted days when it says so. */
export function createWindowSource(inner: NominalSource, window: WindowSpec, zone: Zone): NominalSource {
  const days = exceptSource(inner, window, zone);
  const first = window.startAt ?? Number.NEGATIVE_INFINITY;
  const last = window.endAt ?? Number.POSITIVE_INFINITY;
  const { count } = days;
  return {
    after(instant) {
      const nominal = days.after(Math.max(instant, first - 1));
      return nominal !== undefined && nominal.instant <= last ? nominal : undefined;
    },
    ...(count && { count: (from, to) => count(Math.max(from, first - 1), Math.min(to, last)) }),
  };
}

function exceptSource(inner: NominalSource, { except, onExcept }: WindowSpec, zone: Zone): NominalSource {
  if (except.length === 0) return inner;
  return onExcept === 'skip' ? createSkipping(inner, except, zone) : createMoving(inner, except, onExcept, zone);
}

const startOfDay = (zone: Zone, day: DayNumber): Instant => instantOfWall(zone, day * DAY);
const localDay = (zone: Zone, instant: Instant): DayNumber => dayOfWall(wallOf(zone, instant));

function createSkipping(inner: NominalSource, except: readonly ExceptRange[], zone: Zone): NominalSource {
  return {
    after(instant) {
      let nominal = inner.after(instant);
      while (nominal !== undefined) {
        const range = rangeAt(except, localDay(zone, nominal.instant));
        if (range === undefined) return nominal;
        nominal = inner.after(startOfDay(zone, range.to + 1) - 1);
      }
      return undefined;
    },
  };
}

/**
 * Works day by day: the occurrences of a day are its own and those that move onto it from the excepted range beside it.
 * An instant that both give is one occurrence, the day's own.
 */
function createMoving(
  inner: NominalSource,
  except: readonly ExceptRange[],
  onExcept: 'previous' | 'next',
  zone: Zone,
): NominalSource {
  const skipping = createSkipping(inner, except, zone);
  const targetOf = (range: ExceptRange): DayNumber => (onExcept === 'previous' ? range.from - 1 : range.to + 1);

  const rangeMovingTo = (day: DayNumber): ExceptRange | undefined =>
    rangeAt(except, onExcept === 'previous' ? day + 1 : day - 1);

  const firstTargetAfter = (day: DayNumber): DayNumber => {
    for (let index = rangeIndexFrom(except, day); index < except.length; index++) {
      const target = targetOf(except[index]!);
      if (target > day) return target;
    }
    return Number.POSITIVE_INFINITY;
  };

  /** The first occurrence after `instant` that moves from the excepted day `source` to the day `target`. */
  const moved = (source: DayNumber, target: DayNumber, instant: Instant): Nominal | undefined => {
    const shift = (target - source) * DAY;
    const begin = Math.max(source * DAY, wallOf(zone, instant) - shift);
    let nominal = inner.after(instantOfWall(zone, begin) - 1);
    while (nominal !== undefined && localDay(zone, nominal.instant) === source) {
      const landed = instantOfWall(zone, wallOf(zone, nominal.instant) + shift);
      if (landed > instant) return { instant: landed, movedFrom: nominal.instant };
      // Only a fold on the target day comes here: its repeated hour was used up the first time.
      nominal = inner.after(nominal.instant);
    }
    return undefined;
  };

  const firstOnDay = (day: DayNumber, instant: Instant): Nominal | undefined => {
    if (rangeAt(except, day) !== undefined) return undefined;
    const own = inner.after(Math.max(instant, startOfDay(zone, day) - 1));
    let best = own !== undefined && localDay(zone, own.instant) === day ? own : undefined;
    const range = rangeMovingTo(day);
    if (range === undefined) return best;
    for (let source = range.from; source <= range.to; source++) {
      const candidate = moved(source, day, Math.max(instant, startOfDay(zone, day) - 1));
      if (candidate !== undefined && (best === undefined || candidate.instant < best.instant)) best = candidate;
    }
    return best;
  };

  return {
    after(instant) {
      let day = localDay(zone, instant);
      for (;;) {
        const found = firstOnDay(day, instant);
        if (found !== undefined) return found;
        const own = skipping.after(Math.max(instant, startOfDay(zone, day + 1) - 1));
        const ownDay = own === undefined ? Number.POSITIVE_INFINITY : localDay(zone, own.instant);
        day = Math.min(ownDay, firstTargetAfter(day));
        if (day === Number.POSITIVE_INFINITY) return undefined;
      }
    },
  };
}
