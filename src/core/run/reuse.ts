import type { EventOf, StepEnd, StepStatus } from './event.ts';
import type { PlanStep } from './plan.ts';
import type { RunState, StepState } from './state.ts';

/** Which steps of a finished run are to run again; what else had succeeded is taken over with its outputs. */
export type RerunScope =
  | { readonly kind: 'all' }
  /** What failed, was cancelled or was never started, and all that needs it. */
  | { readonly kind: 'failed' }
  /** This step and all that needs it, directly or not. */
  | { readonly kind: 'from'; readonly stepId: string };

export type ReusedEnd = Pick<
  EventOf<'step.reused'>,
  'stepId' | 'fromRun' | 'status' | 'outcome' | 'outputs' | 'results'
>;

/**
 * Ids of the steps of the flow's own graph that a rerun runs again: those the scope names or that did not succeed, and all that needs
 * them, directly or not. What is not among them is taken over.
 */
export function stepsToRepeat(
  steps: readonly Pick<PlanStep, 'id' | 'after' | 'auxiliary'>[],
  statusOf: (id: string) => StepStatus | undefined,
  scope: RerunScope,
): ReadonlySet<string> {
  const own = steps.filter((step) => !step.auxiliary);
  const repeated = new Set<string>();
  for (const { id } of own) {
    if (scope.kind === 'all' || statusOf(id) !== 'succeeded' || (scope.kind === 'from' && scope.stepId === id))
      repeated.add(id);
  }
  const dependents = new Map<string, string[]>();
  for (const { id, after } of own)
    for (const need of after) dependents.set(need, [...(dependents.get(need) ?? []), id]);
  for (const id of repeated) for (const dependent of dependents.get(id) ?? []) repeated.add(dependent);
  return repeated;
}

/** The recorded ends that a rerun takes over, for steps of the flow's own graph. */
export function reusableSteps(run: RunState, scope: RerunScope): ReusedEnd[] {
  const repeated = stepsToRepeat(run.plan.steps, (id) => run.steps.get(id)?.status, scope);
  return run.graph.steps.flatMap((step) => (repeated.has(step.id) ? [] : [reused(run, step)]));
}

const reused = (run: RunState, step: StepState): ReusedEnd => ({
  stepId: step.id,
  fromRun: step.reusedFrom ?? run.runId,
  status: step.status as StepEnd,
  ...(step.outcome === undefined ? {} : { outcome: step.outcome }),
  ...(step.outputs === undefined ? {} : { outputs: step.outputs }),
  ...(step.results === undefined ? {} : { results: step.results }),
});
