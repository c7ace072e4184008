import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, occurs } from './index.ts';

function matches(pattern: string, text: string): boolean | string {
  const compiled = compilePattern(pattern, 2_000);
  return 'message' in compiled ? compiled.message : occurs(compiled.program, text, () => {});
}

describe('patterns', () => {
  it.each([
    ['', '', true],
    ['abc', 'xabcx', true],
    ['^abc$', 'abc', true],
    ['^abc$', 'abc\n', false],
    ['(?m)^b$', 'a\nb\nc', true],
    ['a|b|', 'x', true],
    ['^(a|bc)+$', 'abcbca', true],
    ['^a{2,3}$', 'a', false],
    ['^a{2,3}$', 'aaa', true],
    ['^a{2}$', 'aaa', false],
    ['^a{2,}$', 'aaaa', true],
    ['a{,2}', 'a{,2}', true],
    ['^x{1$', 'x{1', true],
    ['[a-c-]+$', 'b-', true],
    ['^[]a]+$', ']a', true],
    ['^[^]a]+$', 'b', true],
    ['^[\\d.]+$', '1.2', true],
    ['^[[:alpha:]_]+$', 'ab_', true],
    ['^[[:^digit:]]+$', 'a1', false],
    ['^\\w+@\\w+\\.com$', 'me@example.com', true],
    ['\\bcat\\b', 'a cat.', true],
    ['\\bcat\\b', 'concat', false],
    ['\\Bcat', 'concat', true],
    ['^.$', '👋', true],
    ['^.$', '\n', false],
    ['(?s)^.$', '\n', true],
    ['(?i)ÄB', 'äb', true],
    ['(?i)[^a]', 'A', false],
    ['(?i:a)b', 'AB', false],
    ['a(?i)b', 'aB', true],
    ['(?-i)a', 'A', false],
    ['^\\pL+$', 'Grüße', true],
    ['^\\p{Greek}$', 'α', true],
    ['^\\P{L}$', 'a', false],
    ['^\\p{^L}$', '1', true],
    ['^\\x41\\x{1F44B}$', 'A👋', true],
    ['\\Qa.b\\E+', 'a.bb', true],
    ['\\Qa.b', 'a.b', true],
    ['(?P<year>\\d{4})', 'in 2026', true],
    ['(?<year>\\d{4})', 'in 2026', true],
    ['^(?:a*)*$', 'b', false],
    ['^a*?$', 'aa', true],
    ['\\Aab\\z', 'ab', true],
    ['()*', '', true],
  ])('%s on %j', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected));

  it.each([
    ['(', 'not closed'],
    [')', 'has no `(`'],
    ['[a', 'not closed'],
    ['*a', 'repeats nothing'],
    ['a**', 'repetition follows'],
    ['a{3,2}', 'ends before'],
    ['a{1001}', 'more than 1000'],
    ['(?=a)', 'lookahead'],
    ['(?<!a)', 'lookahead'],
    ['(a)\\1', 'backreferences'],
    ['\\', 'single'],
    ['\\y', 'not known'],
    ['\\p{Nope}', 'class'],
    ['\\x{110000}', 'hexadecimal'],
    ['[b-a]', 'order'],
    ['[[:nope:]]', 'not known'],
    ['(?z)', 'unknown'],
    ['(a{1000}){1000}', 'too large'],
    [`${'(?:'.repeat(50)}${'){1000}'.repeat(50)}`, 'too large'],
    ['('.repeat(300), 'too deeply'],
  ])('refuses %s', (pattern, hint) => expect(matches(pattern, 'a')).toContain(hint));

  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '\\b', 'A', '1', '(?:ab|b)', '(a*)');
  const piece = fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{2}', '{0,2}', '*?'));
  const pattern = fc
    .array(fc.array(piece, { maxLength: 5 }), { minLength: 1, maxLength: 3 })
    .map((branches) => branches.map((pieces) => pieces.map(([a, q]) => (a === '\\b' ? a : a + q)).join('')).join('|'));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '1', '\n', ' '), maxLength: 12 });

  it('agree with those of JavaScript where both have them', () => {
    fc.assert(
      fc.property(pattern, text, fc.boolean(), (source, subject, whole) => {
        const anchored = whole ? `^(?:${source})$` : source;
        expect(matches(anchored, subject)).toBe(new RegExp(anchored, 'u').test(subject));
      }),
      { numRuns: 3_000 },
    );
  });

  it('take time in proportion to the text', () => {
    let work = 0;
    const compiled = compilePattern('^(a+)+$', 2_000);
    if ('message' in compiled) throw new Error(compiled.message);
    occurs(compiled.program, `${'a'.repeat(50_000)}!`, (more) => {
      work += more;
    });
    expect(work).toBeLessThan(50_000 * 20);
  });
});
