import type { ScheduledFlow } from './scheduled-flow.ts';

/** The loaded schedules under the small numbers that a DueFinder works with. */
export interface ScheduleTable {
  readonly size: number;
  keyOf(id: string): number | undefined;
  get(key: number): ScheduledFlow | undefined;
  /** Adds it, or puts it in the place of the one with its id. */
  put(schedule: ScheduledFlow): number;
  /** Begins a new listing: whatever is not `put` or `keep` from here on leaves with `sweep`. */
  beginListing(): void;
  keep(key: number): void;
  /** Takes out what was not listed; the keys that are free again. */
  sweep(): number[];
  all(): IterableIterator<[number, ScheduledFlow]>;
}

export function createScheduleTable(): ScheduleTable {
  const schedules: (ScheduledFlow | undefined)[] = [];
  const keyById = new Map<string, number>();
  const free: number[] = [];
  /** By key: the listing that named it last. */
  const listedIn: number[] = [];
  let listing = 0;

  return {
    get size() {
      return keyById.size;
    },
    keyOf: (id) => keyById.get(id),
    get: (key) => schedules[key],
    put: (schedule) => {
      const key = keyById.get(schedule.id) ?? free.pop() ?? schedules.length;
      keyById.set(schedule.id, key);
      schedules[key] = schedule;
      listedIn[key] = listing;
      return key;
    },
    beginListing: () => {
      listing++;
    },
    keep: (key) => {
      listedIn[key] = listing;
    },
    sweep: () => {
      const gone: number[] = [];
      for (const [id, key] of keyById) {
        if (listedIn[key] === listing) continue;
        gone.push(key);
        keyById.delete(id);
        schedules[key] = undefined;
        free.push(key);
      }
      return gone;
    },
    *all() {
      for (const key of keyById.values()) {
        const schedule = schedules[key];
        if (schedule !== undefined) yield [key, schedule];
      }
    },
  };
}
