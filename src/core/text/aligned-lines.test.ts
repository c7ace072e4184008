import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignLines } from './aligned-lines.ts';

const shown = (...args: Parameters<typeof alignLines>) =>
  alignLines(...args).map(({ kind, before, after }) => `${kind} ${before?.text ?? '-'}|${after?.text ?? '-'}`);

describe('lines side by side', () => {
  it('put what was changed beside each other, and what came or went beside nothing', () => {
    expect(shown(['a', 'b', 'c'], ['a', 'x', 'y', 'c'])).toEqual(['same a|a', 'changed b|x', 'added -|y', 'same c|c']);
    expect(shown(['a', 'b'], ['b'])).toEqual(['removed a|-', 'same b|b']);
    expect(shown([], ['a'])).toEqual(['added -|a']);
  });

  it('keep together what differs in numbers alone, if so wanted', () => {
    const [before, after] = [
      ['took 12 ms', 'done'],
      ['new', 'took 7 ms', 'done'],
    ];
    expect(shown(before, after, { ignoreNumbers: true })).toEqual([
      'added -|new',
      'similar took 12 ms|took 7 ms',
      'same done|done',
    ]);
    expect(shown(before, after)).toContain('changed took 12 ms|new');
  });

  it('hold every line of both once, in order', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c1', 'c2', ''));
    fc.assert(
      fc.property(lines, lines, fc.boolean(), (before, after, ignoreNumbers) => {
        const rows = alignLines(before, after, { ignoreNumbers });
        expect(rows.flatMap((row) => row.before?.text ?? [])).toEqual(before);
        expect(rows.flatMap((row) => row.after?.text ?? [])).toEqual(after);
        expect(rows.flatMap((row) => row.before?.number ?? [])).toEqual(before.map((_, index) => index + 1));
        for (const { kind, before: one, after: other } of rows) {
          expect(kind === 'same').toBe(one !== null && one.text === other?.text);
        }
      }),
    );
  });
});
