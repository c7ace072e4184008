import type { AgendaDay, LocalOccurrence } from '../../../../contract/schedules.ts';

/** A fire in the grid of a week, in parts of the column of its day. */
export interface PlacedFire {
  readonly scheduleId: string;
  readonly occurrence: LocalOccurrence;
  /** 0 is midnight, 1 the next one. */
  readonly top: number;
  /** Beside others at about the same time: which lane of how many. */
  readonly lane: number;
  readonly lanes: number;
}

export interface WeekDay {
  readonly fires: readonly PlacedFire[];
  /** Schedules that fire too often to be shown one by one, with how often. */
  readonly frequent: readonly { readonly scheduleId: string; readonly count: number }[];
}

const MINUTES = 24 * 60;

/** Places the fires of a day. Those that are closer than `height` (in parts of a day) stand side by side. */
export function layoutDay(day: Pick<AgendaDay, 'entries'>, height: number): WeekDay {
  const shown = day.entries.filter(({ count, occurrences }) => count === occurrences.length);
  const frequent = day.entries
    .filter(({ count, occurrences }) => count > occurrences.length)
    .map(({ scheduleId, count }) => ({ scheduleId, count }));
  const fires = shown
    .flatMap(({ scheduleId, occurrences }) =>
      occurrences.map((occurrence) => ({ scheduleId, occurrence, top: topOf(occurrence) })),
    )
    .sort((a, b) => a.top - b.top);
  const placed: PlacedFire[] = [];
  for (let start = 0; start < fires.length; ) {
    // A group ends where the next fire begins below all that stand so far.
    const ends: number[] = [];
    const lanes: number[] = [];
    let end = start;
    for (; end < fires.length; end++) {
      const { top } = fires[end]!;
      if (end > start && ends.every((bottom) => bottom <= top)) break;
      const free = ends.findIndex((bottom) => bottom <= top);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = top + height;
      lanes.push(lane);
    }
    for (let i = start; i < end; i++) placed.push({ ...fires[i]!, lane: lanes[i - start]!, lanes: ends.length });
    start = end;
  }
  return { fires: placed, frequent };
}

/** Where the wall clock stands. */
function topOf({ wall }: LocalOccurrence): number {
  const [hours = 0, minutes = 0] = wall.slice(11, 16).split(':').map(Number);
  return (hours * 60 + minutes) / MINUTES;
}
