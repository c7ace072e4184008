import { nearest } from '../../base/nearest.ts';
import type { NeedsAtom } from '../../graph/index.ts';
import { replaceFix } from '../schema/issues.ts';
import { alternativesIn, type StepPlace } from '../steps.ts';
import type { Finding } from '../yaml/document.ts';
import { atKey, atPiece, atValue, type CheckContext, pathInFile, type ScopeIndex, type StepNeeds } from './context.ts';
import { type Auxiliary, stepNamed } from './lookup.ts';

/** What steps say of each other: `needs`, `fallback` and `else` name steps that exist, and nobody waits for himself. */
export function checkReferences(context: CheckContext, auxiliary: Auxiliary): Finding[] {
  return context.scopes.flatMap((index) => [
    ...index.needs.flatMap((needs) => checkNeeds(context, index, needs, auxiliary)),
    ...checkCycles(context, index),
    ...index.places.flatMap((place) => checkAlternatives(context, index, place)),
  ]);
}

function checkNeeds(context: CheckContext, index: ScopeIndex, needs: StepNeeds, auxiliary: Auxiliary): Finding[] {
  const textOf = (entry: number | undefined): string => {
    if (needs.written.kind === 'expression') return needs.written.text;
    const written = needs.written.entries[entry ?? 0];
    return written?.kind === 'step' ? written.atom : '';
  };
  const pathOf = (entry: number | undefined) =>
    pathInFile(context.root, entry === undefined ? needs.path : [...needs.path, entry]);
  if (needs.problem !== undefined) {
    const { code, message, offset = 0, entry } = needs.problem;
    return [atPiece(context, pathOf(entry), { text: textOf(entry), offset }, { code, message })];
  }
  return needs.atoms.flatMap((atom): Finding[] => {
    const piece = { text: textOf(atom.entry), offset: atom.offset, length: atom.step.length };
    const needed = index.byId.get(atom.step);
    if (needed === undefined) {
      return [
        withReplacement(
          atPiece(context, pathOf(atom.entry), piece, unknownNeed(index, needs.place, atom)),
          index,
          atom.step,
        ),
      ];
    }
    const [user] = auxiliary.get(needed) ?? [];
    if (user === undefined) return [];
    const message = `\`${atom.step}\` never starts by itself, since \`${user.step.id}\` names it as its fallback or else: need \`${user.step.id}\``;
    return [atPiece(context, pathOf(atom.entry), piece, { code: 'needs-auxiliary', severity: 'warning', message })];
  });
}

function unknownNeed(index: ScopeIndex, { step }: StepPlace, atom: NeedsAtom): { code: string; message: string } {
  const close = nearest(atom.step, index.byId.keys());
  const elsewhere = foundOutside(index, atom.step);
  const hint = elsewhere
    ? `. It stands outside of this ${index.scope.kind === 'group' ? 'group: let the group need it' : 'list'}`
    : close === undefined
      ? ''
      : `: did you mean \`${close}\`?`;
  return {
    code: 'step-unknown',
    message: `\`${step.id}\` needs \`${atom.step}\`, and there is no such step here${hint}`,
  };
}

function foundOutside(index: ScopeIndex, id: string): boolean {
  for (let outer = index.outer; outer !== undefined; outer = outer.outer) if (outer.byId.has(id)) return true;
  return false;
}

function withReplacement(finding: Finding, index: ScopeIndex, id: string): Finding {
  const close = nearest(id, index.byId.keys());
  return close === undefined ? finding : { ...finding, fix: replaceFix(finding.span, close) };
}

function checkCycles(context: CheckContext, index: ScopeIndex): Finding[] {
  return index.graph.cycles.map((cycle) => {
    const [first = ''] = cycle;
    const printed = [...cycle, first].join(' → ');
    const message =
      cycle.length === 1
        ? `\`${first}\` needs itself, so it can never start: \`${printed}\``
        : `These steps wait for each other, so none can ever start: \`${printed}\` (each needs the next)`;
    const needs = index.needs.find(({ place }) => place.step.id === first);
    return atKey(context, needs?.path ?? index.scope.path, { code: 'needs-cycle', message });
  });
}

function checkAlternatives(context: CheckContext, index: ScopeIndex, place: StepPlace): Finding[] {
  return alternativesIn(place.step).flatMap(({ alternative, path }): Finding[] => {
    if (alternative.kind !== 'step') return [];
    const at = pathInFile(context.root, [...place.path, ...path]);
    const named = stepNamed(index, alternative.id);
    if (named === undefined) {
      const close = nearest(alternative.id, index.byId.keys());
      const hint = close === undefined ? '' : `: did you mean \`${close}\`?`;
      const what = path.includes('else') ? 'else' : 'fallback';
      const message = `\`${place.step.id}\` has \`${alternative.id}\` as its ${what}, and there is no such step${hint}`;
      const finding = atValue(context, at, { code: 'step-unknown', message });
      return [withReplacement(finding, index, alternative.id)];
    }
    const way = wayBack(index, place, named);
    if (way === undefined) return [];
    const message = `These steps stand in for each other without end: \`${way.join(' → ')}\``;
    return [atValue(context, at, { code: 'fallback-cycle', message })];
  });
}

/** How a step's alternatives lead back to it, if they do. */
function wayBack(index: ScopeIndex, start: StepPlace, first: StepPlace): string[] | undefined {
  const seen = new Set<StepPlace>();
  const follow = (place: StepPlace): string[] | undefined => {
    if (place === start) return [place.step.id];
    if (seen.has(place)) return undefined;
    seen.add(place);
    for (const { alternative } of alternativesIn(place.step)) {
      const next = alternative.kind === 'step' ? stepNamed(index, alternative.id) : undefined;
      const rest = next === undefined ? undefined : follow(next);
      if (rest !== undefined) return [place.step.id, ...rest];
    }
    return undefined;
  };
  const way = follow(first);
  return way === undefined ? undefined : [start.step.id, ...way];
}
