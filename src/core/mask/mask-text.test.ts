import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Decode, utf8Encode } from '../base/utf8.ts';
import { textMask } from './mask-text.ts';

const SECRET = 'hunter2-hünter2';

describe('the mask of a text', () => {
  const mask = textMask([SECRET]);

  it.each([
    ['clear', `x ${SECRET} y`],
    ['base64', Buffer.from(`a${SECRET}`).toString('base64')],
    ['a URL', encodeURIComponent(SECRET)],
    ['JSON', JSON.stringify({ a: `"${SECRET}` })],
  ])('finds a secret in %s', (_, text) => {
    expect(mask.reveals(text)).toBe(true);
    const masked = mask.apply(text);
    expect(masked).toContain('***');
    expect(mask.reveals(masked)).toBe(false);
  });

  it('leaves other texts as they are', () => {
    expect(mask.reveals('hunter')).toBe(false);
    expect(mask.apply('ünter 🙂')).toBe('ünter 🙂');
    expect(textMask([]).apply(SECRET)).toBe(SECRET);
    expect(mask.apply(`🙂${SECRET}ü`)).toBe('🙂***ü');
  });

  it('reads UTF-8 as a decoder does, where it is well-formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = utf8Encode(text);
        expect(utf8Decode(bytes)).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
      }),
    );
    expect(utf8Decode(Uint8Array.of(0x61, 0xff, 0xc3))).toBe('a\ufffd\ufffd');
  });
});
