import type { Path } from '../yaml/path.ts';
import type { Entry } from './entry.ts';
import { endOfFlow, endOfQuoted, skipBlanks } from './flow-text.ts';

interface Frame {
  readonly column: number;
  /** The container's path. */
  readonly path: Path;
  /** Of a list: the entries so far. */
  count: number;
  readonly kind: 'map' | 'list';
}

const KEY =
  /(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^\s#&*!|>'"%@`{}[\],-][^\n]*?|-(?=[^\s])[^\n]*?)(?=\s*:(?:\s|$))/y;
const PROPERTIES = /(?:[&!][^\s]*[ \t]+)*(?:[&!][^\s]*(?=\s|$))?/y;

/**
 * Every key and list entry of a YAML text in its order, by indentation and brackets alone: while somebody types, the text is seldom
 * valid, and still each line has a place. Lines that fit nowhere are passed over.
 */
export function outlineOf(text: string): Entry[] {
  const entries: Entry[] = [];
  const frames: Frame[] = [];
  let at = 0;
  while (at < text.length) {
    const lineEnd = endOfLine(text, at);
    let cursor = at;
    while (text[cursor] === ' ') cursor++;
    const isContent = cursor < lineEnd && text[cursor] !== '#' && text[cursor] !== '\t';
    const isMarker = cursor === at && /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(at, at + 4));
    at = isContent && !isMarker ? readLine(text, { at: cursor, lineStart: at, frames, entries }) : lineEnd + 1;
  }
  return entries;
}

interface Line {
  readonly at: number;
  readonly lineStart: number;
  readonly frames: Frame[];
  readonly entries: Entry[];
}

/** Reads the entries that begin on a line, and returns where the next line to look at begins. */
function readLine(text: string, { at, lineStart, frames, entries }: Line): number {
  let cursor = at;
  for (;;) {
    const column = cursor - lineStart;
    const lineEnd = endOfLine(text, cursor);
    if (cursor >= lineEnd) return lineEnd + 1;
    if (text[cursor] === '-' && /\s|^$/.test(text.slice(cursor + 1, cursor + 2))) {
      const path = enterList(frames, column);
      const inner = skipBlanks(text, cursor + 1);
      const entry = { path, start: cursor, keyEnd: cursor + 1, column, style: 'block' as const };
      const opensMore = isKeyAt(text, inner) || /^-(?:\s|$)/.test(text.slice(inner, inner + 2));
      if (opensMore) {
        entries.push({ ...entry, valueStart: inner, valueEnd: inner, isText: false });
        cursor = inner;
        continue;
      }
      return readValue(text, { entry, at: inner, entries });
    }
    const key = keyAt(text, cursor);
    if (key === null) return lineEnd + 1;
    const path = enterMap(frames, column, key.name);
    const entry = { path, start: cursor, keyEnd: key.end, column, style: 'block' as const };
    return readValue(text, { entry, at: skipBlanks(text, key.colon + 1), entries });
  }
}

/** The path of the next entry of the list at a column. */
function enterList(frames: Frame[], column: number): Path {
  while (frames.length > 0 && top(frames).column > column) frames.pop();
  let list = frames.at(-1);
  if (list === undefined || list.kind !== 'list' || list.column !== column) {
    list = { kind: 'list', column, path: pathBelow(frames), count: 0 };
    frames.push(list);
  }
  list.count++;
  return [...list.path, list.count - 1];
}

/** The path of a key of the map at a column. */
function enterMap(frames: Frame[], column: number, key: string): Path {
  while (frames.length > 0) {
    const { column: of, kind } = top(frames);
    // A list may stand in the column of the key that it belongs to.
    if (of > column || (of === column && kind === 'list')) frames.pop();
    else break;
  }
  const parent = frames.at(-1);
  const isSame = parent !== undefined && parent.kind === 'map' && parent.column === column;
  const path = isSame ? parent.path.slice(0, -1) : pathBelow(frames);
  if (isSame) frames.pop();
  // A map's frame has the path of the key that is open in it.
  const own = [...path, key];
  frames.push({ kind: 'map', column, path: own, count: 0 });
  return own;
}

const top = (frames: readonly Frame[]): Frame => frames[frames.length - 1] as Frame;

function pathBelow(frames: readonly Frame[]): Path {
  const parent = frames.at(-1);
  if (parent === undefined) return [];
  return parent.kind === 'map' ? parent.path : [...parent.path, parent.count - 1];
}

type Opened = Pick<Entry, 'path' | 'start' | 'keyEnd' | 'column' | 'style'>;

/** Reads the value that begins at `at`, and returns where the line after it begins. */
function readValue(
  text: string,
  { entry, at, entries }: { readonly entry: Opened; readonly at: number; readonly entries: Entry[] },
): number {
  PROPERTIES.lastIndex = at;
  const start = skipBlanks(text, at + (PROPERTIES.exec(text)?.[0].length ?? 0));
  const lineEnd = endOfLine(text, start);
  const first = text[start] ?? '';
  if (first === '|' || first === '>') {
    const end = endOfBlock(text, lineEnd + 1, entry.column);
    entries.push({ ...entry, valueStart: start, valueEnd: end, isText: true });
    return end;
  }
  if (first === '{' || first === '[') {
    const place = entries.length;
    const inner: Entry[] = [];
    const end = endOfFlow(text, start, { path: entry.path, column: entry.column, entries: inner });
    entries.splice(place, 0, { ...entry, valueStart: start, valueEnd: end, isText: false }, ...inner);
    return endOfLine(text, end) + 1;
  }
  const isQuoted = first === '"' || first === "'";
  const end = isQuoted ? endOfQuoted(text, start) : endOfPlain(text, start, lineEnd);
  const isText = isQuoted && text.slice(start, end).includes('\n');
  entries.push({ ...entry, valueStart: start, valueEnd: end, isText });
  return endOfLine(text, end) + 1;
}

/** Lines that are blank or deeper than the key belong to a block scalar. */
function endOfBlock(text: string, from: number, column: number): number {
  let at = from;
  let end = Math.min(from, text.length);
  while (at < text.length) {
    const lineEnd = endOfLine(text, at);
    let cursor = at;
    while (text[cursor] === ' ') cursor++;
    const isBlank = cursor >= lineEnd;
    if (!isBlank && cursor - at <= column) break;
    at = lineEnd + 1;
    end = Math.min(at, text.length);
  }
  return end;
}

function endOfPlain(text: string, start: number, lineEnd: number): number {
  if (text[start] === '#') return start;
  const comment = /[ \t]#/.exec(text.slice(start, lineEnd));
  const end = comment === null ? lineEnd : start + comment.index;
  return start + text.slice(start, end).trimEnd().length;
}

function keyAt(
  text: string,
  at: number,
): { readonly name: string; readonly end: number; readonly colon: number } | null {
  KEY.lastIndex = at;
  const written = KEY.exec(text)?.[0];
  if (written === undefined) return null;
  const end = at + written.length;
  const name = /^["']/.test(written) ? written.slice(1, -1) : written.trimEnd();
  return { name, end, colon: skipBlanks(text, end) };
}

const isKeyAt = (text: string, at: number): boolean => keyAt(text, at) !== null;

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
