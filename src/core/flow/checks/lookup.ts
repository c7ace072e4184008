import { alternativesIn, isInHandlers, type StepPlace } from '../steps.ts';
import type { FlowScopes, ScopeIndex } from './context.ts';
import type { Site } from './sites.ts';

/** Steps that only run in place of others, with all that may ask for them. */
export type Auxiliary = ReadonlyMap<StepPlace, readonly StepPlace[]>;

/** Steps that others name as fallback or else, with those that do. */
export function auxiliarySteps(context: FlowScopes): Auxiliary {
  const found = new Map<StepPlace, StepPlace[]>();
  for (const index of context.scopes) {
    for (const user of index.places) {
      for (const { alternative } of alternativesIn(user.step)) {
        const named = alternative.kind === 'step' ? stepNamed(index, alternative.id) : undefined;
        if (named !== undefined) found.set(named, [...(found.get(named) ?? []), user]);
      }
    }
  }
  return found;
}

/** In the same list, else in one around it. */
export function stepNamed(index: ScopeIndex, id: string): StepPlace | undefined {
  for (let scope: ScopeIndex | undefined = index; scope !== undefined; scope = scope.outer) {
    const found = scope.byId.get(id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The step that `steps.<id>` means: a sibling, else one further out; handlers and the flow itself see the flow's steps. */
export function resolveStep(context: FlowScopes, { index }: Pick<Site, 'index'>, id: string): StepPlace | undefined {
  const near = index === undefined ? undefined : stepNamed(index, id);
  return near ?? context.scopes[0]?.byId.get(id);
}

/** Whether a step has ended for certain when another one runs. */
export function isUpstreamOf(
  context: FlowScopes,
  target: StepPlace,
  reader: StepPlace,
  auxiliary: Auxiliary,
  seen: ReadonlySet<StepPlace> = new Set(),
): boolean {
  if (isInHandlers(reader) && !isInHandlers(target)) return true;
  for (let at: StepPlace | undefined = reader; at !== undefined; at = at.scope.owner) {
    const index: ScopeIndex = context.scopeOf(at);
    if (index.byId.get(target.step.id) === target && index.graph.isUpstream(target.step.id, at.step.id)) return true;
  }
  // A step that stands in for others runs when they do: what all of them need is there.
  const users = auxiliary.get(reader) ?? [];
  if (users.length === 0 || seen.has(reader)) return false;
  const visited = new Set([...seen, reader]);
  return users.every((user) => isUpstreamOf(context, target, user, auxiliary, visited));
}
