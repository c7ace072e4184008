import type { NeedSuffix, NeedsExpression } from '../../graph/needs.ts';
import { parseNeedsText } from '../../graph/parse-needs.ts';
import type { FlowEdit } from '../edit/model.ts';
import type { Needs } from '../flow.ts';
import type { StepPlace } from '../steps.ts';
import type { Path } from '../yaml/path.ts';

/** One thing that a step needs: another one's end. */
export interface Need {
  readonly step: string;
  readonly is: NeedSuffix;
}

/** What becomes of a step's needs: of each of them, and what is needed besides. */
export interface NeedsChange {
  /** The needs that stand in the place of one: none takes it away, undefined leaves it. */
  readonly replace?: (need: Need) => readonly Need[] | undefined;
  readonly add?: readonly Need[];
}

export const needText = ({ step, is }: Need): string => (is === 'succeeded' ? step : `${step}.${is}`);

interface WrittenNeeds {
  readonly needs: Needs;
  readonly path: Path;
  /** Taken away when no need is left. */
  readonly holder: Path;
}

/** The `needs` of a step: its own, else those of a frame `dependency`. */
function writtenNeeds({ step, path }: StepPlace): WrittenNeeds | undefined {
  if (step.needs !== undefined) return { needs: step.needs, path: [...path, 'needs'], holder: [...path, 'needs'] };
  const frame = step.frames?.findIndex((entry) => entry.frame === 'dependency') ?? -1;
  const config = step.frames?.[frame]?.config;
  if (config === undefined) return undefined;
  const holder = [...path, 'frames', frame];
  return { needs: config as unknown as Needs, path: [...holder, 'dependency'], holder };
}

/** The needs of a step on others, whichever way they are written. */
export function needsIn(place: StepPlace): Need[] {
  const written = writtenNeeds(place);
  if (written === undefined) return [];
  const { needs } = written;
  if (needs.kind === 'expression') return atomsOf(expressionOf(needs.text));
  return needs.entries.flatMap((entry) => (entry.kind === 'step' ? atomsOf(expressionOf(entry.atom)) : []));
}

/** Whether the needs are more than a list of what all must have happened. */
export function isExpression(place: StepPlace): boolean {
  const needs = writtenNeeds(place)?.needs;
  if (needs?.kind !== 'expression') return false;
  const expression = expressionOf(needs.text);
  return expression === undefined || !(expression.op === 'atom' || isAllOfAtoms(expression));
}

export function changeNeeds(place: StepPlace, change: NeedsChange): FlowEdit[] {
  const written = writtenNeeds(place);
  const add = change.add ?? [];
  if (written === undefined) {
    return add.length === 0 ? [] : [{ op: 'set', path: [...place.path, 'needs'], value: add.map(needText) }];
  }
  const { needs } = written;
  return needs.kind === 'expression'
    ? changeExpression(needs.text, written, change)
    : changeList(needs.entries, written, change);
}

function changeList(
  entries: Extract<Needs, { kind: 'all' }>['entries'],
  { path, holder }: WrittenNeeds,
  { replace, add = [] }: NeedsChange,
): FlowEdit[] {
  const after: { readonly text: string | undefined; readonly from?: number }[] = [];
  const present = new Set<string>();
  const push = (text: string, from?: number) => {
    if (present.has(text)) return;
    present.add(text);
    after.push(from === undefined ? { text } : { text, from });
  };
  for (const [from, entry] of entries.entries()) {
    const need = entry.kind === 'step' ? atomsOf(expressionOf(entry.atom))[0] : undefined;
    const instead = need && replace?.(need);
    if (entry.kind === 'flow') after.push({ text: undefined, from });
    else if (instead === undefined) push(entry.atom, from);
    else for (const [i, one] of instead.entries()) push(needText(one), i === 0 ? from : undefined);
  }
  for (const need of add) push(needText(need));
  if (after.length === 0) return [{ op: 'remove', path: holder }];
  // From the end, so that positions before stay true.
  const edits: FlowEdit[] = [];
  const kept = new Set(after.map(({ from }) => from));
  for (let i = entries.length - 1; i >= 0; i--) if (!kept.has(i)) edits.push({ op: 'remove', path: [...path, i] });
  for (const [i, { text, from }] of after.entries()) {
    const entry = from === undefined ? undefined : entries[from];
    if (text === undefined || (entry?.kind === 'step' && entry.atom === text)) continue;
    edits.push({ op: entry === undefined ? 'insert' : 'set', path: [...path, i], value: text });
  }
  return edits;
}

function changeExpression(
  text: string,
  { path, holder }: WrittenNeeds,
  { replace, add = [] }: NeedsChange,
): FlowEdit[] {
  const before = expressionOf(text);
  // What cannot be read cannot be rewritten: its own problem says so.
  if (before === undefined) return [];
  const kept = replace === undefined ? before : rewritten(before, replace);
  const known = new Set(kept === undefined ? [] : atomsOf(kept).map(needText));
  const more = add.filter((need) => !known.has(needText(need)));
  if (kept === undefined) {
    return more.length === 0 ? [{ op: 'remove', path: holder }] : [{ op: 'set', path, value: more.map(needText) }];
  }
  if (kept.op === 'atom' && more.length > 0) {
    return [{ op: 'set', path, value: [needText(kept), ...more.map(needText)] }];
  }
  const after: NeedsExpression =
    more.length === 0
      ? kept
      : {
          op: 'all',
          of: [...(kept.op === 'all' ? kept.of : [kept]), ...more.map((need) => ({ op: 'atom', ...need }) as const)],
        };
  const value = printNeeds(after);
  return value === printNeeds(before) ? [] : [{ op: 'set', path, value }];
}

/** Replaces atoms; undefined when nothing is left. */
function rewritten(
  expression: NeedsExpression,
  replace: NonNullable<NeedsChange['replace']>,
): NeedsExpression | undefined {
  switch (expression.op) {
    case 'atom': {
      const instead = replace(expression);
      if (instead === undefined) return expression;
      const of = instead.map((need): NeedsExpression => ({ op: 'atom', step: need.step, is: need.is }));
      return of.length > 1 ? { op: 'all', of } : of[0];
    }
    case 'not': {
      const of = rewritten(expression.of, replace);
      return of && { op: 'not', of };
    }
    case 'atLeast': {
      const of = expression.of.flatMap((part) => rewritten(part, replace) ?? []);
      if (of.length === 0) return undefined;
      return { op: 'atLeast', count: Math.min(expression.count, of.length), of };
    }
    default: {
      const of = expression.of.flatMap((part) => rewritten(part, replace) ?? []);
      return of.length > 1 ? { op: expression.op, of } : of[0];
    }
  }
}

/** The text of an expression, with no more brackets than it takes. */
function printNeeds(expression: NeedsExpression): string {
  switch (expression.op) {
    case 'atom':
      return needText(expression);
    case 'not':
      return `!${expression.of.op === 'atom' || expression.of.op === 'atLeast' ? printNeeds(expression.of) : `(${printNeeds(expression.of)})`}`;
    case 'atLeast':
      return `atLeast(${[String(expression.count), ...expression.of.map(printNeeds)].join(', ')})`;
    case 'all':
      return expression.of.map((part) => (part.op === 'any' ? `(${printNeeds(part)})` : printNeeds(part))).join(' && ');
    case 'any':
      return expression.of.map(printNeeds).join(' || ');
  }
}

function expressionOf(text: string): NeedsExpression | undefined {
  const parsed = parseNeedsText(text);
  return parsed.ok ? parsed.value.needs : undefined;
}

function atomsOf(expression: NeedsExpression | undefined): Need[] {
  if (expression === undefined) return [];
  if (expression.op === 'atom') return [{ step: expression.step, is: expression.is }];
  return expression.op === 'not' ? atomsOf(expression.of) : expression.of.flatMap(atomsOf);
}

const isAllOfAtoms = (expression: NeedsExpression): boolean =>
  expression.op === 'all' && expression.of.every((part) => part.op === 'atom');

export type Joint = 'all' | 'any' | { readonly atLeast: number };

/** Joins the needs of a step another way: all of them, any of them, or some number. */
export function joinNeeds(place: StepPlace, joint: Joint): FlowEdit[] {
  const written = writtenNeeds(place);
  const needs = needsIn(place);
  if (written === undefined || needs.length === 0) return [];
  const of = needs.map((need): NeedsExpression => ({ op: 'atom', ...need }));
  if (joint === 'all') return [{ op: 'set', path: written.path, value: needs.map(needText) }];
  const value = printNeeds(joint === 'any' ? { op: 'any', of } : { op: 'atLeast', count: joint.atLeast, of });
  return [{ op: 'set', path: written.path, value }];
}
