import type { Path } from '../yaml/path.ts';
import type { Entry } from './entry.ts';

interface FlowScan {
  readonly path: Path;
  readonly column: number;
  readonly entries: Entry[];
}

const PLAIN_END = /[,\]}\n]|[ \t]#|:(?=[\s,\]}]|$)/g;

/**
 * Reads the flow collection that begins at `start` (`{` or `[`), with everything in it, into `entries`. Returns the offset after
 * its last bracket; one that is never closed ends where its line does, so that the lines below keep their places.
 */
export function endOfFlow(text: string, start: number, scan: FlowScan): number {
  const end = readCollection(text, start, scan);
  if (end !== null) return end;
  // Never closed: what was found on further lines is theirs.
  const newline = text.indexOf('\n', start);
  const lineEnd = newline === -1 ? text.length : newline;
  const own = scan.entries.filter((entry) => entry.start < lineEnd);
  scan.entries.splice(0, scan.entries.length, ...own.map((entry) => cut(entry, lineEnd)));
  return lineEnd;
}

const cut = (entry: Entry, end: number): Entry => ({ ...entry, valueEnd: Math.min(entry.valueEnd, end) });

/** Null when the text ends before the collection does. */
function readCollection(text: string, start: number, { path, column, entries }: FlowScan): number | null {
  const isMap = text[start] === '{';
  const close = isMap ? '}' : ']';
  let at = start + 1;
  let count = 0;
  for (;;) {
    at = skipSpace(text, at);
    const first = text[at];
    if (first === undefined) return null;
    if (first === close) return at + 1;
    // A bracket that closes something else: this one was left open.
    if (first === '}' || first === ']') return null;
    if (first === ',') {
      at++;
      continue;
    }
    const place = entries.length;
    const keyEnd = isMap ? endOfScalar(text, at) : at;
    const name = isMap ? unquoted(text.slice(at, keyEnd)) : count++;
    let valueAt = keyEnd;
    if (isMap) {
      const colon = skipSpace(text, keyEnd);
      if (text[colon] === ':') valueAt = skipBlanks(text, colon + 1);
      else if (keyEnd === at) return null;
    }
    const own: Path = [...path, name];
    const hasValue = !isMap || valueAt > keyEnd;
    const inner: Entry[] = [];
    const valueEnd = hasValue ? endOfValue(text, valueAt, { path: own, column, entries: inner }) : keyEnd;
    if (valueEnd === null) {
      entries.splice(place, 0, flowEntry(own, at, keyEnd, [valueAt, text.length], column), ...inner);
      return null;
    }
    entries.push(flowEntry(own, at, keyEnd, [valueAt, valueEnd], column), ...inner);
    at = Math.max(valueEnd, at + 1);
  }
}

const flowEntry = (
  path: Path,
  start: number,
  keyEnd: number,
  [valueStart, valueEnd]: readonly [number, number],
  column: number,
): Entry => ({ path, start, keyEnd, valueStart, valueEnd, column, style: 'flow', isText: false });

function endOfValue(text: string, at: number, scan: FlowScan): number | null {
  const first = text[at];
  if (first === '{' || first === '[') return readCollection(text, at, scan);
  return endOfScalar(text, at);
}

function endOfScalar(text: string, at: number): number {
  if (text[at] === '"' || text[at] === "'") return endOfQuoted(text, at);
  // A template holds braces of its own.
  let from = at;
  for (;;) {
    PLAIN_END.lastIndex = from;
    const found = PLAIN_END.exec(text)?.index ?? text.length;
    const template = from + text.slice(from, found).indexOf('${{');
    if (template < from) return at + text.slice(at, found).trimEnd().length;
    const close = text.indexOf('}}', template);
    if (close === -1 || text.slice(template, close).includes('\n')) return at + text.slice(at, found).trimEnd().length;
    from = close + 2;
  }
}

/** The offset after the closing quote of the scalar that begins at `start`; of its line when it is never closed. */
export function endOfQuoted(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++;
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === "'") at++;
      else return at + 1;
    } else if (text[at] === '\n' && /^\s*(?:- |[\w-]+:(?:\s|$))/.test(text.slice(at + 1, at + 200))) return at;
  }
  return text.length;
}

const unquoted = (text: string): string => (/^["']/.test(text) ? text.slice(1, -1) : text);

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (/\s/.test(text[at] ?? 'x')) at++;
    if (text[at] !== '#') return at;
    const newline = text.indexOf('\n', at);
    if (newline === -1) return text.length;
    at = newline;
  }
}

export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}
