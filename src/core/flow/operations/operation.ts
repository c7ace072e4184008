import type { Result } from '../../base/result.ts';
import type { FlowEdit } from '../edit/model.ts';
import type { Flow } from '../flow.ts';
import { allSteps, type StepPlace } from '../steps.ts';

/** A flow file as it is edited: its text, and what that reads as. Steps of the flow stand where they do in the text. */
export interface Source {
  readonly text: string;
  readonly flow: Flow;
}

/** Something that a person does to a flow's graph, as edits of its file. */
export interface Operation {
  /** What was done, for the history: `Add a shell step`. */
  readonly label: string;
  readonly edits: readonly FlowEdit[];
  /** Full ids of the steps to look at afterwards. */
  readonly select: readonly string[];
}

export type Operated = Result<Operation>;

const placesByFlow = new WeakMap<Flow, ReadonlyMap<string, StepPlace>>();

/** Every step by its full id (`test/lint`). */
export function placesOf(flow: Flow): ReadonlyMap<string, StepPlace> {
  let places = placesByFlow.get(flow);
  if (places === undefined) {
    places = new Map(allSteps(flow).map((place) => [place.fullId, place]));
    placesByFlow.set(flow, places);
  }
  return places;
}

/** The steps with these ids that are there, in the order of the file. */
export function placesNamed(flow: Flow, ids: Iterable<string>): StepPlace[] {
  const wanted = new Set(ids);
  return [...placesOf(flow).values()].filter(({ fullId }) => wanted.has(fullId));
}

/** Those of these steps that do not stand inside of another of them. */
export const outermost = (places: readonly StepPlace[]): StepPlace[] => {
  const ids = new Set(places.map(({ fullId }) => fullId));
  return places.filter(({ scope }) => {
    for (let owner = scope.owner; owner !== undefined; owner = owner.scope.owner) {
      if (ids.has(owner.fullId)) return false;
    }
    return true;
  });
};

/** `a`, `a and b`, `3 steps`: what a label speaks of. */
export function namesOf(places: readonly StepPlace[]): string {
  const names = places.map(({ step }) => step.name ?? step.id);
  return names.length > 2 ? `${names.length} steps` : names.join(' and ');
}
