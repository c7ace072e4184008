import { OPEN, skipLiteral } from '../scan.ts';

export interface OpenTemplate {
  /** Where the expression's own text begins and ends. */
  readonly start: number;
  readonly end: number;
}

/** The `${{ }}` in which an offset lies, closed or not. */
export function openTemplateAt(text: string, offset: number): OpenTemplate | undefined {
  for (let open = text.indexOf(OPEN); open >= 0 && open < offset; ) {
    const start = open + OPEN.length;
    const end = endOf(text, start);
    if (offset >= start && offset <= end) return { start, end };
    open = text.indexOf(OPEN, end);
  }
  return undefined;
}

/** Where the expression that begins at `start` ends: at its `}}`; without one, at the end of its line. */
function endOf(text: string, start: number): number {
  let depth = 0;
  const line = text.indexOf('\n', start);
  const unclosed = line < 0 ? text.length : line;
  for (let at = start; at < text.length; ) {
    const behind = text[at] === '/' ? at : skipLiteral(text, at);
    if (behind > at) {
      at = behind;
      continue;
    }
    if (depth === 0 && text.startsWith('}}', at)) return at;
    // The next template begins before this one has an end.
    if (text.startsWith(OPEN, at)) return Math.min(unclosed, at);
    if (text[at] === '{') depth++;
    else if (text[at] === '}') depth--;
    at++;
  }
  return unclosed;
}
