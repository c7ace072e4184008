import { criticalPath, type PathPart, type PathStep } from '../../../core/run/critical-path.ts';
import { handlerIds } from './handlers.ts';
import type { RunView } from './run-view.ts';
import type { StepView } from './step-view.ts';

const paths = new WeakMap<RunView['steps'], readonly PathPart[]>();

/** The chain of steps that decided how long a run took, or has taken so far. */
export function pathOfRun(run: RunView): readonly PathPart[] {
  let path = paths.get(run.steps);
  if (path === undefined) {
    path = criticalPath(pathSteps(run));
    paths.set(run.steps, path);
  }
  return path;
}

function* pathSteps(run: RunView): Generator<PathStep> {
  const handlers = handlerIds(run.plan);
  const last = lastOfFlow(run, handlers);
  for (const step of run.steps.values()) {
    // Handlers begin when the flow's own steps have ended.
    const needs = handlers.has(step.id) && step.needs.length === 0 && last !== undefined ? [last] : step.needs;
    const queue = run.spans.get(step.id)?.find(({ kind }) => kind === 'queue');
    const { id, within, startedAt, finishedAt, holdsPlace } = step;
    yield { id, needs, within, queuedAt: queue?.from, startedAt, finishedAt, holdsPlace };
  }
}

function lastOfFlow(run: RunView, handlers: ReadonlySet<string>): string | undefined {
  let last: StepView | undefined;
  for (const step of run.steps.values()) {
    if (step.within !== undefined || handlers.has(step.id) || step.startedAt === undefined) continue;
    if (last === undefined || (step.finishedAt ?? 0) > (last.finishedAt ?? 0)) last = step;
  }
  return last?.id;
}
