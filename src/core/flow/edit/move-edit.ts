import type { TextEdit } from '../../base/diagnostic.ts';
import { type Collection, type Item, isFlow, linesOf } from './items.ts';

export interface Move {
  readonly text: string;
  readonly container: Collection;
  readonly items: readonly Item[];
  readonly from: number;
  readonly to: number;
}

/** Entries change places, each with its own text; what stands between the places stays: blank lines, commas, free comments. */
export function moveEntry({ text, container, items, from, to }: Move): TextEdit[] {
  const spans = items.map((item) => {
    if (isFlow(container)) return { start: item.start, end: item.end };
    const lines = linesOf(text, item);
    // The first line of a block begins behind the indentation, which all entries share.
    return { start: Math.max(lines.from, contentStart(text, lines.from)), end: lines.to };
  });
  const order = items.map((_, i) => i);
  order.splice(to, 0, ...order.splice(from, 1));
  return order.flatMap((source, place): TextEdit[] => {
    if (source === place) return [];
    const { start, end } = spans[place]!;
    const taken = spans[source]!;
    return [{ start, end, text: text.slice(taken.start, taken.end) }];
  });
}

function contentStart(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at++;
  return at;
}
