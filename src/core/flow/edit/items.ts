import { type CST, isCollection, isMap, isPair, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { endOfLine } from '../yaml/document.ts';
import { isMergeKey, keyText } from '../yaml/raw.ts';

/** An entry of a map or list with its place in the text. */
export interface Item {
  /** Undefined in lists. */
  readonly key?: string;
  readonly value: Node | null;
  /** Where the entry's own text begins: at its dash or key, or the anchor before the key. */
  readonly start: number;
  /** Behind the last character of the entry's value (or its colon or dash, when there is none): no line end, no comment. */
  readonly end: number;
  /** Behind the colon or dash, or what stands there before the value: an anchor, a tag. */
  readonly head: number;
}

export type Collection = YAMLMap | YAMLSeq;

export const isContainer = (node: unknown): node is Collection => isMap(node) || isSeq(node);
export const isFlow = (node: Collection): boolean => node.flow === true;

export function itemsOf(text: string, node: Collection): Item[] {
  const token = node.srcToken as { items?: readonly CST.CollectionItem[] } | undefined;
  return node.items.map((item, i): Item => {
    const written = token?.items?.[i];
    const value = (isPair(item) ? item.value : item) as Node | null;
    const keyNode = isPair(item) ? (item.key as Node | null) : null;
    const opening = written?.start.find((one) => !BLANK.has(one.type) && one.type !== 'comma');
    const start = opening?.offset ?? keyNode?.range?.[0] ?? value?.range?.[0] ?? 0;
    const before = [...(written?.start ?? []), ...(written?.sep ?? [])].filter((one) => !BLANK.has(one.type));
    const last = before.at(-1);
    const ofKey = keyNode?.range?.[1] ?? start;
    const head = last === undefined ? ofKey : Math.max(last.offset + last.source.length, isPair(item) ? ofKey : 0);
    const end = Math.max(head, contentEnd(text, value) ?? head);
    const key = isPair(item) ? (isMergeKey(item.key) ? '<<' : keyText(item.key)) : undefined;
    return { value, start, end, head, ...(key === undefined ? {} : { key }) };
  });
}

const BLANK: ReadonlySet<string> = new Set(['space', 'newline', 'comment']);

/** Behind the last character of a node. */
export function contentEnd(text: string, node: Node | null): number | undefined {
  if (!node?.range) return undefined;
  const [start, end] = node.range;
  if (isScalar(node)) {
    if (node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED') return end > start ? end : undefined;
    return start + text.slice(start, end).trimEnd().length;
  }
  if (!isCollection(node) || node.flow === true) return end;
  const last = itemsOf(text, node as Collection).at(-1);
  return last?.end ?? end;
}

// --- lines

/** `lastIndexOf` takes a negative position for 0, so the first line is told apart. */
export const lineStart = (text: string, offset: number): number =>
  offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
export const columnAt = (text: string, offset: number): number => offset - lineStart(text, offset);
/** Where the line after the one of `offset` begins; the end of the text when there is none. */
export const nextLine = (text: string, offset: number): number => {
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline + 1;
};
export const beginsItsLine = (text: string, offset: number): boolean =>
  text.slice(lineStart(text, offset), offset).trim() === '';
export const isBlankLine = (text: string, start: number): boolean =>
  text.slice(start, endOfLine(text, start)).trim() === '';
/** The column of a line that holds a comment and nothing else. */
function commentColumn(text: string, start: number): number | undefined {
  const line = text.slice(start, endOfLine(text, start));
  const column = line.search(/\S/);
  return column !== -1 && line[column] === '#' ? column : undefined;
}

/** A run of whole lines: from a line's start to the end of its last line, without that line's end. */
export interface LineRun {
  readonly from: number;
  readonly to: number;
}

/**
 * The lines of a block entry: its own, the comment right above it in its own column, and comments below that stand as deep as
 * its inside. An entry that shares its first line with a dash begins in the middle of it.
 */
export function linesOf(text: string, item: Item): LineRun {
  const column = columnAt(text, item.start);
  let from = item.start;
  if (beginsItsLine(text, item.start)) {
    from = lineStart(text, item.start);
    while (from > 0) {
      const above = lineStart(text, from - 1);
      if (commentColumn(text, above) !== column) break;
      from = above;
    }
  }
  let to = endOfLine(text, item.end);
  const inside =
    isContainer(item.value) && !isFlow(item.value) ? columnAt(text, item.value.range?.[0] ?? item.start) : undefined;
  for (let at = nextLine(text, to); inside !== undefined && at < text.length; at = nextLine(text, at)) {
    const depth = commentColumn(text, at);
    if (depth !== undefined && depth >= Math.max(inside, column + 1)) to = endOfLine(text, at);
    else if (!isBlankLine(text, at)) break;
  }
  return { from, to };
}
