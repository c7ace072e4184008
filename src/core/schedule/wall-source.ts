import { DAY, formatWall, type Instant } from './civil.ts';
import { lastBefore } from './last-before.ts';
import type { GapMerge, Nominal, NominalSource } from './spec.ts';
import { countWalls, firstWallFrom, matchesWall, type WallPattern } from './wall-pattern.ts';
import { instantOfWall, type Stretch, type Zone } from './zone.ts';

/**
 * Maps the wall times of a pattern to instants.
 * A schedule that matches every hour runs by elapsed time: each instant whose wall time matches, so nothing in a gap and
 * both sides of a fold. Any other fires once for a wall time: the first of two in a fold, and at the end of a gap for all
 * that the gap swallowed.
 */
export const createWallSource = (pattern: WallPattern, zone: Zone): NominalSource =>
  pattern.everyHour ? createElapsedSource(pattern, zone) : createOncePerWallSource(pattern, zone);

/** The fold at the start of a stretch repeats wall times up to here; without a fold it is no later than the start. */
const repeatedUntil = (stretch: Stretch): number => stretch.start + stretch.before;

function createOncePerWallSource(pattern: WallPattern, zone: Zone): NominalSource {
  return {
    after(instant) {
      const stretch = zone.stretchAt(instant);
      const wall = firstWallFrom(pattern, Math.max(instant + stretch.offset + 1, repeatedUntil(stretch)));
      if (wall === undefined) return undefined;
      const found = instantOfWall(zone, wall);
      const landed = zone.stretchAt(found);
      return found + landed.offset === wall ? { instant: found } : { instant: found, gap: gapMerge(pattern, landed) };
    },
    count: (from, to) =>
      countByStretch(zone, from, to, (stretch, first, end) => {
        const fresh = Math.max(first, repeatedUntil(stretch));
        const counted = countWalls(pattern, fresh, end);
        const gapStart = stretch.start + stretch.before;
        const gapEnd = stretch.start + stretch.offset;
        const startsAtGapEnd = first === gapEnd && gapStart < gapEnd;
        if (!startsAtGapEnd || matchesWall(pattern, gapEnd)) return counted;
        return counted + (countWalls(pattern, gapStart, gapEnd) > 0 ? 1 : 0);
      }),
  };
}

/** `stretch` begins with a gap that holds at least one wall time of the pattern. */
function gapMerge(pattern: WallPattern, stretch: Stretch): GapMerge {
  const start = stretch.start + stretch.before;
  const end = stretch.start + stretch.offset;
  const count = countWalls(pattern, start, end);
  const first = firstWallFrom(pattern, start)!;
  const last = lastBefore((wall) => firstWallFrom(pattern, wall + 1), end, start - 1)!;
  return {
    count,
    merged: matchesWall(pattern, end) ? count : count - 1,
    first: formatWall(first),
    last: formatWall(last),
  };
}

/** Beyond this distance from a clock change none of the wall times near it can come again. */
const FAR = 3 * DAY;

function createElapsedSource(pattern: WallPattern, zone: Zone): NominalSource {
  return {
    after(instant): Nominal | undefined {
      let stretch = zone.stretchAt(instant);
      let from = instant + stretch.offset + 1;
      for (;;) {
        const wall = firstWallFrom(pattern, from);
        const wallEnd = stretch.end + stretch.offset;
        if (wall !== undefined && wall < wallEnd) return { instant: wall - stretch.offset };
        const folds = stretch.after < stretch.offset;
        if (wall === undefined && !folds) return undefined;
        if (wall !== undefined && !folds && wall > wallEnd + FAR) {
          // Nothing matches for days, so nothing can be repeated by a fold on the way: go near it in one step.
          stretch = zone.stretchAt(wall - 2 * DAY);
          from = wall;
        } else {
          const { end } = stretch;
          stretch = zone.stretchAt(end);
          from = end + stretch.offset;
        }
      }
    },
    count: (from, to) => countByStretch(zone, from, to, (_, first, end) => countWalls(pattern, first, end)),
  };
}

/** Sums over the stretches that meet (from, to]; `count` gets the wall times [first, end) of each one's part. */
function countByStretch(
  zone: Zone,
  from: Instant,
  to: Instant,
  count: (stretch: Stretch, first: number, end: number) => number,
): number {
  let total = 0;
  for (let at = from + 1; at <= to; ) {
    const stretch = zone.stretchAt(at);
    const end = Math.min(stretch.end, to + 1);
    total += count(stretch, at + stretch.offset, end + stretch.offset);
    at = end;
  }
  return total;
}
