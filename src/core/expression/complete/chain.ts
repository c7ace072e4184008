import { skipLiteral } from '../scan.ts';

/** What is being written at an offset of an expression. */
export type Written =
  /** A name that begins an expression: `par|`. */
  | { readonly kind: 'name'; readonly from: number; readonly to: number }
  /** A name behind a dot: `steps.bu|`. `path` is what stands before the dot; undefined when it is a value without a name, such as `f(x).`. */
  | {
      readonly kind: 'property';
      readonly path: readonly string[] | undefined;
      readonly from: number;
      readonly to: number;
    }
  /** A text in brackets: `steps["bu|`. `to` is behind the closing quote and bracket, where they are there already. */
  | {
      readonly kind: 'key';
      readonly path: readonly string[];
      readonly quote: string;
      readonly from: number;
      readonly to: number;
    };

/** Names that may hold a `-`: what stands below these. */
const HYPHENATED: ReadonlySet<string> = new Set(['steps', 'params', 'env', 'matrix', 'secrets', 'outputs']);
const LETTER = /[A-Za-z0-9_]/;

/** Undefined inside of a text, a comment or a number, where no name is expected. */
export function writtenAt(text: string, offset: number): Written | undefined {
  const literal = literalAt(text, offset);
  if (literal !== undefined) return keyAt(text, literal, offset);
  const plain = wordStart(text, offset, false);
  const hyphenated = wordStart(text, offset, true);
  const dot = dotBefore(text, hyphenated);
  if (dot !== undefined) {
    const path = pathBefore(text, dot);
    if (path === undefined || HYPHENATED.has(path.at(-1) ?? '')) {
      return { kind: 'property', path, from: hyphenated, to: wordEnd(text, offset, path !== undefined) };
    }
  }
  const near = dotBefore(text, plain);
  if (near !== undefined) {
    return { kind: 'property', path: pathBefore(text, near), from: plain, to: wordEnd(text, offset, false) };
  }
  if (/\d/.test(text[plain] ?? '') && plain < offset) return undefined;
  return { kind: 'name', from: plain, to: wordEnd(text, offset, false) };
}

/** The text or comment in which the offset lies. */
function literalAt(text: string, offset: number): number | undefined {
  for (let at = 0; at < offset; ) {
    const behind = skipLiteral(text, at);
    if (behind === at) {
      at++;
      continue;
    }
    const isClosed = text[at] !== '/' && behind - at > 1 && text[behind - 1] === text[at];
    if (offset < behind || (offset === behind && !isClosed)) return at;
    at = behind;
  }
  return undefined;
}

function keyAt(text: string, quoteAt: number, offset: number): Written | undefined {
  const quote = text[quoteAt]!;
  if (quote === '/' || text.startsWith(quote.repeat(3), quoteAt)) return undefined;
  const bracket = lastBefore(text, quoteAt);
  if (text[bracket] !== '[') return undefined;
  const path = pathBefore(text, bracket);
  if (path === undefined) return undefined;
  const rest = /^[^"'\]\n]*(["']\s*\]?)?/.exec(text.slice(offset))?.[0] ?? '';
  return { kind: 'key', path, quote, from: quoteAt + 1, to: offset + (/["']/.test(rest) ? rest.length : 0) };
}

function wordStart(text: string, offset: number, hyphens: boolean): number {
  let at = offset;
  while (at > 0 && (LETTER.test(text[at - 1]!) || (hyphens && text[at - 1] === '-'))) at--;
  return at;
}

function wordEnd(text: string, offset: number, hyphens: boolean): number {
  let at = offset;
  while (at < text.length && (LETTER.test(text[at]!) || (hyphens && text[at] === '-'))) at++;
  return at;
}

function lastBefore(text: string, at: number): number {
  let before = at - 1;
  while (before >= 0 && /\s/.test(text[before]!)) before--;
  return before;
}

function dotBefore(text: string, at: number): number | undefined {
  const before = lastBefore(text, at);
  return text[before] === '.' ? before : undefined;
}

/** The names that lead to the value before a dot or a bracket. */
function pathBefore(text: string, end: number): readonly string[] | undefined {
  const last = lastBefore(text, end);
  if (last < 0) return undefined;
  if (text[last] === ']') {
    const open = text.lastIndexOf('[', last);
    const key = open < 0 ? undefined : /^\s*(?:"([^"\\]*)"|'([^'\\]*)'|(\d+))\s*$/.exec(text.slice(open + 1, last));
    const before = key == null ? undefined : pathBefore(text, open);
    return before === undefined ? undefined : [...before, key?.[1] ?? key?.[2] ?? key?.[3] ?? ''];
  }
  if (!/[A-Za-z0-9_-]/.test(text[last]!)) return undefined;
  const hyphenated = wordStart(text, last + 1, true);
  const dot = dotBefore(text, hyphenated);
  const owner = dot === undefined ? undefined : pathBefore(text, dot);
  if (owner !== undefined && HYPHENATED.has(owner.at(-1) ?? '')) return [...owner, text.slice(hyphenated, last + 1)];
  const plain = wordStart(text, last + 1, false);
  const name = text.slice(plain, last + 1);
  if (!/^[A-Za-z_]/.test(name)) return undefined;
  const near = dotBefore(text, plain);
  if (near === undefined) return [name];
  const outer = pathBefore(text, near);
  return outer === undefined ? undefined : [...outer, name];
}
