import type { FlowEdit } from '../edit/model.ts';
import { rawAt } from '../schema/issues.ts';
import type { StepPlace } from '../steps.ts';
import type { Path } from '../yaml/path.ts';
import { isRawList } from '../yaml/plain.ts';
import { edits, type Finding, type Fix, type FixMaker, removal, stepOf } from './fix.ts';

const ID = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** A step that is named and does not exist: it is left out, or made. */
export const stepUnknown: FixMaker = (finding) => {
  const found = stepOf(finding);
  const id = finding.written;
  if (found === undefined || !ID.test(id)) return [];
  const { place, index } = found;
  const position = Number(place.path.at(-1));
  const list = place.path.slice(0, -1);
  const isNeed = isNeedsPath(finding.path);
  const isAlternative = /\b(else|fallback)\b/.test(String(finding.path.slice(place.path.length)));
  const made: FlowEdit = {
    op: 'insert',
    path: [...list, isAlternative ? index.places.length : position],
    value: { id, executor: 'noop' },
  };
  const label = `Add a step \`${id}\``;
  if (isNeed) {
    const without = withoutNeed(finding, finding.path, id);
    return [
      edits(label, made),
      ...(without === undefined ? [] : [edits(`Take \`${id}\` out of the needs of \`${place.step.id}\``, without)]),
    ];
  }
  if (isAlternative)
    return [edits(label, made), edits(`Remove \`${finding.path.findLast(isText)}\``, removal(finding, finding.path))];
  // An expression reads it: what is read must have ended.
  const need = withNeed(finding, place, id);
  return need === undefined ? [] : [edits(`${label}, and let \`${place.step.id}\` need it`, need, made)];
};

const isText = (part: string | number): part is string => typeof part === 'string';

const isNeedsPath = (path: Path): boolean => {
  const key = path.findLast(isText);
  return key === 'needs' || key === 'dependency';
};

function withNeed({ root }: Finding, { path }: StepPlace, id: string): FlowEdit | undefined {
  const at = [...path, 'needs'];
  const written = rawAt(root, at);
  if (written === undefined) return { op: 'set', path: at, value: [id] };
  if (isRawList(written)) return { op: 'insert', path: [...at, written.length], value: id };
  return typeof written === 'string' ? { op: 'set', path: at, value: `(${written}) && ${id}` } : undefined;
}

/** One step of the circle stops to wait, whichever the person chooses. */
export const needsCycle: FixMaker = (finding) => {
  const found = stepOf(finding);
  if (found === undefined) return [];
  const { index, place } = found;
  const cycle = index.graph.cycles.find((ids) => ids[0] === place.step.id) ?? [];
  return cycle.flatMap((id, i): Fix[] => {
    const needed = cycle[(i + 1) % cycle.length]!;
    const needs = index.needs.find((one) => one.place.step.id === id && one.atoms.some((atom) => atom.step === needed));
    const without = needs && withoutNeed(finding, needs.path, needed);
    return without === undefined ? [] : [edits(`Let \`${id}\` no longer need \`${needed}\``, without)];
  });
};

/** Takes a step out of a list of needs, or out of an expression that asks for it beside others. */
function withoutNeed(finding: Finding, path: Path, id: string): FlowEdit | undefined {
  const written = rawAt(finding.root, path);
  if (isRawList(written)) {
    const at = written.findIndex((entry) => typeof entry === 'string' && idOf(entry) === id);
    return at === -1 ? undefined : removal(finding, [...path, at]);
  }
  if (typeof written !== 'string') return undefined;
  if (typeof path.at(-1) === 'number') return idOf(written) === id ? removal(finding, path) : undefined;
  const parts = conjuncts(written);
  const left = parts.filter((part) => idOf(part) !== id);
  if (left.length === parts.length) return undefined;
  if (left.length === 0) return removal(finding, path);
  // What is left may still ask for it, inside of brackets: then this is no way out.
  if (left.some((part) => new RegExp(`(^|[^\\w-])${id}($|[^\\w-])`).test(part))) return undefined;
  const [only] = left;
  const isList = left.every((part) => ID.test(part.replace(/\.[a-z]+$/, '')));
  return { op: 'set', path, value: isList ? left : left.length === 1 ? only! : left.join(' && ') };
}

const idOf = (atom: string): string => atom.trim().replace(/\.[a-z]+$/, '');

/** `a && (b || c)` taken apart at its outermost `&&`; whole where something else joins it. */
function conjuncts(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (depth === 0 && text.startsWith('||', at)) return [text.trim()];
    else if (depth === 0 && text.startsWith('&&', at)) {
      parts.push(text.slice(from, at).trim());
      from = at + 2;
      at++;
    }
  }
  return [...parts, text.slice(from).trim()];
}

/** The step that stands in for others never starts by itself: the one that it stands in for does. */
export const needsAuxiliary: FixMaker = (finding) => {
  const found = stepOf(finding);
  const owner = found?.index.places.find(({ step }) =>
    [step.else, ...(step.fallback ?? [])].some((one) => one?.kind === 'step' && one.id === finding.written),
  );
  if (found === undefined || owner === undefined) return [];
  const without = withoutNeed(finding, finding.path, finding.written);
  const { line, column, endColumn, endLine } = finding.diagnostic;
  if (line !== endLine) return [];
  const start = finding.document.lines.lineStarts[line - 1]! + column - 1;
  return [
    {
      kind: 'text',
      label: `Need \`${owner.step.id}\` instead`,
      changes: [{ start, end: start + endColumn - column, text: owner.step.id }],
    },
    ...(without === undefined ? [] : [edits(`Take \`${finding.written}\` out of the needs`, without)]),
  ];
};
