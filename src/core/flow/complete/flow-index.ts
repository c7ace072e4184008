import { type FlowScopes, scopesOf } from '../checks/context.ts';
import { type Auxiliary, auxiliarySteps } from '../checks/lookup.ts';
import type { Flow } from '../flow.ts';
import type { StepPlace } from '../steps.ts';

/** What is asked of a flow again and again while one types. */
export interface FlowIndex {
  readonly scopes: FlowScopes;
  readonly auxiliary: Auxiliary;
  /** Siblings of a step, then what stands around them, then the steps of the flow: the order in which names are looked up. */
  inScope(place: StepPlace | undefined): Generator<StepPlace>;
}

const indexes = new WeakMap<Flow, FlowIndex>();

export function indexOf(flow: Flow): FlowIndex {
  const kept = indexes.get(flow);
  if (kept !== undefined) return kept;
  const scopes = scopesOf(flow);
  const index: FlowIndex = {
    scopes,
    auxiliary: auxiliarySteps(scopes),
    *inScope(place) {
      for (let at = place; at !== undefined; at = at.scope.owner) yield* scopes.scopeOf(at).places;
      yield* scopes.scopes[0]?.places ?? [];
    },
  };
  indexes.set(flow, index);
  return index;
}
