import type { RunState, StepState } from './state.ts';

/** Gives the place of an instance to the next one that waits for it. */
export function releaseInstancePlace(run: RunState, step: StepState): void {
  const parent = step.expandedFrom;
  if (parent === undefined || !step.holdsInstancePlace) return;
  step.holdsInstancePlace = false;
  parent.runningInstances--;
  const next = parent.instanceQueue?.shift();
  if (next !== undefined) run.agenda.due.add(next);
}
