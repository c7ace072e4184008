import type { Path } from '../yaml/path.ts';
import { isUnder } from '../yaml/path.ts';
import type { Entry } from './entry.ts';

/** What is being written at an offset of a text. */
export type Place =
  /** A key of the map at `path`; [from, to) is what there is of it. `column` is where its line begins, or would. */
  | { readonly kind: 'key'; readonly path: Path; readonly from: number; readonly to: number; readonly column: number }
  /** A value at `path`: [from, to) is its text as written, quotes included. What is nested in it stands in `column`, or deeper. */
  | {
      readonly kind: 'value';
      readonly path: Path;
      readonly from: number;
      readonly to: number;
      readonly column: number;
    };

/** Undefined in comments and where nothing can be said. `entries` are those of the text. */
export function placeAt(text: string, offset: number, entries: readonly Entry[]): Place | undefined {
  if (isInComment(text, offset, entries)) return undefined;
  const collection = entries.findLast((entry) => isInside(text, offset, entry));
  if (collection !== undefined) return inCollection(text, offset, { collection, entries });
  const line = { start: startOfLine(text, offset), end: endOfLine(text, offset) };
  const written = entries.findLast(
    ({ start, valueEnd, style }) => style === 'block' && start <= offset && (start >= line.start || offset < valueEnd),
  );
  if (written !== undefined) {
    const place = inEntry(text, offset, written);
    if (place !== undefined) return place;
  }
  return onOwnLine(text, offset, { entries, line });
}

/** Where the offset lies in a key or list entry with what it has on its lines. */
function inEntry(text: string, offset: number, entry: Entry): Place | undefined {
  const { path, start, keyEnd, valueStart, valueEnd, column } = entry;
  const isItem = typeof path.at(-1) === 'number';
  if (offset <= keyEnd) {
    return isItem ? undefined : { kind: 'key', path: path.slice(0, -1), from: start, to: keyEnd, column };
  }
  // Directly behind the colon nothing can be written.
  if (!isItem && offset === text.indexOf(':', keyEnd) + 1) return undefined;
  const inner = isItem ? Math.max(column + 2, column + valueStart - start) : column;
  if (valueEnd === valueStart || offset < valueStart)
    return { kind: 'value', path, from: offset, to: offset, column: inner };
  if (offset > valueEnd) return undefined;
  return { kind: 'value', path, from: valueStart, to: valueEnd, column: inner };
}

interface InCollection {
  readonly collection: Entry;
  readonly entries: readonly Entry[];
}

function inCollection(text: string, offset: number, { collection, entries }: InCollection): Place | undefined {
  const { path, column, valueStart } = collection;
  const isMap = text[valueStart] === '{';
  const children = entries.filter(
    (entry) =>
      entry.style === 'flow' &&
      entry.path.length === path.length + 1 &&
      isUnder(entry.path, path) &&
      entry.start > valueStart &&
      entry.start < collection.valueEnd,
  );
  const child = children.find(({ start, valueEnd }) => start <= offset && offset <= valueEnd);
  if (child !== undefined) {
    const { start, keyEnd } = child;
    if (isMap && offset <= keyEnd) return { kind: 'key', path, from: start, to: keyEnd, column };
    if (offset < child.valueStart) return { kind: 'value', path: child.path, from: offset, to: offset, column };
    return { kind: 'value', path: child.path, from: child.valueStart, to: child.valueEnd, column };
  }
  if (!isMap) {
    const before = children.filter(({ start }) => start < offset).length;
    return { kind: 'value', path: [...path, before], from: offset, to: offset, column };
  }
  const last = text.slice(valueStart, offset).trimEnd().at(-1);
  return last === '{' || last === ',' ? { kind: 'key', path, from: offset, to: offset, column } : undefined;
}

/** Whether the offset lies between the brackets of a collection that stands on its line. */
function isInside(text: string, offset: number, { valueStart, valueEnd, isText }: Entry): boolean {
  const first = text[valueStart];
  if (isText || (first !== '{' && first !== '[') || offset <= valueStart) return false;
  const isClosed = valueEnd > valueStart + 1 && text[valueEnd - 1] === (first === '{' ? '}' : ']');
  return isClosed ? offset < valueEnd : offset <= valueEnd;
}

interface OwnLine {
  readonly entries: readonly Entry[];
  readonly line: { readonly start: number; readonly end: number };
}

/** A line with nothing on it, or with a word that is no key yet: its column says which map it belongs to. */
function onOwnLine(text: string, offset: number, { entries, line }: OwnLine): Place | undefined {
  const written = text.slice(line.start, line.end);
  const word = /^( *)([\w$-]*)\s*$/.exec(written);
  if (word === null || offset < line.start + (word[1]?.length ?? 0)) {
    if (written.trim() !== '') return undefined;
  }
  const isBlank = written.trim() === '';
  const column = isBlank ? offset - line.start : (word?.[1]?.length ?? 0);
  const from = line.start + column;
  const to = isBlank ? offset : from + (word?.[2]?.length ?? 0);
  const path = mapAround(
    entries.filter(({ start, style }) => style === 'block' && start < line.start),
    column,
  );
  return path === undefined ? undefined : { kind: 'key', path, from, to, column };
}

/** The path of the map, or of what has no value yet, that a line in this column belongs to. */
function mapAround(before: readonly Entry[], column: number): Path | undefined {
  for (const { path, column: of, valueStart, valueEnd } of before.toReversed()) {
    if (of > column) continue;
    const isItem = typeof path.at(-1) === 'number';
    if (of === column && !isItem) return path.slice(0, -1);
    if (of === column) continue;
    return valueStart === valueEnd ? path : undefined;
  }
  return column === 0 ? [] : undefined;
}

function isInComment(text: string, offset: number, entries: readonly Entry[]): boolean {
  const start = startOfLine(text, offset);
  const hash = /(?:^|\s)#/.exec(text.slice(start, offset));
  if (hash === null) return false;
  const at = start + hash.index + hash[0].length - 1;
  // In quotes and in block scalars it is a sign like any other.
  return !entries.some(
    ({ valueStart, valueEnd, isText }) =>
      valueStart < at && at < valueEnd && (isText || /["']/.test(text[valueStart] ?? '')),
  );
}

const startOfLine = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}
