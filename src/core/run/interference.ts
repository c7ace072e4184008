import type { Decision } from '../frames/frame.ts';
import type { NeedsExpression } from '../graph/needs.ts';
import type { DependencyConfig } from './plan.ts';
import type { Graph, RunState, StepState } from './state.ts';

/** What keeps a step from doing what its own frames say. */
type Interference =
  | { readonly kind: 'skip'; readonly reason: string }
  /** End it: stop what runs, cancel what waits. */
  | { readonly kind: 'cancel'; readonly reason: string };

/**
 * Whether something outside of the step's own frames decides about it now: a cancel, a failure that stops the graph, its being
 * disabled or not asked for.
 */
export function interference(run: RunState, step: StepState): Interference | undefined {
  const cancelled = cancellation(run, step);
  if (cancelled !== undefined) return { kind: 'cancel', reason: cancelled };
  if (!hasBegun(step)) {
    if (step.plan.disabled) return { kind: 'skip', reason: 'disabled' };
    if (isUnselected(run, step)) return { kind: 'skip', reason: 'not-selected' };
  }
  const stopper = stopperOf(step);
  if (stopper === undefined || asksForFailure(outermostIn(step, stopper.graph))) return undefined;
  const reason = `stopped-by:${stopper.id}`;
  if (!hasBegun(step)) return { kind: 'skip', reason };
  return run.plan.stopOnFail === true ? { kind: 'cancel', reason } : undefined;
}

/** Ends a step that is interfered with. Steps inside it are ended on their own; it waits for them. */
export function endNow(run: RunState, step: StepState, by: Interference): Decision[] {
  if (by.kind === 'skip') {
    return [{ do: 'record', event: { type: 'step.skipped', runId: run.runId, stepId: step.id, reason: by.reason } }];
  }
  const decisions: Decision[] = [];
  let waitsForInside = step.openInstances > 0;
  for (const body of step.bodies) {
    if (body?.current === undefined) continue;
    if (body.graph !== undefined) waitsForInside = true;
    else {
      const { branch, attempt } = body.current;
      decisions.push({ do: 'stop', step, branch, attempt, why: { kind: 'cancel', reason: by.reason } });
    }
  }
  if (decisions.length > 0 || waitsForInside) return decisions;
  return [{ do: 'record', event: { type: 'step.cancelled', runId: run.runId, stepId: step.id, reason: by.reason } }];
}

const hasBegun = (step: StepState): boolean => step.startedAt !== undefined || step.status === 'waiting';

function cancellation(run: RunState, step: StepState): string | undefined {
  for (let at: StepState | undefined = step; at !== undefined; at = at.expandedFrom ?? at.graph.owner) {
    if (at.cancelRequested !== undefined) return at.cancelRequested;
  }
  if (run.cancel === undefined || (isInHandlers(run, step) && !run.handlersCancelled)) return undefined;
  const { reason } = run.cancel;
  return reason === 'run-timeout' || reason === 'concurrency' ? reason : 'run-cancelled';
}

function isInHandlers(run: RunState, step: StepState): boolean {
  let graph: Graph = step.graph;
  while (graph.owner !== undefined) graph = graph.owner.graph;
  return graph === run.handlers;
}

function isUnselected(run: RunState, step: StepState): boolean {
  return (
    run.selection !== undefined &&
    step.graph === run.graph &&
    step.expandedFrom === undefined &&
    !run.selection.has(step.id)
  );
}

/** The failed step that stopped the graph of this step, or one around it. */
function stopperOf(step: StepState): StepState | undefined {
  for (let graph: Graph | undefined = step.graph; graph !== undefined; graph = graph.owner?.graph) {
    if (graph.stoppedBy !== undefined) return graph.stoppedBy;
  }
  return undefined;
}

/** The step of `graph` in which `step` lies, or itself. */
function outermostIn(step: StepState, graph: Graph): StepState {
  let at = step;
  while (at.graph !== graph && at.graph.owner !== undefined) at = at.graph.owner;
  return at;
}

/** Steps whose `needs` ask for `.failed` or `.done` start although the graph was stopped. */
function asksForFailure(step: StepState): boolean {
  const node = step.plan.nodes.find((planned) => planned.kind === 'frame' && planned.frame === 'dependency');
  return node?.kind === 'frame' && asks((node.config as unknown as DependencyConfig).needs);
}

function asks(needs: NeedsExpression): boolean {
  switch (needs.op) {
    case 'atom':
      return needs.is === 'failed' || needs.is === 'done';
    case 'not':
      return asks(needs.of);
    default:
      return needs.of.some(asks);
  }
}
