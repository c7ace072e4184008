import type { JsonObject } from '../../base/json.ts';
import { err, ok, problem, type Result } from '../../base/result.ts';
import { editFlow } from '../edit/edit-flow.ts';
import { entrySource } from '../edit/entry-source.ts';
import type { FlowEdit } from '../edit/model.ts';
import type { Scope, StepPlace } from '../steps.ts';
import { parseDocumentText } from '../yaml/document.ts';
import { changeNeeds, isExpression, type Need, needsIn, needText } from './needs.ts';
import { outermost, placesNamed, placesOf, type Source } from './operation.ts';

/** Steps of one list that are to stand behind one step that takes their place. */
export interface Gathered {
  readonly places: readonly StepPlace[];
  readonly scope: Scope;
  /** The steps as they stand alone: without needs of what is outside. */
  readonly sources: readonly string[];
  /** What any of them needs of the others outside. */
  readonly needs: readonly Need[];
  /** Takes the steps away and lets those outside need `id` instead; `entry` is inserted where the first of them stood. */
  replacedBy(id: string, entry: { readonly source: string } | { readonly value: JsonObject }): FlowEdit[];
}

/** Refuses what would mean something else afterwards. */
export function gather({ text, flow }: Source, ids: readonly string[]): Result<Gathered> {
  const places = outermost(placesNamed(flow, ids));
  const scope = places[0]?.scope;
  if (scope === undefined) return problem('step-missing', 'Select the steps first');
  if (places.some((place) => place.scope !== scope)) {
    return problem('gather-across', 'These steps stand in different groups: select steps of one list');
  }
  const inside = new Set(places.map(({ step }) => step.id));
  const others = [...placesOf(flow).values()].filter((place) => place.scope === scope && !places.includes(place));
  const around = cycleThrough(places, others);
  if (around !== undefined) {
    return problem(
      'gather-cycle',
      `\`${around}\` stands between these steps: select it too, or leave out what needs it`,
    );
  }
  const needs = new Map<string, Need>();
  const inner: FlowEdit[] = [];
  for (const place of places) {
    const outer = needsIn(place).filter(({ step }) => !inside.has(step));
    if (outer.length > 0 && isExpression(place)) {
      const message = `\`${place.step.id}\` needs an expression of steps outside: make its needs a list first`;
      return problem('gather-expression', message);
    }
    for (const need of outer) needs.set(needText(need), need);
    inner.push(...changeNeeds(place, { replace: ({ step }) => (inside.has(step) ? undefined : []) }));
  }
  const freed = editFlow(text, inner);
  if (!freed.ok) return err(freed.error);
  const document = parseDocumentText(freed.value.text, '');
  return ok({
    places,
    scope,
    needs: [...needs.values()],
    sources: places.map(({ path }) => entrySource(document, path) ?? ''),
    replacedBy(id, entry) {
      const first = places[0]!.path;
      const outside = others.flatMap((place) =>
        changeNeeds(place, { replace: ({ step, is }) => (inside.has(step) ? [{ step: id, is }] : undefined) }),
      );
      const removed = places.toReversed().map(({ path }): FlowEdit => ({ op: 'remove', path }));
      const inserted: FlowEdit =
        'source' in entry
          ? { op: 'insert-source', path: first, source: entry.source }
          : { op: 'insert', path: first, value: entry.value };
      return [...outside, ...removed, inserted];
    },
  });
}

/** A step outside that needs one of these, and that one of these needs: they cannot become one step. */
function cycleThrough(places: readonly StepPlace[], others: readonly StepPlace[]): string | undefined {
  const inside = new Set(places.map(({ step }) => step.id));
  const needsById = new Map(others.map((place) => [place.step.id, needsIn(place).map(({ step }) => step)]));
  const seen = new Set<string>();
  const behind = (id: string): boolean => {
    if (inside.has(id)) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return (needsById.get(id) ?? []).some(behind);
  };
  for (const place of places) {
    for (const { step } of needsIn(place)) {
      seen.clear();
      if (!inside.has(step) && (needsById.get(step) ?? []).some(behind)) return step;
    }
  }
  return undefined;
}
