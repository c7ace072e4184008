import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdits } from '../../../../core/flow/edit/text-edits.ts';
import { lineEndsOf, shownEdit } from './line-ends.ts';

const text = fc
  .array(fc.constantFrom('a', 'é𝄞', '\n', '\r\n', '\r', '- '), { maxLength: 30 })
  .map((parts) => parts.join(''));

it('leaves a text with plain line ends as it is', () => {
  const ends = lineEndsOf('a\nb');
  expect([ends.shown, ends.toText(2), ends.toShown(2), ends.written('x\ny')]).toEqual(['a\nb', 2, 2, 'x\ny']);
});

it('counts a line end once, and writes those of the file', () => {
  const ends = lineEndsOf('a\r\nb\r\nc');
  expect(ends.shown).toBe('a\nb\nc');
  expect([0, 1, 2, 3, 4, 5].map(ends.toText)).toEqual([0, 1, 3, 4, 6, 7]);
  expect([0, 1, 3, 4, 6, 7].map(ends.toShown)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(ends.written('x\ny')).toBe('x\r\ny');
});

it('knows every offset that is shown in the text, and back', () => {
  fc.assert(
    fc.property(text, (written) => {
      const ends = lineEndsOf(written);
      for (let at = 0; at <= ends.shown.length; at++) {
        expect(ends.toShown(ends.toText(at))).toBe(at);
        expect(written.slice(0, ends.toText(at)).replace(/\r\n?/g, '\n')).toBe(ends.shown.slice(0, at));
      }
    }),
  );
});

it('shows edits of the text as what they make of it', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), fc.constantFrom('', 'x', 'x\r\ny'), (written, one, other, inserted) => {
      const ends = lineEndsOf(written);
      const [from, to] = [one, other].map((die) => die % (ends.shown.length + 1)).sort((a, b) => a - b) as [
        number,
        number,
      ];
      const edit = { start: ends.toText(from), end: ends.toText(to), text: inserted };
      const shown = shownEdit(ends, edit);
      // A lone `\r` that ends up before a `\n` becomes one line end with it: the editor is told the whole text then.
      const after = applyEdits(written, [edit]);
      fc.pre(!/\r(?!\n)/.test(written));
      expect(applyEdits(ends.shown, [{ start: shown.from, end: shown.to, text: shown.insert }])).toBe(
        lineEndsOf(after).shown,
      );
    }),
  );
});
