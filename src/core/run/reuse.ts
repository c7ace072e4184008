import type { ReusedEnd, StepEnd, StepStatus } from './event.ts';
import type { PlanStep } from './plan.ts';
import type { Graph, RunState, StepState } from './state.ts';

/** Which steps of a finished run are to run again; what else had succeeded is taken over with its outputs. */
export type RerunScope =
  | { readonly kind: 'all' }
  /** What failed, was cancelled or was never started, and all that needs it. */
  | { readonly kind: 'failed' }
  /** This step, or this instance of a matrix or step of a group, and all that needs it, directly or not. */
  | { readonly kind: 'from'; readonly stepId: string }
  /** These steps alone, with what those before them left. */
  | { readonly kind: 'only'; readonly stepIds: readonly string[] };

/** `test[os=linux]/lint` lies in `test[os=linux]` and in `test`. */
const liesIn = (inner: string, outer: string): boolean =>
  inner.startsWith(outer) && (inner[outer.length] === '[' || inner[outer.length] === '/');

/**
 * Ids of the steps of the flow's own graph that a rerun runs again: those the scope names or that did not succeed, and all that needs
 * them, directly or not. What is not among them is taken over.
 */
export function stepsToRepeat(
  steps: readonly Pick<PlanStep, 'id' | 'after' | 'auxiliary'>[],
  statusOf: (id: string) => StepStatus | undefined,
  scope: RerunScope,
): ReadonlySet<string> {
  if (scope.kind === 'only') return new Set(scope.stepIds);
  const own = steps.filter((step) => !step.auxiliary);
  return withDependents(own, (id) => scope.kind === 'all' || statusOf(id) !== 'succeeded' || isNamed(scope, id));
}

/** Whether the scope names the step, or something inside of it. */
const isNamed = (scope: RerunScope, id: string): boolean =>
  scope.kind === 'from' && (scope.stepId === id || liesIn(scope.stepId, id));

function withDependents(
  steps: readonly Pick<PlanStep, 'id' | 'after'>[],
  begins: (id: string) => boolean,
): ReadonlySet<string> {
  const repeated = new Set<string>();
  for (const { id } of steps) if (begins(id)) repeated.add(id);
  const dependents = new Map<string, string[]>();
  for (const { id, after } of steps)
    for (const need of after) dependents.set(need, [...(dependents.get(need) ?? []), id]);
  for (const id of repeated) for (const dependent of dependents.get(id) ?? []) repeated.add(dependent);
  return repeated;
}

/** The recorded ends that a rerun takes over, for steps of the flow's own graph. */
export function reusableSteps(run: RunState, scope: RerunScope): ReusedEnd[] {
  const repeated = stepsToRepeat(run.plan.steps, (id) => run.steps.get(id)?.status, scope);
  return run.graph.steps.flatMap((step) =>
    repeated.has(step.id) || (scope.kind === 'only' && step.status !== 'succeeded') ? [] : [reused(run, step)],
  );
}

/**
 * The recorded ends of instances and of steps of groups that a rerun takes over although the step around them runs again: it does so
 * for the sake of others inside of it. What runs again because of something before it does so whole: it may find other values.
 */
export function reusableInside(run: RunState, scope: RerunScope): ReusedEnd[] {
  if (scope.kind === 'all' || scope.kind === 'only') return [];
  const found: ReusedEnd[] = [];
  insideGraph(run, run.graph, '', scope, found);
  return found;
}

function insideGraph(run: RunState, graph: Graph, prefix: string, scope: RerunScope, found: ReusedEnd[]): void {
  const statusOf = (id: string) => run.steps.get(prefix + id)?.status;
  const repeated = withDependents(
    graph.steps.map(({ plan }) => plan),
    (id) => statusOf(id) !== 'succeeded' || isNamed(scope, prefix + id),
  );
  for (const step of graph.steps) {
    const isNested = prefix !== '';
    if (!repeated.has(step.plan.id)) {
      if (isNested) found.push(reused(run, step));
    } else if (!step.plan.after.some((id) => repeated.has(id))) insideStep(run, step, scope, found);
  }
}

function insideStep(run: RunState, step: StepState, scope: RerunScope, found: ReusedEnd[]): void {
  if (scope.kind === 'from' && scope.stepId === step.id) return;
  for (const instance of step.instances ?? []) {
    if (instance.status === 'succeeded' && !isNamed(scope, instance.id)) found.push(reused(run, instance));
    else insideStep(run, instance, scope, found);
  }
  for (const body of step.bodies) {
    if (body?.graph !== undefined) insideGraph(run, body.graph, `${step.id}/`, scope, found);
  }
}

const reused = (run: RunState, step: StepState): ReusedEnd => ({
  stepId: step.id,
  fromRun: step.reusedFrom ?? run.runId,
  status: step.status as StepEnd,
  ...(step.outcome === undefined ? {} : { outcome: step.outcome }),
  ...(step.outputs === undefined ? {} : { outputs: step.outputs }),
  ...(step.results === undefined ? {} : { results: step.results }),
});
