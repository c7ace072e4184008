import type { Json, JsonObject } from '../../base/json.ts';
import { err, ok, problem } from '../../base/result.ts';
import type { NeedSuffix } from '../../graph/needs.ts';
import type { FlowEdit } from '../edit/model.ts';
import { ID } from '../schema/scalars.ts';
import { slugOf } from '../schema/slug.ts';
import { alternativesIn, type StepPlace } from '../steps.ts';
import type { Path } from '../yaml/path.ts';
import { changeNeeds, type Joint, joinNeeds, type Need, needsIn, needText } from './needs.ts';
import { namesOf, type Operated, outermost, placesNamed, placesOf, type Source } from './operation.ts';
import { freeName, idsTaken } from './step-names.ts';

export interface NewStep {
  readonly name: string;
  /** The keys beside its name and needs, in the order of the format. */
  readonly body: JsonObject;
  /** Full id of the group that it goes into; else it is a step of the flow. */
  readonly group?: string | undefined;
  /** Full ids of steps beside which it is needed or needs. */
  readonly after?: string | undefined;
  readonly before?: { readonly step: string; readonly is: NeedSuffix } | undefined;
}

const missing = (id: string) => problem('step-missing', `There is no step \`${id}\` in this flow (any more)`);

/** Adds a step: by itself, behind another one (`after`), or between two (`after` and `before`). */
export function addStep({ flow }: Source, { name, body, group, after, before }: NewStep): Operated {
  const places = placesOf(flow);
  const owner = group === undefined ? undefined : places.get(group);
  const source = after === undefined ? undefined : places.get(after);
  const target = before === undefined ? undefined : places.get(before.step);
  for (const [id, place] of [
    [group, owner],
    [after, source],
    [before?.step, target],
  ] as const) {
    if (id !== undefined && place === undefined) return missing(id);
  }
  const scope = (source ?? target)?.scope;
  const list: Path = scope?.path ?? (owner === undefined ? ['steps'] : [...owner.path, 'steps']);
  const siblings = scope?.steps ?? (owner === undefined ? flow.steps : (owner.step.steps ?? []));
  const taken = idsTaken(flow, scope ?? { kind: owner ? 'group' : 'flow', steps: siblings, path: list });
  const free = freeName(name, taken);
  const id = slugOf(free, siblings.length + 1);
  const needs: Need[] = source === undefined ? [] : [{ step: source.step.id, is: before?.is ?? 'succeeded' }];
  const value: JsonObject = {
    name: free,
    ...body,
    ...(needs.length === 0 ? {} : { needs: needs.map(needText) }),
  };
  const edits: FlowEdit[] = [];
  if (target !== undefined && source !== undefined) {
    const replace = (need: Need) =>
      need.step === source.step.id && need.is === before?.is ? [{ step: id, is: 'succeeded' as const }] : undefined;
    edits.push(...changeNeeds(target, { replace }));
  }
  const index = source !== undefined && target !== undefined ? positionOf(source) + 1 : siblings.length;
  edits.push({ op: 'insert', path: [...list, index], value });
  const prefix = (scope?.owner ?? owner)?.fullId;
  return ok({ label: `Add ${free}`, edits, select: [prefix === undefined ? id : `${prefix}/${id}`] });
}

const positionOf = ({ path }: StepPlace): number => Number(path.at(-1));

/** Makes one step need another. */
export function connectSteps({ flow }: Source, from: string, to: string, is: NeedSuffix = 'succeeded'): Operated {
  const source = placesOf(flow).get(from);
  const target = placesOf(flow).get(to);
  if (source === undefined) return missing(from);
  if (target === undefined) return missing(to);
  if (source.scope !== target.scope) {
    return problem(
      'connect-across',
      'Only steps of the same list can need each other: not those inside of a group from outside',
    );
  }
  const edits = changeNeeds(target, { add: [{ step: source.step.id, is }] });
  return ok({ label: `Connect ${namesOf([source])} to ${namesOf([target])}`, edits, select: [to] });
}

/** Puts a step that stands alone between two others. */
export function insertBetween({ flow }: Source, id: string, between: NeedOf): Operated {
  const places = placesOf(flow);
  const [step, source, target] = [places.get(id), places.get(between.source), places.get(between.target)];
  if (step === undefined) return missing(id);
  if (source === undefined || target === undefined)
    return missing(source === undefined ? between.source : between.target);
  if (step.scope !== target.scope) return problem('connect-across', 'The step stands in another group than these two');
  const replace = (need: Need) =>
    need.step === source.step.id && need.is === between.is
      ? [{ step: step.step.id, is: 'succeeded' as const }]
      : undefined;
  return ok({
    label: `Put ${namesOf([step])} between ${namesOf([source, target])}`,
    edits: [
      ...changeNeeds(step, { add: [{ step: source.step.id, is: between.is }] }),
      ...changeNeeds(target, { replace }),
    ],
    select: [id],
  });
}

export interface NeedOf {
  /** Full id of the step that needs. */
  readonly target: string;
  readonly source: string;
  readonly is: NeedSuffix;
}

/** Takes needs away, each from its step. */
export function disconnectSteps({ flow }: Source, needs: readonly NeedOf[]): Operated {
  const places = placesOf(flow);
  const byTarget = Map.groupBy(needs, ({ target }) => target);
  const edits = [...byTarget].flatMap(([id, gone]) => {
    const target = places.get(id);
    const ids = new Set(gone.map(({ source, is }) => `${places.get(source)?.step.id} ${is}`));
    return target === undefined
      ? []
      : changeNeeds(target, { replace: ({ step, is }) => (ids.has(`${step} ${is}`) ? [] : undefined) });
  });
  const label = needs.length === 1 ? 'Remove a connection' : `Remove ${needs.length} connections`;
  return ok({ label, edits, select: [] });
}

/** Asks another end of the step that is needed. */
export function askOtherwise({ flow }: Source, { target, source, is }: NeedOf, now: NeedSuffix): Operated {
  const place = placesOf(flow).get(target);
  const id = placesOf(flow).get(source)?.step.id;
  if (place === undefined) return missing(target);
  const replace = (need: Need) => (need.step === id && need.is === is ? [{ step: need.step, is: now }] : undefined);
  return ok({ label: `Start ${namesOf([place])} on ${now}`, edits: changeNeeds(place, { replace }), select: [target] });
}

export function joinOtherwise({ flow }: Source, id: string, joint: Joint): Operated {
  const place = placesOf(flow).get(id);
  if (place === undefined) return missing(id);
  return ok({ label: `Join the needs of ${namesOf([place])}`, edits: joinNeeds(place, joint), select: [id] });
}

/** Takes steps away. With `reconnect`, what needed them needs what they needed. */
export function removeSteps({ flow }: Source, ids: readonly string[], { reconnect = false } = {}): Operated {
  const gone = outermost(placesNamed(flow, ids));
  if (gone.length === 0) return missing(ids[0] ?? '');
  const edits: FlowEdit[] = [];
  for (const [scope, removed] of Map.groupBy(gone, (place) => place.scope)) {
    const byId = new Map(removed.map((place) => [place.step.id, place]));
    for (const place of [...placesOf(flow).values()].filter((one) => one.scope === scope && !removed.includes(one))) {
      edits.push(...changeNeeds(place, { replace: (need) => standIns(need, byId, reconnect) }));
      edits.push(...withoutAlternatives(place, byId));
    }
  }
  // From the end of the file, so that positions before stay true.
  for (const place of gone.toReversed()) edits.push({ op: 'remove', path: place.path });
  return ok({ label: `Delete ${namesOf(gone)}`, edits, select: [] });
}

/** What is needed in the place of a step that goes: what it needed itself, through others that go with it. */
function standIns(need: Need, gone: ReadonlyMap<string, StepPlace>, reconnect: boolean): Need[] | undefined {
  if (!gone.has(need.step)) return undefined;
  if (!reconnect) return [];
  const found = new Map<string, Need>();
  const seen = new Set<string>();
  const visit = (id: string) => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const one of needsIn(gone.get(id)!)) {
      if (gone.has(one.step)) visit(one.step);
      else found.set(needText(one), one);
    }
  };
  visit(need.step);
  return [...found.values()];
}

/** Takes names of steps that go out of `else` and `fallback`. */
function withoutAlternatives(place: StepPlace, gone: ReadonlyMap<string, StepPlace>): FlowEdit[] {
  const named = alternativesIn(place.step).filter(
    ({ alternative, path }) => alternative.kind === 'step' && gone.has(alternative.id) && path[0] !== 'frames',
  );
  const fallbacks = place.step.fallback ?? [];
  const goingFallbacks = named.filter(({ path }) => path[0] === 'fallback');
  const edits: FlowEdit[] = named
    .filter(({ path }) => path[0] === 'else')
    .map(() => ({ op: 'remove', path: [...place.path, 'else'] }));
  if (goingFallbacks.length === 0) return edits;
  if (goingFallbacks.length === fallbacks.length)
    return [...edits, { op: 'remove', path: [...place.path, 'fallback'] }];
  return [
    ...edits,
    ...goingFallbacks.toReversed().map(({ path }): FlowEdit => ({ op: 'remove', path: [...place.path, ...path] })),
  ];
}

/** Switches steps off, or all of them on again when all are off. */
export function toggleDisabled({ flow }: Source, ids: readonly string[]): Operated {
  const places = placesNamed(flow, ids);
  const areOff = places.every(({ step }) => step.disabled === true);
  const edits = places.flatMap(({ step, path }): FlowEdit[] => {
    if (areOff) return [{ op: 'remove', path: [...path, 'disabled'] }];
    return step.disabled === true ? [] : [{ op: 'set', path: [...path, 'disabled'], value: true }];
  });
  return ok({ label: `${areOff ? 'Enable' : 'Disable'} ${namesOf(places)}`, edits, select: ids });
}

/** Gives a step another name; its id goes with it where it comes from the name, everywhere it is spoken of. */
export function renameStep({ flow }: Source, id: string, name: string): Operated {
  const place = placesOf(flow).get(id);
  if (place === undefined) return missing(id);
  const { step, path, scope } = place;
  const text = name.trim();
  if (text === '') return err({ code: 'name-empty', message: 'A step needs a name' });
  const said = `Rename ${namesOf([place])} to ${text}`;
  const isOwnId = step.name === undefined || slugOf(step.name, positionOf(place) + 1) !== step.id;
  const label = said;
  if (isOwnId && !(step.name === undefined && ID.test(text))) {
    return ok({ label, edits: [{ op: 'set', path: [...path, 'name'], value: text }], select: [id] });
  }
  const to = step.name === undefined ? text : slugOf(text, positionOf(place) + 1);
  const select = [scope.owner === undefined ? to : `${scope.owner.fullId}/${to}`];
  const setName: FlowEdit[] = step.name === undefined ? [] : [{ op: 'set', path: [...path, 'name'], value: text }];
  if (to === step.id) return ok({ label, edits: setName, select });
  if (idsTaken(flow, scope).has(to))
    return problem('name-taken', `There is a step \`${to}\` already: choose another name`);
  // A name in words gets an id beside it from the renaming: the new name gives the same one by itself.
  const hasGainedId = step.name !== undefined && step.name !== step.id;
  const withoutId: FlowEdit[] = hasGainedId ? [{ op: 'remove', path: [...path, 'id'] }] : [];
  return ok({ label, edits: [{ op: 'rename-step', path, to }, ...setName, ...withoutId], select });
}

/** Changes what a step runs. */
export function changeCommand({ flow }: Source, id: string, run: string): Operated {
  const place = placesOf(flow).get(id);
  if (place === undefined) return missing(id);
  const value: Json = run;
  return ok({
    label: `Change what ${namesOf([place])} runs`,
    edits: [{ op: 'set', path: [...place.path, 'run'], value }],
    select: [id],
  });
}
