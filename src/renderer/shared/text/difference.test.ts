import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { around, differenceOf } from './difference.ts';

const shown = (before: string, after: string) =>
  differenceOf(before, after).map(({ kind, text }) => `${{ same: ' ', gone: '-', new: '+' }[kind]}${text}`);

describe('the difference of two texts', () => {
  it('shows lines that stay, go and come', () => {
    expect(shown('cron: 0 3 * * *\ntimezone: UTC', 'cron: 0 4 * * *\ntimezone: UTC\njitter: 5m')).toEqual([
      '-cron: 0 3 * * *',
      '+cron: 0 4 * * *',
      ' timezone: UTC',
      '+jitter: 5m',
    ]);
    expect(shown('', 'every: 1h')).toEqual(['+every: 1h']);
    expect(shown('every: 1h', 'every: 1h')).toEqual([' every: 1h']);
  });

  it('gives both texts back', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = differenceOf(before, after);
        const side = (other: string) => lines.filter(({ kind }) => kind !== other).map((line) => line.text);
        expect(side('new').join('\n')).toBe(before);
        expect(side('gone').join('\n')).toBe(after);
      }),
    );
  });

  it('keeps some lines around what changed', () => {
    const lines = differenceOf('1\n2\n3\n4\n5\n6\n7', '1\n2\n3\nx\n5\n6\n7');
    expect(around(lines, 1).map(({ text }) => text)).toEqual(['3', '4', 'x', '5']);
    expect(around(differenceOf('1', '1'), 3)).toEqual([]);
  });
});
