import type { Json } from '../../base/json.ts';
import { completeAt } from '../complete/index.ts';
import type { Flow } from '../flow.ts';
import { HANDLER_KEYS } from '../steps.ts';
import { isUnder, type Path } from '../yaml/path.ts';
import type { Entry, OutlinedText } from './entry.ts';
import { allowedFor, type Knowledge } from './knowledge.ts';
import { type Place, placeAt } from './place-at.ts';
import { isOf, type JsonSchema, keysIn, typeWords, valuesIn } from './schema-at.ts';

export interface Suggestion {
  readonly label: string;
  /** What takes the place of [from, to). */
  readonly insert: string;
  /** Where the cursor stands afterwards, in `insert`; at its end when absent. */
  readonly cursor?: number;
  readonly kind: 'key' | 'value' | 'name' | 'function';
  /** In a few words: what it takes, what it holds. */
  readonly detail?: string;
  readonly documentation?: string;
  /** What it held when the flow last ran. */
  readonly value?: Json;
}

export interface Suggestions {
  readonly from: number;
  readonly to: number;
  readonly options: readonly Suggestion[];
  /** To be offered unasked; else on request alone. */
  readonly isAsked: boolean;
}

/** How a flow may go on at an offset of its text, whatever state the rest is in. */
export function suggestAt(
  { text, entries }: OutlinedText,
  offset: number,
  knowledge: Knowledge,
): Suggestions | undefined {
  const place = placeAt(text, offset, entries);
  if (place === undefined) return undefined;
  const at = { place, entries, knowledge };
  if (place.kind === 'key') return keys(text, offset, at);
  return expressions(text, offset, at) ?? values(text, offset, at);
}

interface At {
  readonly place: Place;
  readonly entries: readonly Entry[];
  readonly knowledge: Knowledge;
}

function keys(text: string, offset: number, { place, entries, knowledge }: At): Suggestions | undefined {
  const { path, from, to, column } = place;
  const typed = text.slice(from, offset);
  const written = keysOf(entries, path).filter(({ start }) => start !== from);
  const names = new Set(written.map((entry) => String(entry.path.at(-1))));
  const isNamed = text.slice(to).trimStart().startsWith(':');
  const isInline =
    entries.some(({ style, start }) => style === 'flow' && start === from) || isInBrackets(text, from, entries);
  const outlined = { text, entries };
  const { ways } = allowedFor(path, outlined, knowledge);
  const isList = names.size === 0 && ways.length > 0 && ways.every((way) => isOf(way, 'array')) && !isInline;
  const at = isList ? { path: [...path, 0], column: column + 2, lead: '- ' } : { path, column, lead: '' };
  const options = keysIn(allowedFor(at.path, outlined, knowledge), names)
    .filter(({ key }) => !names.has(key))
    .map(({ key, isRequired }): Suggestion => {
      const { description, ways } = allowedFor([...at.path, key], outlined, knowledge);
      const tail = isNamed ? '' : isInline ? ': ' : tailOf(ways, at.column);
      return {
        label: `${at.lead}${key}`,
        insert: `${at.lead}${key}${tail}`,
        kind: 'key',
        detail: [isRequired ? 'required' : '', typeWords(ways)].filter(Boolean).join(', '),
        ...(description === undefined ? {} : { documentation: description }),
      };
    });
  return fitting({ from, to, typed, isAsked: typed !== '' }, options);
}

/** What follows a new key: the value on its line, or the lines that it can only have below. */
function tailOf(ways: readonly JsonSchema[], column: number): string {
  const deeper = ' '.repeat(column + 2);
  if (ways.length > 0 && ways.every((way) => isOf(way, 'array'))) {
    return ways.some(({ items }) => items !== undefined) ? `:\n${deeper}- ` : ': ';
  }
  return ways.length > 0 && ways.every((way) => isOf(way, 'object')) ? `:\n${deeper}` : ': ';
}

/** Expressions, templates and needs are completed by who reads them. */
function expressions(text: string, offset: number, { place, knowledge }: At): Suggestions | undefined {
  if (knowledge.flow === null) return undefined;
  const { path, from, to } = place;
  const quote = /["']/.test(text[from] ?? '') && to > from ? 1 : 0;
  const closed = quote === 1 && to - from > 1 && text[to - 1] === text[from] ? 1 : 0;
  const inner = { from: from + quote, to: to - closed };
  if (offset < inner.from || offset > inner.to) return undefined;
  const secretFields = Object.fromEntries(
    knowledge.executors.flatMap(({ name, secretFields: fields }) => (fields === undefined ? [] : [[name, fields]])),
  );
  const at = { flow: knowledge.flow, path, last: knowledge.last, secretFields };
  const found = completeAt(at, text.slice(inner.from, inner.to), offset - inner.from);
  return found && { ...found, from: found.from + inner.from, to: found.to + inner.from };
}

function values(text: string, offset: number, { place, entries, knowledge }: At): Suggestions | undefined {
  const { path, from, to, column } = place;
  if (/^[|>{[]/.test(text.slice(from, to)) || offset < from) return undefined;
  const { ways } = allowedFor(path, { text, entries }, knowledge);
  const typed = text.slice(from, offset);
  const words = wordsAt(path, ways, knowledge);
  const isInline = isInBrackets(text, from, entries);
  // An entry of a list of maps begins with its first key.
  const isMap = typeof path.at(-1) === 'number' && !isInline && ways.some(({ properties }) => properties !== undefined);
  const heads = isMap
    ? keys(text, offset, { place: { ...place, kind: 'key', column }, entries, knowledge })
    : undefined;
  return fitting({ from, to, typed, isAsked: typed !== '' || words.length > 0 }, [...words, ...(heads?.options ?? [])]);
}

/** The words among which the value at a path is chosen. */
function wordsAt(path: Path, ways: readonly JsonSchema[], { flow, executors }: Knowledge): readonly Suggestion[] {
  const name = path.findLast((part) => typeof part === 'string');
  const isInWith = path.slice(0, -1).includes('with');
  if (name === 'executor' && !isInWith) {
    return executors.map((executor) => ({
      ...word(executor.name),
      ...(executor.description === undefined ? {} : { documentation: executor.description }),
    }));
  }
  const isStandIn = !isInWith && (name === 'else' || name === 'fallback');
  return (isStandIn && flow !== null ? siblingIds(flow, path) : valuesIn(ways)).map(word);
}

const word = (text: string): Suggestion => ({ label: text, insert: text, kind: 'value' });

/** Ids of the other steps of the list in which a path lies. */
function siblingIds(flow: Flow, path: Path): readonly string[] {
  const handler = HANDLER_KEYS.find((key) => isUnder(path, ['handlers', key]));
  const list = handler === undefined ? flow.steps : (flow.handlers?.[handler] ?? []);
  const own = path[handler === undefined ? 1 : 2];
  return list.filter((_, index) => index !== own).map(({ id }) => id);
}

function keysOf(entries: readonly Entry[], path: Path): readonly Entry[] {
  return entries.filter(
    (entry) =>
      entry.path.length === path.length + 1 && typeof entry.path.at(-1) === 'string' && isUnder(entry.path, path),
  );
}

const isInBrackets = (text: string, offset: number, entries: readonly Entry[]): boolean =>
  entries.some(
    ({ valueStart, valueEnd, isText }) =>
      !isText && /[{[]/.test(text[valueStart] ?? '') && valueStart < offset && offset <= valueEnd,
  );

/** Those that hold what was typed: first those that begin with it. */
function fitting(
  {
    from,
    to,
    typed,
    isAsked,
  }: { readonly from: number; readonly to: number; readonly typed: string; readonly isAsked: boolean },
  options: readonly Suggestion[],
): Suggestions | undefined {
  const wanted = typed.toLowerCase();
  const rank = ({ label }: Suggestion) => {
    const word = label.replace(/^- /, '').toLowerCase();
    return word.startsWith(wanted) ? 0 : word.includes(wanted) ? 1 : 2;
  };
  const fit = options.filter((one) => rank(one) < 2).toSorted((a, b) => rank(a) - rank(b));
  const isDone = fit.length === 1 && fit[0]?.insert === typed;
  return fit.length === 0 || isDone ? undefined : { from, to, options: fit, isAsked };
}
