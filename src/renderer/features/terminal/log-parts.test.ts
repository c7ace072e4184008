import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogPiece } from '../../../contract/models.ts';
import { findLinks } from './links.ts';
import { cutWindow, fromLineStart } from './log-window.ts';
import { createMergedLines } from './merged-lines.ts';
import { createTimeMarks } from './time-marks.ts';

const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const textOf = (pieces: readonly { bytes: Uint8Array }[]) => pieces.map(({ bytes }) => decoder.decode(bytes)).join('');

/** Pieces of a log from a byte of it on. */
function piecesOf(texts: readonly string[], from = 0): LogPiece[] {
  let offset = from;
  return texts.map((text, at) => {
    const piece: LogPiece = { offset, at, stream: 'stdout', bytes: encoder.encode(text) };
    offset += piece.bytes.length;
    return piece;
  });
}

describe('a part of a log', () => {
  it('begins and ends with whole lines, and knows the line that is looked for', () => {
    const cut = cutWindow(piecesOf(['st of a line\none\ntwo\n', 'three\nfour\nfive\n'], 1_000), 1_024, 1);
    expect(textOf(cut.pieces)).toBe('two\nthree\n');
    expect(cut).toMatchObject({ from: 1_017, to: 1_027, line: 1_021 });
  });

  it('is never more than was asked for, never empty where there is something, and lies around its target', () => {
    const lines = fc.array(fc.string({ maxLength: 8 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(lines, fc.nat(400), fc.integer({ min: 1, max: 5 }), fc.nat(50), (texts, at, most, from) => {
        const pieces = piecesOf(
          texts.map((text) => `${text}\n`),
          from,
        );
        const end = from + encoder.encode(texts.map((text) => `${text}\n`).join('')).length;
        const target = from + (at % (end - from));
        const cut = cutWindow(pieces, target, most);
        expect(textOf(cut.pieces).split('\n').length - 1).toBeLessThanOrEqual(most * 2);
        expect(cut.pieces.length).toBeGreaterThan(0);
        expect(cut.from).toBeLessThanOrEqual(cut.line);
        expect(cut.line).toBeLessThanOrEqual(Math.max(cut.from, target));
        expect(cut.to - cut.from).toBe(cut.pieces.reduce((sum, { bytes }) => sum + bytes.length, 0));
      }),
    );
  });

  it('of one endless line is what was read of it', () => {
    const cut = cutWindow(piecesOf(['x'.repeat(100)], 500), 550);
    expect(cut).toMatchObject({ from: 500, to: 600, line: 500 });
    expect(fromLineStart(piecesOf(['endless'], 500))).toHaveLength(1);
    expect(textOf(fromLineStart(piecesOf(['rest\nline\n'], 500)))).toBe('line\n');
  });
});

describe('the output of a whole run', () => {
  const source = (stepId: string) => ({ stepId, branch: 'body', attempt: 1 });
  const piece = (from: number, text: string, at = 0) => ({
    source: from,
    offset: 0,
    at,
    stream: 'stdout' as const,
    bytes: encoder.encode(text),
  });
  const plain = (texts: readonly { text: Uint8Array }[]) =>
    textOf(texts.map(({ text }) => ({ bytes: text }))).replaceAll(COLOUR, '');

  it('names each line by its step, and never mixes lines of two', () => {
    const merged = createMergedLines(({ stepId }) => stepId);
    const sources = [source('a'), source('b')];
    expect(plain(merged.add({ sources, pieces: [piece(0, 'one\r\ntw'), piece(1, 'half'), piece(0, 'o\n')] }))).toBe(
      'a one\na two\n',
    );
    expect(plain(merged.add({ sources: [], pieces: [piece(1, ' and half\n')] }))).toBe('b half and half\n');
    merged.add({ sources: [], pieces: [piece(0, 'no newline', 7)] });
    const [last] = merged.end();
    expect([plain([last!]), last?.at]).toEqual(['a no newline\n', 7]);
    expect(merged.end()).toEqual([]);
  });

  it('does not wait for the end of a line that has none', () => {
    const merged = createMergedLines(({ stepId }) => stepId);
    expect(merged.add({ sources: [source('a')], pieces: [piece(0, 'x'.repeat(70_000))] })).toHaveLength(1);
  });
});

describe('links in output', () => {
  const found = (line: string) => findLinks(line).map((link) => (link.kind === 'web' ? link.url : `file ${link.path}`));

  it('are web addresses, without the signs around them', () => {
    expect(found('see https://example.org/a(b)?x=1, or (http://127.0.0.1:80/).')).toEqual([
      'https://example.org/a(b)?x=1',
      'http://127.0.0.1:80/',
    ]);
  });

  it('are files with a folder, or with a line', () => {
    expect(found('src/app.ts:12:3 - error')).toEqual(['file src/app.ts']);
    expect(found('at run (/home/ada/work/x.js:1:2)')).toEqual(['file /home/ada/work/x.js']);
    expect(found('main.go:7: undefined; ./a/b.')).toEqual(['file main.go', 'file ./a/b']);
    expect(found('nothing here: 12:30, v1.2.3, and/or')).toEqual(['file and/or']);
    expect(findLinks('x src/a.ts:1')[0]).toMatchObject({ start: 2, length: 10 });
  });
});

describe('the times of lines', () => {
  it('hold from where they begin until the next, through what scrolls away', () => {
    let line = 0;
    const markers: { line: number; isDisposed: boolean; dispose(): void }[] = [];
    const marks = createTimeMarks({
      registerMarker: () => {
        const marker = {
          line,
          isDisposed: false,
          dispose() {
            this.isDisposed = true;
            this.line = -1;
          },
        };
        markers.push(marker);
        return marker as never;
      },
    });
    for (const [row, at] of [
      [0, 1_000],
      [3, 1_050],
      [5, 2_000],
      [5, 3_000],
      [9, 4_000],
    ] as const) {
      line = row;
      marks.add(at);
    }
    expect([0, 4, 5, 8, 9].map((row) => marks.at(row)?.at)).toEqual([1_000, 1_000, 2_000, 2_000, 4_000]);
    expect([4, 5].map((row) => marks.at(row)?.isFirst)).toEqual([false, true]);
    markers[0]?.dispose();
    expect(marks.at(0)).toEqual({ at: 1_000, isFirst: false });
    marks.clear();
    expect(marks.at(5)).toBeUndefined();
  });
});
