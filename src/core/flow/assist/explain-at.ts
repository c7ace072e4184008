import type { Preview } from '../../expression/complete/index.ts';
import { previewAt } from '../complete/index.ts';
import { formatPath } from '../yaml/path.ts';
import type { Entry, OutlinedText } from './entry.ts';
import { allowedFor, type Knowledge } from './knowledge.ts';
import { typeWords } from './schema-at.ts';

/** What is known of the place under the mouse. [from, to) is the text that it is about. */
export type Explanation =
  | {
      readonly kind: 'key';
      readonly from: number;
      readonly to: number;
      /** `steps[3].retry.limit` */
      readonly path: string;
      readonly takes: string;
      readonly text: string | undefined;
    }
  | { readonly kind: 'value'; readonly from: number; readonly to: number; readonly preview: Preview };

export function explainAt(
  { text, entries }: OutlinedText,
  offset: number,
  knowledge: Knowledge,
): Explanation | undefined {
  const entry = entries.findLast(({ start, keyEnd }) => start <= offset && offset < keyEnd);
  if (entry !== undefined) return ofKey(entry, { text, entries }, knowledge);
  const valued = entries.findLast(({ valueStart, valueEnd }) => valueStart <= offset && offset < valueEnd);
  return valued === undefined ? undefined : ofValue(text, valued, knowledge);
}

function ofKey({ path, start, keyEnd }: Entry, outlined: OutlinedText, knowledge: Knowledge): Explanation | undefined {
  if (typeof path.at(-1) === 'number') return undefined;
  const { description, ways } = allowedFor(path, outlined, knowledge);
  if (description === undefined && ways.length === 0) return undefined;
  return { kind: 'key', from: start, to: keyEnd, path: formatPath(path), takes: typeWords(ways), text: description };
}

/** What an expression gave in the last run. Scripts are left to the log: they are more than their templates. */
function ofValue(
  text: string,
  { path, valueStart, valueEnd, isText }: Entry,
  knowledge: Knowledge,
): Explanation | undefined {
  if (knowledge.flow === null || isText) return undefined;
  const written = text.slice(valueStart, valueEnd);
  const isQuoted = /^(["']).*\1$/s.test(written);
  const place = { flow: knowledge.flow, path, last: knowledge.last };
  const preview = previewAt(place, isQuoted ? written.slice(1, -1) : written);
  return preview && { kind: 'value', from: valueStart, to: valueEnd, preview };
}
