import type { TextEdit } from '../base/diagnostic.ts';
import { diffLines, linesOf } from './line-diff.ts';

/** Replacements that turn one text into the other and touch as little as possible: by line, then within the lines. In order. */
export function changesBetween(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const a = linesOf(before);
  const b = linesOf(after);
  const offsetsA = offsetsOf(a);
  const offsetsB = offsetsOf(b);
  return diffLines(a, b).map(({ start, end, otherStart, otherEnd }) =>
    trimmed(before, {
      start: offsetsA[start] ?? 0,
      end: offsetsA[end] ?? 0,
      text: after.slice(offsetsB[otherStart], offsetsB[otherEnd]),
    }),
  );
}

/** Where each line begins, and the end of the last. */
function offsetsOf(lines: readonly string[]): number[] {
  const offsets = [0];
  let offset = 0;
  for (const line of lines) {
    offset += line.length;
    offsets.push(offset);
  }
  return offsets;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** Without what the replaced and the new text share at both ends; never in the middle of a character. */
function trimmed(before: string, { start, end, text }: TextEdit): TextEdit {
  const most = Math.min(end - start, text.length);
  let head = 0;
  while (head < most && before[start + head] === text[head]) head++;
  if (head > 0 && isHighSurrogate(text.charCodeAt(head - 1))) head--;
  let tail = 0;
  while (tail < most - head && before[end - 1 - tail] === text[text.length - 1 - tail]) tail++;
  if (tail > 0 && isLowSurrogate(text.charCodeAt(text.length - tail))) tail--;
  return { start: start + head, end: end - tail, text: text.slice(head, text.length - tail) };
}
