import type { ParseOptions } from './expression.ts';
import { type Word, wordsOf } from './scan.ts';

/**
 * CEL's names have no `-`, those of steps and parameters may. Such names are found here and hidden from the parser behind
 * stand-ins of the same length, so that every offset stays true.
 */
export interface HiddenNames {
  /** What the parser reads. */
  readonly text: string;
  /** The name as written, by the offset where it begins. */
  readonly namesByOffset: ReadonlyMap<number, string>;
}

/** A property of these may have a `-`: of a root, or of anything that has such a property. */
const OF_ROOT = new Set(['steps', 'params', 'env', 'matrix', 'secrets', 'outputs']);
const OF_PROPERTY = new Set(['outputs', 'params', 'env', 'matrix']);
/** Words of CEL that may still be the name of a step. */
const KEYWORDS = new Set(['true', 'false', 'null', 'in']);

const NAME = /[A-Za-z0-9_-]*/y;

export function hideNames(text: string, options: ParseOptions): HiddenNames {
  const namesByOffset = new Map<number, string>();
  let previous: Word | undefined;
  let skipTo = 0;
  for (const word of wordsOf(text)) {
    if (word.start < skipTo) continue;
    const name = word.afterDot ? nameAt(text, word, previous, options) : word.text;
    skipTo = word.end;
    if (word.afterDot && (name !== word.text || KEYWORDS.has(name)) && !isCalled(text, word.start + name.length)) {
      skipTo = word.start + name.length;
      namesByOffset.set(word.start, name);
    }
    previous = word;
  }
  return { text: withStandIns(text, namesByOffset), namesByOffset };
}

/** A name that is called is a function: those have no `-`. */
function isCalled(text: string, at: number): boolean {
  while (/\s/.test(text[at] ?? '')) at++;
  return text[at] === '(';
}

/** The name that begins at the word: longer than the word when it goes on with `-`. */
function nameAt(text: string, word: Word, owner: Word | undefined, options: ParseOptions): string {
  if (text[word.end] !== '-' || owner === undefined) return word.text;
  // `steps["a"].b-c`: the dot belongs to the bracket, not to `steps`.
  if (!/^\s*\.\s*$/.test(text.slice(owner.end, word.start))) return word.text;
  if (!(owner.afterDot ? OF_PROPERTY : OF_ROOT).has(owner.text)) return word.text;
  NAME.lastIndex = word.start;
  const longest = NAME.exec(text)![0];
  const known = owner.afterDot ? undefined : knownNames(owner.text, options);
  for (let end = longest.length; known !== undefined && end > 0; end = longest.lastIndexOf('-', end - 1)) {
    if (known.has(longest.slice(0, end))) return longest.slice(0, end);
  }
  // A minus before a blank or a bracket is an operator.
  return longest.replace(/-+$/, '');
}

function knownNames(root: string, options: ParseOptions): ReadonlySet<string> | undefined {
  const list = root === 'steps' ? options.knownSteps : root === 'params' ? options.knownParams : undefined;
  return list && setOf(list);
}

/** A flow of 10,000 steps asks with the same list for each of its expressions. */
const setsByList = new WeakMap<readonly string[], ReadonlySet<string>>();

function setOf(list: readonly string[]): ReadonlySet<string> {
  const known = setsByList.get(list);
  if (known !== undefined) return known;
  const set = new Set(list);
  setsByList.set(list, set);
  return set;
}

function withStandIns(text: string, namesByOffset: ReadonlyMap<number, string>): string {
  let result = '';
  let at = 0;
  for (const [offset, name] of namesByOffset) {
    result += text.slice(at, offset) + '_'.repeat(name.length);
    at = offset + name.length;
  }
  return result + text.slice(at);
}
