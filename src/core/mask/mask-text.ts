import { utf8Decode, utf8Encode } from '../base/utf8.ts';
import { createMaskSet, type MaskSet } from './masker.ts';

/** Masks of whole texts: messages, outputs, lines of the engine's own. */
export interface TextMask {
  /** Whether the text gives away a secret, in clear or in an encoding that is searched for. */
  reveals(text: string): boolean;
  /** The text with every such stretch as `***`. */
  apply(text: string): string;
}

const NOTHING: TextMask = { reveals: () => false, apply: (text) => text };

/** Building an automaton costs more than using it, and the masks of an attempt are one list. */
const known = new WeakMap<readonly string[], TextMask>();

export function textMask(secrets: readonly string[]): TextMask {
  const before = known.get(secrets);
  if (before !== undefined) return before;
  const set = createMaskSet(secrets);
  const mask = set === null ? NOTHING : maskOf(set);
  known.set(secrets, mask);
  return mask;
}

function maskOf(set: MaskSet): TextMask {
  const masked = (text: string): Uint8Array | null => {
    const bytes = utf8Encode(text);
    const stream = set.stream();
    const parts = [stream.push(bytes), stream.end()];
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const out = new Uint8Array(length);
    out.set(parts[0]!);
    out.set(parts[1]!, parts[0]!.length);
    return isSame(bytes, out) ? null : out;
  };
  return {
    reveals: (text) => masked(text) !== null,
    apply(text) {
      const bytes = masked(text);
      return bytes === null ? text : utf8Decode(bytes);
    },
  };
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
