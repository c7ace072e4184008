import { type Automaton, createAutomaton } from './automaton.ts';
import { maskPatterns } from './patterns.ts';

/**
 * Replaces secrets in a stream of bytes by `***`, across the borders of its chunks. What is replaced is every longest stretch
 * of bytes that belong to some occurrence of some pattern. Bytes are held back only while they are a proper prefix of a pattern.
 */
export interface Masker {
  /** The bytes that are decided now: the chunk itself when nothing had to be done. */
  push(chunk: Uint8Array): Uint8Array;
  /** The bytes held back; to be called once, at the end. */
  end(): Uint8Array;
}

/** One set of secrets, for any number of streams. */
export interface MaskSet {
  stream(): Masker;
}

const STARS = Uint8Array.of(0x2a, 0x2a, 0x2a);
const NOTHING = new Uint8Array(0);

/** Null when there is nothing to mask: then no byte needs to be looked at. */
export function createMaskSet(secrets: readonly string[]): MaskSet | null {
  const patterns = maskPatterns(secrets);
  return patterns.length === 0 ? null : maskSetOf(patterns);
}

export function maskSetOf(patterns: readonly Uint8Array[]): MaskSet {
  const automaton = createAutomaton(patterns);
  return { stream: () => createMasker(automaton) };
}

function createMasker(automaton: Automaton): Masker {
  let node = 0;
  let held: Uint8Array = NOTHING;
  /** The last byte that went out belonged to a secret, so its stars are out already. */
  let inSecret = false;
  /** Stretches to replace, from the first byte held back on: start and end in turn, ascending, apart. */
  let hidden: number[] = [];

  /** Reads the chunk, whose first byte is at `held.length`. */
  const scan = (chunk: Uint8Array): void => {
    const { step, found, skip } = automaton;
    const base = held.length;
    for (let i = 0; i < chunk.length; i++) {
      if (node === 0) {
        i = skip(chunk, i, chunk.length);
        if (i >= chunk.length) return;
      }
      node = step(node, chunk[i] as number);
      const length = found[node] as number;
      if (length > 0) hide(base + i + 1 - length, base + i + 1);
    }
  };

  const hide = (start: number, end: number): void => {
    let from = start;
    while (hidden.length > 0 && (hidden.at(-1) as number) >= start) {
      hidden.pop();
      from = Math.min(from, hidden.pop() as number);
    }
    hidden.push(from, end);
  };

  /** Gives out the first `count` of the bytes held back and the chunk. */
  const release = (bytes: Uint8Array, count: number): Uint8Array => {
    if (hidden.length === 0) {
      if (count > 0) inSecret = false;
      return bytes.subarray(0, count);
    }
    const out = new Uint8Array(count + (hidden.length / 2) * STARS.length);
    let length = 0;
    let at = 0;
    const rest: number[] = [];
    const copyTo = (end: number): void => {
      if (end <= at) return;
      out.set(bytes.subarray(at, end), length);
      length += end - at;
      at = end;
      inSecret = false;
    };
    for (let i = 0; i < hidden.length; i += 2) {
      const start = hidden[i] as number;
      const end = hidden[i + 1] as number;
      copyTo(Math.min(start, count));
      if (start < count) {
        if (!inSecret) {
          out.set(STARS, length);
          length += STARS.length;
        }
        inSecret = true;
        at = Math.min(end, count);
      }
      if (end > count) rest.push(Math.max(start, count) - count, end - count);
    }
    copyTo(count);
    hidden = rest;
    return out.subarray(0, length);
  };

  const join = (chunk: Uint8Array): Uint8Array => {
    if (held.length === 0) return chunk;
    const whole = new Uint8Array(held.length + chunk.length);
    whole.set(held);
    whole.set(chunk, held.length);
    return whole;
  };

  return {
    push: (chunk) => {
      scan(chunk);
      const bytes = join(chunk);
      const count = bytes.length - (automaton.open[node] as number);
      const out = release(bytes, count);
      held = count === bytes.length ? NOTHING : bytes.slice(count);
      return out;
    },
    end: () => {
      const out = release(held, held.length);
      held = NOTHING;
      node = 0;
      return out;
    },
  };
}
