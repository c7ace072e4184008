import type { TextEdit } from '../../base/diagnostic.ts';
import { entryLines, flowText, itemLines, type Layout } from '../write/emit.ts';
import type { Written } from '../write/written.ts';
import {
  beginsItsLine,
  type Collection,
  columnAt,
  type Item,
  isBlankLine,
  isFlow,
  linesOf,
  nextLine,
} from './items.ts';

export interface Insertion {
  readonly text: string;
  readonly container: Collection;
  readonly items: readonly Item[];
  /** Where the new entry will stand among the others. */
  readonly index: number;
  /** For maps. */
  readonly key?: string;
  /** The key that holds the container: some lists have their own manner. */
  readonly under: string;
  readonly value: Written;
  readonly layout: Layout;
}

/** Adds an entry to a list or map that is written out. */
export function insertEntry(insertion: Insertion): TextEdit[] {
  return isFlow(insertion.container) ? insertInFlow(insertion) : insertInBlock(insertion);
}

function insertInFlow({ text, container, items, index, key, value, layout }: Insertion): TextEdit[] {
  const entry = key === undefined ? flowText(value, layout) : flowText({ [key]: value }, layout).slice(1, -1);
  const next = items[index];
  if (next !== undefined) {
    const ownLine = beginsItsLine(text, next.start);
    const gap = ownLine ? layout.eol + ' '.repeat(columnAt(text, next.start)) : ' ';
    return [{ start: next.start, end: next.start, text: `${entry},${gap}` }];
  }
  const last = items.at(-1);
  if (last === undefined) {
    const [start, end] = container.range!;
    const inside = text.slice(start + 1, end - 1);
    return [{ start: start + 1, end: inside.trim() === '' ? end - 1 : start + 1, text: entry }];
  }
  const ownLine = beginsItsLine(text, last.start);
  const gap = ownLine ? layout.eol + ' '.repeat(columnAt(text, last.start)) : ' ';
  return [{ start: last.end, end: last.end, text: `,${gap}${entry}` }];
}

function insertInBlock(insertion: Insertion): TextEdit[] {
  const { text, items, index, layout } = insertion;
  const [first] = items;
  const column = columnAt(text, (first ?? { start: 0 }).start);
  const lines = newLines(insertion, column);
  const indent = ' '.repeat(column);
  const blank = standApart(insertion) ? layout.eol : '';
  const before = items[index - 1];
  if (before !== undefined) {
    const { to } = linesOf(text, before);
    const entry = [indent + lines[0], ...lines.slice(1)].join(layout.eol);
    return [{ start: to, end: to, text: blank + layout.eol + entry }];
  }
  const { from } = first === undefined ? { from: 0 } : linesOf(text, first);
  if (first !== undefined && !beginsItsLine(text, first.start)) {
    return [{ start: first.start, end: first.start, text: lines.join(layout.eol) + layout.eol + blank + indent }];
  }
  const entry = [indent + lines[0], ...lines.slice(1)].join(layout.eol);
  return [{ start: from, end: from, text: entry + layout.eol + blank }];
}

function newLines({ text, items, key, under, value, layout }: Insertion, column: number): string[] {
  if (key !== undefined) return entryLines(key, value, column, layout);
  const [first] = items;
  const gap =
    first === undefined ? 2 : Math.max(2, (/^-( +)(?=\S)/.exec(text.slice(first.start))?.[1]?.length ?? 1) + 1);
  return itemLines(value, column, layout, { key: under, gap });
}

/** Whether the entries of a list have blank lines between them, so that the new one gets one too. */
function standApart({ text, items, index, key }: Insertion): boolean {
  if (key !== undefined || items.length < 2) return false;
  const before = items[Math.min(Math.max(index, 1), items.length - 1) - 1]!;
  return isBlankLine(text, nextLine(text, linesOf(text, before).to));
}
