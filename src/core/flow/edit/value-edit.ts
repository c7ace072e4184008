import { isScalar, isSeq, type Node, type Scalar } from 'yaml';
import type { TextEdit } from '../../base/diagnostic.ts';
import { type Emitted, emit, flowText, innerColumn, type Layout, literalLines } from '../write/emit.ts';
import { isBlockSafe, scalarText } from '../write/scalar.ts';
import { isWrittenList, isWrittenMap, Verbatim, type Written } from '../write/written.ts';
import { endOfLine } from '../yaml/document.ts';
import { columnAt, contentEnd, type Item, isContainer, isFlow, lineStart } from './items.ts';

export interface Replacement {
  readonly text: string;
  /** The entry whose value it is, in a container of this kind. */
  readonly item: Item;
  readonly inFlow: boolean;
  readonly value: Written;
  readonly layout: Layout;
}

/** Puts another value behind a key or dash that is there, in the manner of the value before. */
export function replaceValue(replacement: Replacement): TextEdit[] {
  const { text, item } = replacement;
  const old = item.value;
  const end = contentEnd(text, old);
  const isEmpty = old?.range === undefined || old.range === null || end === undefined;
  const [from, to] = isEmpty ? [item.head, item.head] : [old.range![0], end];
  const place: Place = { ...replacement, from, to, isEmpty };
  const emitted = emittedLike(place);
  switch (emitted.kind) {
    case 'inline':
      return placeInline(place, emitted.text);
    case 'literal':
      return placeLiteral(place, emitted);
    case 'block':
      return placeBlock(place, emitted);
  }
}

interface Place extends Replacement {
  /** The old value's text; an empty one has none, and stands right behind its head. */
  readonly from: number;
  readonly to: number;
  readonly isEmpty: boolean;
}

const isBlockCollection = (node: Node | null): boolean => isContainer(node) && !isFlow(node);
const isBlockScalar = (node: Node | null): node is Scalar =>
  isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
const isQuoted = (node: Node | null): boolean =>
  isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE');

/** The new value's text. Brackets stay brackets, blocks stay blocks, quotes that the author chose stay. */
function emittedLike({ item, inFlow, value, layout }: Place): Emitted {
  const old = item.value;
  const isCollection = isWrittenList(value) || isWrittenMap(value);
  if (isCollection) {
    if (inFlow) return { kind: 'inline', text: flowText(value, layout) };
    const collection = isContainer(old) ? (isFlow(old) ? 'flow' : 'block') : undefined;
    const ofItem = item.key === undefined && isWrittenMap(value) && collection === undefined ? 'block' : collection;
    return emit(value, { key: item.key ?? '', layout, ...(ofItem ? { collection: ofItem } : {}) });
  }
  if (typeof value !== 'string' && !(value instanceof Verbatim))
    return { kind: 'inline', text: flowText(value, layout) };
  const content = typeof value === 'string' ? value : value.text;
  if (!inFlow && layout.blocks && isBlockSafe(content) && !isQuoted(old)) return emit(content, { key: '', layout });
  const quotes = isScalar(old) && old.type === 'QUOTE_SINGLE' ? 'single' : isQuoted(old) ? 'double' : layout.quotes;
  const readsSource = value instanceof Verbatim;
  return {
    kind: 'inline',
    text: scalarText(content, { inFlow, keepQuotes: isQuoted(old), readsSource, ...(quotes ? { quotes } : {}) }),
  };
}

function placeInline({ item, from, to, isEmpty }: Place, text: string): TextEdit[] {
  // A block gives way from its head on; anything else is replaced where it stands.
  const fromHead = isBlockCollection(item.value) || isEmpty;
  return [{ start: fromHead ? item.head : from, end: to, text: fromHead ? ` ${text}` : text }];
}

function placeLiteral(place: Place, { header, lines }: Extract<Emitted, { kind: 'literal' }>): TextEdit[] {
  const { text, item, from, to, layout } = place;
  const column = columnAt(text, item.start);
  const below = (at: number) => layout.eol + literalLines(lines, at).join(layout.eol);
  if (isBlockScalar(item.value)) {
    // The header's own comment stays, and the text its indentation.
    const headerEnd = from + /^[|>][-+\d]*/.exec(text.slice(from, to))![0].length;
    const lineEnd = endOfLine(text, from);
    const old = text.slice(lineEnd, to);
    const indent = /\n([ ]*)[^\s]/.exec(old)?.[1]?.length ?? column + layout.step;
    return [
      { start: from, end: headerEnd, text: header },
      { start: lineEnd, end: Math.max(lineEnd, to), text: below(indent) },
    ];
  }
  const fromHead = isBlockCollection(item.value) || place.isEmpty;
  const start = fromHead ? item.head : from;
  const head = fromHead ? ` ${header}` : header;
  // A comment behind the old value goes behind the header: within the block it would be text.
  const lineEnd = endOfLine(text, to);
  return [
    { start, end: to, text: head },
    { start: lineEnd, end: lineEnd, text: below(column + layout.step) },
  ];
}

function placeBlock(place: Place, block: Extract<Emitted, { kind: 'block' }>): TextEdit[] {
  const { text, item, from, to, layout } = place;
  const old = item.value;
  if (old !== null && isBlockCollection(old)) {
    const isSameKind = block.isList === isSeq(old);
    const column = columnAt(text, from);
    if (isSameKind || item.key === undefined)
      return [{ start: from, end: to, text: block.linesAt(column).join(layout.eol) }];
    return belowKey(place, block, item.head);
  }
  if (item.key === undefined) {
    // Behind a dash the first line stands beside it.
    const column = place.isEmpty ? columnAt(text, item.start) + 2 : columnAt(text, from);
    const lines = block.linesAt(column).join(layout.eol);
    return [{ start: place.isEmpty ? item.head : from, end: to, text: place.isEmpty ? ` ${lines}` : lines }];
  }
  return belowKey(place, block, item.head);
}

/** A comment beside the old value stays beside the key. */
function belowKey(
  { text, item, to, layout }: Place,
  block: Extract<Emitted, { kind: 'block' }>,
  head: number,
): TextEdit[] {
  const column = innerColumn(block, columnAt(text, item.start), layout);
  const lines = layout.eol + ' '.repeat(column) + block.linesAt(column).join(layout.eol);
  const isOneLine = lineStart(text, head) === lineStart(text, to);
  const lineEnd = isOneLine ? endOfLine(text, to) : to;
  if (lineEnd === to) return [{ start: head, end: to, text: lines }];
  return [
    { start: head, end: to, text: '' },
    { start: lineEnd, end: lineEnd, text: lines },
  ];
}
