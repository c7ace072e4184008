import type { z } from 'zod';
import type { QuickFix } from '../../base/diagnostic.ts';
import { nearest } from '../../base/nearest.ts';
import type { Finding, FlowDocument, Span } from '../yaml/document.ts';
import { find, keySpan, pieceSpan, valueSpan } from '../yaml/locate.ts';
import { nameOf, type Path } from '../yaml/path.ts';
import { isRawList, isRawMap, type Raw, type RawMap } from '../yaml/plain.ts';
import { keysOf } from './place.ts';

type Issue = z.core.$ZodIssue;

/** Turns what the schema found into findings in the words of the format, each at its place in the file. */
export function findingsOf(document: FlowDocument, root: Raw, issues: readonly Issue[]): Finding[] {
  return issues.flatMap((issue) => flatten(root, issue, [])).flatMap((issue) => findingOf(document, root, issue));
}

interface PlacedIssue {
  readonly issue: Issue;
  readonly path: Path;
}

/** Of a union only the branch that was meant is of interest: the one whose kind of value is there. */
function flatten(root: Raw, issue: Issue, base: Path): PlacedIssue[] {
  const path = [...base, ...(issue.path as (string | number)[])];
  if (issue.code !== 'invalid_union') return [{ issue, path }];
  const branches = issue.errors.map((errors) => errors.flatMap((one) => flatten(root, one, path)));
  const ofThisKind = branches
    .filter((branch) => branch.length > 0 && !branch.some((one) => isOtherKind(one, path)))
    .sort((a, b) => a.length - b.length);
  // A missing key tells branches apart where there are several (triggers); where there is one, it is what is wrong.
  const complete = ofThisKind.filter((branch) => !branch.some((one) => isMissing(root, one, path)));
  return complete[0] ?? (ofThisKind.length === 1 ? ofThisKind[0] : undefined) ?? [{ issue, path }];
}

/** The value is of another kind than this branch of a union takes. */
const isOtherKind = ({ issue, path }: PlacedIssue, base: Path): boolean =>
  path.length === base.length &&
  ['invalid_type', 'invalid_value', 'invalid_format', 'invalid_union'].includes(issue.code);

const isMissing = (root: Raw, { issue, path }: PlacedIssue, base: Path): boolean =>
  path.length === base.length + 1 && issue.code !== 'unrecognized_keys' && rawAt(root, path) === undefined;

export function rawAt(root: Raw, path: Path): Raw | undefined {
  let value: Raw | undefined = root;
  for (const part of path) {
    if (isRawList(value) && typeof part === 'number') value = value[part];
    else if (isRawMap(value) && Object.hasOwn(value, part)) value = value[String(part)];
    else return undefined;
  }
  return value;
}

function findingOf(document: FlowDocument, root: Raw, { issue, path }: PlacedIssue): Finding[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(document, issue.message, [...path, key], root));
    case 'invalid_key':
      return [
        {
          code: 'key-invalid',
          severity: 'error',
          message: `\`${nameOf(path) ?? ''}\` cannot stand here: it must be ${issue.issues[0]?.message ?? 'a name'}`,
          span: keySpan(document, path),
          path,
        },
      ];
    case 'custom': {
      const { code, offset } = (issue.params ?? {}) as { code?: string; offset?: number };
      const value = rawAt(root, path);
      const text = typeof value === 'symbol' ? value.description : value;
      const span =
        offset === undefined || typeof text !== 'string'
          ? valueSpan(document, path)
          : pieceSpan(document, path, text, offset, text.length - offset);
      const key = nameOf(path);
      const message = code === 'duration-invalid' && key !== undefined ? `\`${key}\`: ${issue.message}` : issue.message;
      return [{ code: code ?? 'value-invalid', severity: 'error', message, span, path }];
    }
    default:
      return [wrongValue(document, root, issue, path)];
  }
}

function unknownKey(document: FlowDocument, place: string, path: Path, root: Raw): Finding {
  const key = String(path.at(-1));
  const taken = rawAt(root, path.slice(0, -1));
  const known = keysOf(place);
  const free = known.filter((one) => !(isRawMap(taken) && Object.hasOwn(taken, one)));
  const close = nearest(key, free) ?? nearest(key, known);
  const span = keySpan(document, path);
  const hint = close === undefined ? `. It takes ${listed(known)}` : `: did you mean \`${close}\`?`;
  return {
    code: 'unknown-key',
    severity: 'error',
    message: `\`${key}\` is not a key of ${place}${hint}`,
    span,
    path,
    ...(close !== undefined && free.includes(close) ? { fix: replaceFix(span, close) } : {}),
  };
}

const listed = (keys: readonly string[]): string => {
  const shown = keys.slice(0, 12).map((key) => `\`${key}\``);
  return keys.length > shown.length ? `${shown.join(', ')} and others` : shown.join(', ');
};

export const replaceFix = ([start, end]: Span, text: string): QuickFix => ({
  title: `Change to \`${text}\``,
  edits: [{ start, end, text }],
});

function wrongValue(document: FlowDocument, root: Raw, issue: Issue, path: Path): Finding {
  const actual = rawAt(root, path);
  const name = nameOf(path) === undefined ? 'This' : `\`${nameOf(path)}\``;
  if (actual === undefined) {
    const parent = path.slice(0, -1);
    const of = parent.length === 0 ? 'the flow' : (nameOf(parent) ?? 'this entry');
    return {
      code: 'missing-key',
      severity: 'error',
      message: `${name} is missing${of === 'the flow' ? '' : ` in \`${of}\``}: it must be ${issue.message}`,
      span: keySpan(document, parent),
      path,
    };
  }
  const misspelt = isRawMap(actual) ? misspeltKey(document, issue, actual, path) : undefined;
  if (misspelt !== undefined) return misspelt;
  const span = valueSpan(document, path);
  const words = typeof actual === 'string' ? wordsOf(issue) : [];
  const close = typeof actual === 'string' ? nearest(actual, words) : undefined;
  const message = `${name} must be ${issue.message}, not ${inWords(actual)}`;
  const fix = close !== undefined ? replaceFix(span, close) : textFix(document, issue, actual, path);
  return {
    code: 'value-invalid',
    severity: 'error',
    message: close === undefined ? message : `${message}: did you mean \`${close}\`?`,
    span,
    path,
    ...(fix ? { fix } : {}),
  };
}

/** A map of which no branch knows what it is, because the key that would tell is misspelt. */
function misspeltKey(document: FlowDocument, issue: Issue, actual: RawMap, path: Path): Finding | undefined {
  if (issue.code !== 'invalid_union') return undefined;
  const wanted = new Set(issue.errors.flat().flatMap(missingKeys));
  for (const key of Object.keys(actual)) {
    const close = wanted.has(key) ? undefined : nearest(key, wanted);
    if (close === undefined) continue;
    const span = keySpan(document, [...path, key]);
    return {
      code: 'unknown-key',
      severity: 'error',
      message: `\`${key}\` is not a key of this place: did you mean \`${close}\`?`,
      span,
      path: [...path, key],
      fix: replaceFix(span, close),
    };
  }
  return undefined;
}

function missingKeys(issue: Issue): string[] {
  if (issue.code === 'invalid_union') return issue.errors.flat().flatMap(missingKeys);
  const [key] = issue.path;
  return issue.path.length === 1 && typeof key === 'string' ? [key] : [];
}

/** The words that would have been right, in whichever branch. */
function wordsOf(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.filter((value) => typeof value === 'string');
  return issue.code === 'invalid_union' ? issue.errors.flatMap((errors) => errors.flatMap(wordsOf)) : [];
}

/** A number or `true` where text belongs: quotes are what is missing. */
function textFix(document: FlowDocument, issue: Issue, actual: Raw, path: Path): QuickFix | undefined {
  if (typeof actual !== 'symbol' || issue.code !== 'invalid_type' || issue.expected !== 'string') return undefined;
  const { node } = find(document, path);
  if (!node?.range || actual.description === '') return undefined;
  const [start, end] = node.range;
  return { title: 'Put it in quotes', edits: [{ start, end, text: `"${actual.description}"` }] };
}

function inWords(raw: Raw): string {
  if (typeof raw === 'symbol') return raw.description === '' ? 'empty' : `\`${raw.description}\``;
  if (typeof raw === 'string') {
    const line = raw.split('\n')[0] ?? '';
    return raw === '' ? 'empty text' : `\`${line.length > 40 ? `${line.slice(0, 40)}..` : line}\``;
  }
  return isRawList(raw) ? 'a list' : 'a map';
}
