import type { TextEdit } from '../../base/diagnostic.ts';
import { endOfLine } from '../yaml/document.ts';
import {
  beginsItsLine,
  type Collection,
  type Item,
  isBlankLine,
  isFlow,
  lineStart,
  linesOf,
  nextLine,
} from './items.ts';

export interface Removal {
  readonly text: string;
  readonly container: Collection;
  readonly items: readonly Item[];
  readonly index: number;
  readonly isList: boolean;
}

/** Takes an entry away that is not the only one. */
export function removeEntry(removal: Removal): TextEdit[] {
  return isFlow(removal.container) ? removeFromFlow(removal) : removeFromBlock(removal);
}

function removeFromFlow({ text, items, index }: Removal): TextEdit[] {
  const item = items[index]!;
  const next = items[index + 1];
  const before = items[index - 1];
  if (next !== undefined) {
    const between = text.slice(item.end, next.start);
    // A comment that stands between belongs to nobody in particular: it stays.
    if (!between.includes('#')) return [{ start: item.start, end: next.start, text: '' }];
    const comma = item.end + between.indexOf(',') + 1;
    return [{ start: item.start, end: comma, text: '' }];
  }
  const start = before === undefined ? item.start : before.end;
  if (before !== undefined && text.slice(before.end, item.start).includes('#')) {
    const comma = before.end + text.slice(before.end).indexOf(',');
    return [
      { start: comma, end: comma + 1, text: '' },
      { start: item.start, end: item.end, text: '' },
    ];
  }
  return [{ start, end: item.end, text: '' }];
}

function removeFromBlock(removal: Removal): TextEdit[] {
  const { text, items, index } = removal;
  const item = items[index]!;
  if (!beginsItsLine(text, item.start)) return [besideDash(text, item, items[index + 1]!)];
  const { from, to } = linesOf(text, item);
  const end = nextLine(text, to);
  const { above, below } = blanksAround(text, from, end);
  const takesAbove =
    above < from && (below > end || end === text.length || (removal.isList && index === items.length - 1));
  const takesBelow = !takesAbove && removal.isList && index === 0 && below > end && below < text.length;
  const start = takesAbove ? above : from;
  const stop = takesBelow ? below : end;
  if (stop === text.length && !text.endsWith('\n') && start > 0) {
    // The last line of a file without a line end: the one before it loses its own.
    return [{ start: start - (text[start - 2] === '\r' ? 2 : 1), end: stop, text: '' }];
  }
  return [{ start, end: stop, text: '' }];
}

/** The first entry of a map that begins beside its dash: the next one moves up to it. */
function besideDash(text: string, item: Item, next: Item): TextEdit {
  const lineEnd = endOfLine(text, item.end);
  const nextFrom = lineStart(text, next.start);
  const hasCommentLines = nextFrom > nextLine(text, lineEnd) && /#/.test(text.slice(lineEnd, nextFrom));
  if (!hasCommentLines) return { start: item.start, end: next.start, text: '' };
  let start = item.start;
  while (text[start - 1] === ' ') start--;
  return { start, end: lineEnd, text: '' };
}

/** How far blank lines reach above and below a stretch of whole lines. */
function blanksAround(text: string, from: number, end: number): { above: number; below: number } {
  let above = from;
  while (above > 0 && isBlankLine(text, lineStart(text, above - 1))) above = lineStart(text, above - 1);
  let below = end;
  while (below < text.length && isBlankLine(text, below)) below = nextLine(text, below);
  return { above, below };
}
