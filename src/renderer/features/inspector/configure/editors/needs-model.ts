import { isJsonObject, type Json } from '../../../../../core/base/json.ts';
import type { NeedsExpression } from '../../../../../core/graph/needs.ts';
import { parseNeedsText } from '../../../../../core/graph/parse-needs.ts';

export const SUFFIXES = ['succeeded', 'ok', 'done', 'failed', 'skipped', 'cancelled'] as const;
export type Suffix = (typeof SUFFIXES)[number];

export const SUFFIX_WORDS: Readonly<Record<Suffix, string>> = {
  succeeded: 'succeeded',
  ok: 'succeeded or skipped',
  done: 'ended',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
};

/** One entry of a list of needs: a step, another flow, or what is neither. */
export type NeedEntry =
  | { readonly kind: 'step'; readonly id: string; readonly suffix: Suffix; readonly isWritten: boolean }
  | { readonly kind: 'flow'; readonly flow: string }
  | { readonly kind: 'other'; readonly value: Json };

export function needEntry(value: Json): NeedEntry {
  if (isJsonObject(value) && typeof value.flow === 'string') return { kind: 'flow', flow: value.flow };
  if (typeof value !== 'string') return { kind: 'other', value };
  const dot = value.indexOf('.');
  const id = dot === -1 ? value : value.slice(0, dot);
  const suffix = dot === -1 ? 'succeeded' : value.slice(dot + 1);
  const known = SUFFIXES.find((one) => one === suffix);
  return known === undefined ? { kind: 'other', value } : { kind: 'step', id, suffix: known, isWritten: dot !== -1 };
}

export const needText = (id: string, suffix: Suffix): string => (suffix === 'succeeded' ? id : `${id}.${suffix}`);

/** A list as one expression; undefined where something in it has no place in one. */
export function expressionOf(entries: readonly Json[]): string | undefined {
  const atoms = entries.map((entry) => (typeof entry === 'string' ? entry : undefined));
  return atoms.includes(undefined) ? undefined : atoms.join(' && ');
}

/** An expression as a list; undefined where it is more than "all of these". */
export function listOf(text: string): readonly string[] | undefined {
  const parsed = parseNeedsText(text);
  if (!parsed.ok) return undefined;
  const { needs } = parsed.value;
  const atoms = needs.op === 'all' ? needs.of : [needs];
  const texts = atoms.map((atom) => (atom.op === 'atom' ? needText(atom.step, atom.is) : undefined));
  return texts.includes(undefined) ? undefined : (texts as string[]);
}

/** An expression as nested lines that can be read without its signs. */
export interface NeedsTree {
  readonly text: string;
  readonly of: readonly NeedsTree[];
}

export function treeOf(text: string): NeedsTree | undefined {
  const parsed = parseNeedsText(text);
  return parsed.ok ? branch(parsed.value.needs) : undefined;
}

function branch(needs: NeedsExpression): NeedsTree {
  switch (needs.op) {
    case 'atom':
      return { text: `\`${needs.step}\` ${SUFFIX_WORDS[needs.is]}`, of: [] };
    case 'not':
      return needs.of.op === 'atom'
        ? { text: `\`${needs.of.step}\` not ${SUFFIX_WORDS[needs.of.is]}`, of: [] }
        : { text: 'none of this', of: [branch(needs.of)] };
    case 'all':
      return { text: 'all of', of: needs.of.map(branch) };
    case 'any':
      return { text: 'any of', of: needs.of.map(branch) };
    case 'atLeast':
      return { text: `at least ${needs.count} of`, of: needs.of.map(branch) };
  }
}
