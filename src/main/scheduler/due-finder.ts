import type { Instant } from '../../core/schedule/index.ts';

/**
 * Finds what is due. A key is a small whole number that names a schedule: they are given out from 0 on and used again, so
 * that arrays may be indexed by them.
 */
export interface DueFinder {
  /** The schedule is due at this instant, and no longer at the one it had. */
  set(key: number, at: Instant): void;
  remove(key: number): void;
  /** When something is due next; undefined while nothing is. */
  earliest(): Instant | undefined;
  /** Takes out what is due at `now`, the earliest first, at most `limit`. */
  take(now: Instant, limit: number): number[];
  readonly size: number;
}

const NOWHERE = -1;
const FIRST_CAPACITY = 1024;

/**
 * A binary heap in typed arrays: 16 bytes a schedule, so that a million of them cost little. Of equal instants the lower
 * key comes first, which makes the order of a simulation the same each time.
 */
export function createHeapFinder(): DueFinder {
  let keys = new Int32Array(FIRST_CAPACITY);
  let size = 0;
  /** By key: when it is due, and where in the heap it stands. */
  let dueAt = new Float64Array(FIRST_CAPACITY);
  let places = new Int32Array(FIRST_CAPACITY).fill(NOWHERE);

  const isBefore = (a: number, b: number): boolean => {
    const difference = dueAt[a]! - dueAt[b]!;
    return difference < 0 || (difference === 0 && a < b);
  };

  const put = (place: number, key: number) => {
    keys[place] = key;
    places[key] = place;
  };

  const rise = (from: number) => {
    const key = keys[from]!;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(key, keys[parent]!)) break;
      put(place, keys[parent]!);
      place = parent;
    }
    put(place, key);
  };

  const sink = (from: number) => {
    const key = keys[from]!;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && isBefore(keys[child + 1]!, keys[child]!)) child++;
      if (!isBefore(keys[child]!, key)) break;
      put(place, keys[child]!);
      place = child;
    }
    put(place, key);
  };

  const makeRoom = (key: number) => {
    if (key < places.length) return;
    const capacity = Math.max(key + 1, Math.ceil(places.length * 1.5));
    const morePlaces = new Int32Array(capacity).fill(NOWHERE);
    morePlaces.set(places);
    places = morePlaces;
    dueAt = grown(dueAt, new Float64Array(capacity));
    keys = grown(keys, new Int32Array(capacity));
  };

  const remove = (key: number) => {
    const place = places[key] ?? NOWHERE;
    if (place === NOWHERE) return;
    places[key] = NOWHERE;
    size--;
    if (place === size) return;
    const moved = keys[size]!;
    put(place, moved);
    sink(place);
    rise(places[moved]!);
  };

  return {
    set: (key, at) => {
      makeRoom(key);
      dueAt[key] = at;
      if (places[key] === NOWHERE) put(size++, key);
      rise(places[key]!);
      sink(places[key]!);
    },
    remove,
    earliest: () => (size === 0 ? undefined : dueAt[keys[0]!]),
    take: (now, limit) => {
      const due: number[] = [];
      while (size > 0 && due.length < limit && dueAt[keys[0]!]! <= now) {
        const key = keys[0]!;
        remove(key);
        due.push(key);
      }
      return due;
    },
    get size() {
      return size;
    },
  };
}

function grown<A extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(from: A, to: A): A {
  to.set(from);
  return to;
}
