import { resolvePlain } from '../yaml/plain.ts';

export type Quotes = 'single' | 'double';

export interface ScalarStyle {
  /** Inside of `[ ]` or `{ }`. */
  readonly inFlow?: boolean;
  /** Which quotes to use where some are needed. */
  readonly quotes?: Quotes;
  /** Keep quotes that are not needed. */
  readonly keepQuotes?: boolean;
  /** The reader takes the source text, so that `8080` and `true` need no quotes to be text. */
  readonly readsSource?: boolean;
}

/** Text as a scalar on one line. */
export function scalarText(text: string, style: ScalarStyle = {}): string {
  const { inFlow = false, quotes, keepQuotes = false, readsSource = false } = style;
  if (!keepQuotes && isPlainSafe(text, inFlow) && (readsSource || resolvePlain(text) === undefined)) return text;
  const wanted = quotes ?? (/["\\]/.test(text) && !text.includes("'") ? 'single' : 'double');
  return wanted === 'single' && isPrintable(text) ? `'${text.replaceAll("'", "''")}'` : doubleQuoted(text);
}

/** Control characters, separators that YAML or editors take for line ends, and halves of surrogate pairs: only escapes hold them. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/u;
const isPrintable = (text: string): boolean => !UNPRINTABLE.test(text);

/** Whether text stands for itself without quotes. Stricter than YAML where its rules are hard to remember. */
export function isPlainSafe(text: string, inFlow: boolean): boolean {
  if (text === '' || text.trim() !== text || !isPrintable(text)) return false;
  if (/^[?:,[\]{}#&*!|>'"%@`=]/.test(text) || /^-(?:$|[\s,[\]{}])/.test(text)) return false;
  if (/^(?:---|\.\.\.|<<)/.test(text) || /:(?:\s|$)/.test(text) || /\s#/.test(text)) return false;
  return !inFlow || (!/[,[\]{}]/.test(text) && !/^-/.test(text));
}

function doubleQuoted(text: string): string {
  // JSON's escapes are YAML's too; what JSON leaves as it is but YAML does not print is escaped as well.
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether text of several lines can be a literal block (`|`): it reads back exactly. */
export function isBlockSafe(text: string): boolean {
  if (!text.includes('\n') || /\n\n$/.test(text) || /^\s/.test(text) || text.trim() === '') return false;
  if (/\n[ \t]+\n?$/.test(text)) return false;
  return text.split('\n').every((line) => isPrintable(line.replaceAll('\t', '')));
}

/** A literal block: its header, and its lines without indentation. */
export function blockText(text: string): { header: string; lines: string[] } {
  const ends = text.endsWith('\n');
  return { header: ends ? '|' : '|-', lines: (ends ? text.slice(0, -1) : text).split('\n') };
}
