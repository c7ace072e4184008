import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMaskSet, maskSetOf } from './masker.ts';
import { maskPatterns } from './patterns.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytes = (value: string): Uint8Array => Buffer.from(value, 'latin1');

/**
 * What masking means, without streams: every byte of every occurrence is hidden, and each hidden stretch is three stars.
 * `length`: how much of the input to give out.
 */
function maskWhole(input: Uint8Array, patterns: readonly Uint8Array[], length = input.length): string {
  const hidden = new Uint8Array(input.length);
  for (const pattern of patterns) {
    for (let at = 0; at + pattern.length <= input.length; at++) {
      if (pattern.every((byte, i) => input[at + i] === byte)) hidden.fill(1, at, at + pattern.length);
    }
  }
  let out = '';
  for (let i = 0; i < length; i++) {
    if (!hidden[i]) out += String.fromCharCode(input[i]!);
    else if (!hidden[i - 1]) out += '***';
  }
  return out;
}

/** Length of the longest end of the input that is a proper prefix of a pattern. */
function openEnd(input: Uint8Array, patterns: readonly Uint8Array[]): number {
  const longest = Math.max(0, ...patterns.map((pattern) => pattern.length - 1));
  for (let length = Math.min(longest, input.length); length > 0; length--) {
    const end = input.subarray(input.length - length);
    if (patterns.some((pattern) => pattern.length > length && end.every((byte, i) => pattern[i] === byte))) {
      return length;
    }
  }
  return 0;
}

const fewLetters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 7 });
const patternsArbitrary = fc.array(fewLetters, { minLength: 1, maxLength: 6 }).map((list) => list.map(bytes));
const chunksArbitrary = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 12 }), {
  maxLength: 12,
});

describe('masking a stream', () => {
  it('gives the same for any chunks, and holds back only what may become a secret', () => {
    fc.assert(
      fc.property(patternsArbitrary, chunksArbitrary, (patterns, chunks) => {
        const masker = maskSetOf(patterns).stream();
        let input = '';
        let output = '';
        for (const chunk of chunks) {
          output += text(masker.push(bytes(chunk)));
          input += chunk;
          const decided = input.length - openEnd(bytes(input), patterns);
          expect(output).toBe(maskWhole(bytes(input), patterns, decided));
        }
        output += text(masker.end());
        expect(output).toBe(maskWhole(bytes(input), patterns));
      }),
      { numRuns: 5_000 },
    );
  });

  it('finds every encoding of a secret inside other text', () => {
    const secrets = fc.array(fc.string({ unit: 'grapheme', minLength: 4, maxLength: 80 }), {
      minLength: 1,
      maxLength: 3,
    });
    const around = fc.uint8Array({ maxLength: 20 }).map((list) => list.map((byte) => byte % 128));
    fc.assert(
      fc.property(secrets, around, around, (list, before, after) => {
        const masks = createMaskSet(list)!;
        const mask = (input: Uint8Array): Buffer => {
          const masker = masks.stream();
          return Buffer.concat([masker.push(input), masker.end()]);
        };
        for (const secret of list) {
          const clear = Buffer.from(secret);
          for (const form of [
            clear,
            Buffer.from(encodeURIComponent(secret.toWellFormed())),
            Buffer.from(JSON.stringify(secret).slice(1, -1)),
          ]) {
            expect(mask(Buffer.concat([before, form, after])).includes(form)).toBe(false);
          }
          const whole = Buffer.concat([before, clear, after]).toString('base64');
          const inner = alignedPart(clear, before.length % 3);
          expect(whole).toContain(inner);
          expect(mask(Buffer.from(whole)).toString('latin1')).not.toContain(inner);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a line of a secret that has several', 'first line\nsecond line\n', 'x second line y', 'x *** y'],
    ['the base64 tool, with the newline of echo', 'hunter2!', 'aHVudGVyMiEK', '***K'],
    ['a URL', 'p@ss word/1', 'https://u:p%40ss%20word%2F1@h', 'https://u:***@h'],
    ['a form', 'p@ss word/1', 'q=p%40ss+word%2F1&x', 'q=***&x'],
    ['two secrets that touch', 'abcd', 'abcdabcd', '***'],
    ['a secret of one letter, in clear only', 'x', 'axbx', 'a***b***'],
  ])('masks %s', (_what, secret, printed, expected) => {
    const masker = createMaskSet([secret])!.stream();
    expect(text(masker.push(bytes(printed))) + text(masker.end())).toBe(expected);
  });

  it('shows a prompt at once', () => {
    const masker = createMaskSet(['hunter2', 'correct horse'])!.stream();
    expect(text(masker.push(bytes('Password: ')))).toBe('Password: ');
    expect(text(masker.push(bytes('hunte')))).toBe('');
    expect(text(masker.push(bytes('d? ')))).toBe('hunted? ');
  });

  it('gives back the very chunk when there is nothing to do', () => {
    const masker = createMaskSet(['hunter2'])!.stream();
    const chunk = bytes('plain text without it.');
    expect(masker.push(chunk).buffer).toBe(chunk.buffer);
  });

  it('has nothing to do without secrets', () => {
    expect(createMaskSet([])).toBeNull();
    expect(createMaskSet([''])).toBeNull();
  });

  it('keeps the patterns of a large key within a small multiple of its size', () => {
    const key = Array.from({ length: 50 }, (_, i) => `${i}`.padStart(64, 'kEy/+')).join('\n');
    const size = maskPatterns([key]).reduce((sum, pattern) => sum + pattern.length, 0);
    expect(size).toBeLessThan(key.length * 30);
  });
});

/** The base64 characters that depend on the secret alone. */
function alignedPart(secret: Buffer, before: number): string {
  const whole = Buffer.concat([Buffer.alloc(before), secret])
    .toString('base64')
    .replaceAll('=', '');
  return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + secret.length) * 8) / 6));
}
