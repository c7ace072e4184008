import type { EventOf, StepEnd } from './event.ts';
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

/** The recorded ends that a rerun takes over, for steps of the flow's own graph. */
export function reusableSteps(run: RunState, scope: RerunScope): ReusedEnd[] {
  if (scope.kind === 'all') return [];
  const again = new Set<StepState>();
  const mark = (step: StepState) => {
    if (again.has(step)) return;
    again.add(step);
    for (const dependent of step.dependents) mark(dependent);
  };
  for (const step of run.graph.steps) {
    const isStart = scope.kind === 'from' ? step.id === scope.stepId : step.status !== 'succeeded';
    if (isStart || step.status !== 'succeeded') mark(step);
  }
  return run.graph.steps.flatMap((step) => (again.has(step) ? [] : [reused(run, step)]));
}

const reused = (run: RunState, step: StepState): ReusedEnd => ({
  stepId: step.id,
  fromRun: step.reusedFrom ?? run.runId,
  status: step.status as StepEnd,
  ...(step.outcome === undefined ? {} : { outcome: step.outcome }),
  ...(step.outputs === undefined ? {} : { outputs: step.outputs }),
  ...(step.results === undefined ? {} : { results: step.results }),
});
