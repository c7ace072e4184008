/**
 * The little that is to be known of CEL's text before it is parsed: where strings and comments are, so that nothing inside
 * them is taken for a name or for the end of a template.
 */

/** What begins a template. Here, apart from what evaluates one, so that whoever only looks for it loads no evaluator. */
export const OPEN = '${{';

export const hasTemplate = (text: string): boolean => text.includes(OPEN);

const STRING_PREFIX = /[bBrR]/;
const WORD = /[A-Za-z0-9_]/;

/** If a string or a comment begins at `at`, the offset behind it (the text's end when it is not closed), else `at`. */
export function skipLiteral(text: string, at: number): number {
  const char = text[at]!;
  if (char === '/' && text[at + 1] === '/') {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  }
  if (char !== '"' && char !== "'") return at;
  return text.startsWith(char.repeat(3), at) ? closing(text, at + 3, char.repeat(3)) : closing(text, at + 1, char);
}

/** A backslash keeps the next character from closing: in raw strings as well, as the parser has it. */
function closing(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (quote.length === 1 && text[at] === '\n') return at;
    else if (text.startsWith(quote, at)) return at + quote.length;
  }
  return text.length;
}

export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** What stands before it with nothing but blanks between: a dot makes it a property. */
  readonly afterDot: boolean;
}

/** The identifiers of an expression, in order, without those in strings and comments. */
export function* wordsOf(text: string): Generator<Word> {
  let afterDot = false;
  for (let at = 0; at < text.length; ) {
    const char = text[at]!;
    const behind = skipLiteral(text, at);
    if (behind > at) {
      if (char !== '/') afterDot = false;
      at = behind;
    } else if (WORD.test(char)) {
      const start = at;
      while (at < text.length && WORD.test(text[at]!)) at++;
      const isPrefix = at === start + 1 && STRING_PREFIX.test(char) && (text[at] === '"' || text[at] === "'");
      if (!isPrefix && !/\d/.test(char)) yield { text: text.slice(start, at), start, end: at, afterDot };
      afterDot = false;
    } else {
      if (char === '.') afterDot = true;
      else if (!/\s/.test(char)) afterDot = false;
      at++;
    }
  }
}
