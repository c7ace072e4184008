/**
 * Finds many byte patterns in one pass (Aho and Corasick, 1975): a tree of the patterns, in which each node also knows the node
 * of its longest proper suffix. Children are kept as lists, so that the size grows with the patterns alone.
 */
export interface Automaton {
  /** The node after reading a byte at a node; 0 is the root. */
  step(node: number, byte: number): number;
  /** Length of the longest pattern that ends at a node; 0 when none does. */
  readonly found: Int32Array;
  /** Length of the longest suffix of what was read that is a proper prefix of a pattern: it may become a match yet. */
  readonly open: Int32Array;
  /**
   * First position from `from` on, below `to`, at which a pattern may begin, or `to - shortest + 1` or later when none does. To be
   * asked at the root only.
   */
  skip(bytes: Uint8Array, from: number, to: number): number;
}

/** The window of the skip loop: with longer ones, long patterns make no table better. */
const LONGEST_WINDOW = 8;

export function createAutomaton(patterns: readonly Uint8Array[]): Automaton {
  const size = patterns.reduce((sum, pattern) => sum + pattern.length, 1);
  const byteOf = new Uint8Array(size);
  const firstChild = new Int32Array(size);
  const nextSibling = new Int32Array(size);
  const suffix = new Int32Array(size);
  const found = new Int32Array(size);
  const open = new Int32Array(size);
  const depth = new Int32Array(size);
  let count = 1;

  const childOf = (node: number, byte: number): number => {
    let child = firstChild[node] as number;
    while (child !== 0 && byteOf[child] !== byte) child = nextSibling[child] as number;
    return child;
  };
  for (const pattern of patterns) {
    let node = 0;
    for (const byte of pattern) {
      let child = childOf(node, byte);
      if (child === 0) {
        child = count++;
        byteOf[child] = byte;
        depth[child] = (depth[node] as number) + 1;
        nextSibling[child] = firstChild[node] as number;
        firstChild[node] = child;
      }
      node = child;
    }
    found[node] = pattern.length;
  }
  const roots = new Int32Array(256);
  for (let child = firstChild[0] as number; child !== 0; child = nextSibling[child] as number) {
    roots[byteOf[child] as number] = child;
  }

  const step = (from: number, byte: number): number => {
    for (let node = from; node !== 0; node = suffix[node] as number) {
      const child = childOf(node, byte);
      if (child !== 0) return child;
    }
    return roots[byte] as number;
  };

  // By levels, so that a suffix, being shorter, is complete before it is needed.
  const queue = [0];
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at] as number;
    const link = suffix[node] as number;
    if (node !== 0) {
      found[node] = Math.max(found[node] as number, found[link] as number);
      open[node] = firstChild[node] === 0 ? (open[link] as number) : (depth[node] as number);
    }
    for (let child = firstChild[node] as number; child !== 0; child = nextSibling[child] as number) {
      suffix[child] = node === 0 ? 0 : step(link, byteOf[child] as number);
      queue.push(child);
    }
  }
  return { step, found, open, skip: createSkip(patterns) };
}

/**
 * The table of Wu and Manber, 1994: for each pair of bytes, how far the window may move when it ends with that pair. Text without
 * a match is left behind several bytes at a time.
 */
function createSkip(patterns: readonly Uint8Array[]): Automaton['skip'] {
  const shortest = patterns.reduce((least, pattern) => Math.min(least, pattern.length), LONGEST_WINDOW);
  if (shortest < 2) return (_bytes, from) => from;
  const shift = new Uint8Array(65_536).fill(shortest - 1);
  for (const pattern of patterns) {
    for (let end = 1; end < shortest; end++) {
      const pair = ((pattern[end - 1] as number) << 8) | (pattern[end] as number);
      shift[pair] = Math.min(shift[pair] as number, shortest - 1 - end);
    }
  }
  return (bytes, from, to) => {
    let at = from;
    while (at + shortest <= to) {
      const last = at + shortest - 1;
      const move = shift[((bytes[last - 1] as number) << 8) | (bytes[last] as number)] as number;
      if (move === 0) return at;
      at += move;
    }
    return at;
  };
}
