import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOutputFile } from './output-file.ts';

const value = (text: string) => {
  const parsed = parseOutputFile(text);
  return parsed.ok ? parsed.value : parsed.error;
};

describe('$CHRONUM_OUTPUT', () => {
  it.each([
    ['nothing', '', {}],
    ['a value', 'name=value\n', { name: 'value' }],
    ['an empty one, and one with signs in it', 'a=\nb=x=y:=z<<w\n', { a: '', b: 'x=y:=z<<w' }],
    ['blanks as they are', 'a= x \n', { a: ' x ' }],
    ['no newline at the end', 'a=1', { a: '1' }],
    ['lines of Windows', 'a=1\r\nb<<E\r\nx\r\ny\r\nE\r\n', { a: '1', b: 'x\ny' }],
    ['the later of two', 'a=1\na=2\n', { a: '2' }],
    ['several lines', 'a<<END\none\n\ntwo=2\nEND\nb=1\n', { a: 'one\n\ntwo=2', b: '1' }],
    ['no lines between', 'a<<END\nEND\n', { a: '' }],
    ['JSON', 'a:={"x":[1,null]}\nb:=true\nc:= 1 \n', { a: { x: [1, null] }, b: true, c: 1 }],
    ['a name that objects have', '__proto__=x\n', JSON.parse('{"__proto__":"x"}')],
  ])('holds %s', (_what, text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it.each([
    ['a line of another form', 'a=1\nhello\n', 'output-syntax', /^Line 2 .*"hello" is not of the form/],
    ['a name that is no id', '1a=x', 'output-syntax', /^Line 1 /],
    ['an end that does not come', 'a<<END\nx\n', 'output-syntax', /"a" has no closing line "END"/],
    ['an end without a name', 'a<<\nx\n\n', 'output-syntax', /no closing line/],
    ['JSON that is none', 'a=1\n\nb:={x}\n', 'output-syntax', /^Line 3 .*"b" is not valid JSON: \{x\}/],
    ['a value that is too large', `a=${'ü'.repeat(32 * 1024 + 1)}`, 'output-too-large', /"a" has 65538 bytes/],
    [
      'too much together',
      Array.from({ length: 17 }, (_, i) => `a${i}=${'x'.repeat(64 * 1024)}`).join('\n'),
      'output-too-large',
      /1114112 bytes together/,
    ],
  ])('refuses %s', (_what, text, code, message) => {
    expect(value(text)).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('takes values up to the limit', () => {
    const text = 'x'.repeat(64 * 1024);
    expect(value(`a=${text}\n`)).toEqual({ a: text });
    expect(value(Array.from({ length: 16 }, () => `a=${text}`).join('\n'))).toEqual({ a: text });
  });

  it('gives back whatever was written, and never throws', () => {
    const names = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/);
    fc.assert(
      fc.property(fc.dictionary(names, fc.jsonValue()), (outputs) => {
        const file = Object.entries(outputs).map(([name, json]) => `${name}:=${JSON.stringify(json)}\n`);
        expect(value(file.join(''))).toEqual(JSON.parse(JSON.stringify(outputs)));
      }),
    );
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '=', ':', '<', '\n', '\r', '{', ' ') }), parses));
  });
});

const parses = (text: string): void => {
  parseOutputFile(text);
};
