import type { Problem } from '../base/result.ts';

const MAX_LINE = 100;

/**
 * A problem with the place it points at, for errors that are read without the flow file beside them:
 * ```
 * `+` does not take a text and a whole number: ..
 *   "v" + params.count
 *         ^
 * ```
 */
export function withPointer(text: string, { message, offset = 0 }: Problem): string {
  const at = Math.min(offset, text.length);
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const nextLine = text.indexOf('\n', at);
  const line = text.slice(lineStart, nextLine < 0 ? text.length : nextLine);
  // Of a long line, what is around the place.
  const from = Math.max(0, Math.min(at - lineStart - MAX_LINE / 2, line.length - MAX_LINE));
  const shown = line.slice(from, from + MAX_LINE).replaceAll('\t', ' ');
  return `${message}\n  ${shown}\n  ${' '.repeat(at - lineStart - from)}^`;
}
