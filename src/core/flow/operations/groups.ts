import { err, ok, problem } from '../../base/result.ts';
import { editFlow } from '../edit/edit-flow.ts';
import { entrySources } from '../edit/entry-source.ts';
import type { FlowEdit } from '../edit/model.ts';
import type { Step } from '../flow.ts';
import { slugOf } from '../schema/slug.ts';
import { placesOf as placesIn } from '../steps.ts';
import { itemLines, USUAL_LAYOUT } from '../write/emit.ts';
import { gather } from './gather.ts';
import { changeNeeds, isExpression, needsIn, needText } from './needs.ts';
import { namesOf, type Operated, placesOf, type Source } from './operation.ts';
import { freeId, freeName, idsTaken } from './step-names.ts';

/** Puts steps of one list into a group of their own. */
export function groupSteps(source: Source, ids: readonly string[], wanted = 'Group'): Operated {
  const gathered = gather(source, ids);
  if (!gathered.ok) return gathered;
  const { places, scope, needs, sources, replacedBy } = gathered.value;
  const name = freeName(wanted, idsTaken(source.flow, scope));
  const id = slugOf(name, 1);
  const head = { name, ...(needs.length === 0 ? {} : { needs: needs.map(needText) }) };
  const lines = itemLines(head, 0, USUAL_LAYOUT, { key: 'steps' });
  const inner = sources.map((entry) => entry.replace(/^(?=.)/gm, '    ')).join('');
  const entry = { source: `${lines.join('\n')}\n  steps:\n${inner}` };
  const prefix = scope.owner === undefined ? '' : `${scope.owner.fullId}/`;
  return ok({ label: `Group ${namesOf(places)}`, edits: replacedBy(id, entry), select: [prefix + id] });
}

/** What a group may have and still be taken apart without a loss. */
const PLAIN_KEYS: ReadonlySet<string> = new Set([
  'id',
  'name',
  'description',
  'needs',
  'steps',
] satisfies (keyof Step)[]);

/** Puts the steps of a group in its place. */
export function ungroupSteps({ text, flow }: Source, id: string): Operated {
  const group = placesOf(flow).get(id);
  const inner = group?.step.steps;
  if (group === undefined || inner === undefined) return problem('step-missing', `\`${id}\` is no group`);
  const lost = Object.keys(group.step).find((key) => !PLAIN_KEYS.has(key));
  if (lost !== undefined) {
    return problem(
      'ungroup-loses',
      `\`${group.step.id}\` has \`${lost}\`, which its steps would lose: take it away first`,
    );
  }
  const outer = [...placesOf(flow).values()].filter((place) => place.scope === group.scope && place !== group);
  const hasNeed = needsIn(group).length > 0;
  if (hasNeed && isExpression(group)) {
    return problem('ungroup-loses', `\`${group.step.id}\` needs an expression: make its needs a list first`);
  }

  // Ids first: what was apart in the group may be taken outside.
  const taken = idsTaken(flow, group.scope);
  taken.delete(group.step.id);
  const used = new Set([...taken, ...inner.map((step) => step.id)]);
  const stepsPath = [...group.path, 'steps'];
  const places = placesIn({ kind: 'group', steps: inner, path: stepsPath, owner: group });
  const ids = new Map<string, string>();
  const edits: FlowEdit[] = [];
  for (const place of places) {
    const to = taken.has(place.step.id) ? freeId(place.step.id, used) : place.step.id;
    used.add(to);
    ids.set(place.step.id, to);
  }
  const needed = new Set(places.flatMap((place) => needsIn(place).map(({ step }) => step)));
  const ends = places.filter((place) => !needed.has(place.step.id)).map((place) => ids.get(place.step.id)!);
  for (const place of places) {
    const to = ids.get(place.step.id)!;
    if (to !== place.step.id) edits.push({ op: 'rename-step', path: place.path, to });
  }
  for (const place of places) {
    if (hasNeed && needsIn(place).length === 0) edits.push(...changeNeeds(place, { add: needsIn(group) }));
  }
  const freed = editFlow(text, edits);
  if (!freed.ok) return err(freed.error);
  const sources = entrySources(freed.value.text, stepsPath);

  const outside = outer.flatMap((place) =>
    changeNeeds(place, {
      replace: ({ step, is }) => (step === group.step.id ? ends.map((end) => ({ step: end, is })) : undefined),
    }),
  );
  const at = Number(group.path.at(-1));
  const list = group.path.slice(0, -1);
  const prefix = group.scope.owner === undefined ? '' : `${group.scope.owner.fullId}/`;
  return ok({
    label: `Take ${namesOf([group])} apart`,
    edits: [
      ...outside,
      { op: 'remove', path: group.path },
      ...sources.map((source, i): FlowEdit => ({ op: 'insert-source', path: [...list, at + i], source })),
    ],
    select: [...ids.values()].map((one) => prefix + one),
  });
}
