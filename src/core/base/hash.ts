/**
 * A seeded, stable 32-bit hash of text parts (FNV-1a with a final avalanche). Stored runs depend on it: never change it.
 * The parts are joined with a separator that cannot occur in ids.
 */
export function hash32(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  const text = parts.join('\u0000');
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash >>> 0;
}

/** The one source of randomness in a run: a number in [0, 1) that depends on its parts alone, never on a sequence. */
export const hashUnit = (...parts: readonly (string | number)[]): number => hash32(...parts) / 0x1_0000_0000;

/** 64 bits of the hash as 16 hexadecimal digits, for ids derived from content. */
export const hashHex = (text: string): string =>
  hash32(text).toString(16).padStart(8, '0') + hash32(text, 'second half').toString(16).padStart(8, '0');
