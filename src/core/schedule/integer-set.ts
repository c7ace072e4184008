/** A fixed set of small whole numbers as a bitset: the values that one field of a schedule accepts. */
export interface IntegerSet {
  readonly min: number;
  readonly max: number;
  readonly size: number;
  /** Bit i of the whole stands for the value `min + i`. */
  readonly words: Uint32Array;
}

/** What `firstFrom` answers when there is none; no field has negative values. */
export const NONE = -1;

export function createIntegerSet(min: number, max: number, values: Iterable<number>): IntegerSet {
  const words = new Uint32Array(((max - min) >>> 5) + 1);
  let size = 0;
  for (const value of values) {
    if (value < min || value > max) continue;
    const bit = value - min;
    const mask = 1 << (bit & 31);
    if ((words[bit >>> 5]! & mask) !== 0) continue;
    words[bit >>> 5]! |= mask;
    size++;
  }
  return { min, max, size, words };
}

export const isFull = (set: IntegerSet): boolean => set.size === set.max - set.min + 1;

export function has(set: IntegerSet, value: number): boolean {
  if (value < set.min || value > set.max) return false;
  const bit = value - set.min;
  return (set.words[bit >>> 5]! & (1 << (bit & 31))) !== 0;
}

/** The smallest member that is `value` or more, else NONE. */
export function firstFrom(set: IntegerSet, value: number): number {
  if (value > set.max) return NONE;
  const from = value < set.min ? 0 : value - set.min;
  const { words } = set;
  let index = from >>> 5;
  let word = words[index]! & (-1 << (from & 31));
  while (word === 0) {
    if (++index >= words.length) return NONE;
    word = words[index]!;
  }
  return set.min + (index << 5) + 31 - Math.clz32(word & -word);
}

/** How many members are below `value`. */
export function countBelow(set: IntegerSet, value: number): number {
  if (value <= set.min) return 0;
  if (value > set.max) return set.size;
  const end = value - set.min;
  let count = 0;
  for (let index = 0; index < end >>> 5; index++) count += bitCount(set.words[index]!);
  return (end & 31) === 0 ? count : count + bitCount(set.words[end >>> 5]! & ~(-1 << (end & 31)));
}

export function* membersOf(set: IntegerSet): Generator<number> {
  for (let value = firstFrom(set, set.min); value !== NONE; value = firstFrom(set, value + 1)) yield value;
}

export function bitCount(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}
