import type { Json } from '../base/json.ts';
import { type FoldContext, frameNamed } from '../frames/frame.ts';
import { addStep } from './create.ts';
import type { ChronumEvent, EventOf, Stored } from './event.ts';
import { foldAttempt } from './fold-attempt.ts';
import { releaseInstancePlace } from './instances.ts';
import type { PlanStep } from './plan.ts';
import { bodyOf, isBelow, subtreeEnd } from './plan-tree.ts';
import { resolveConfig } from './scope.ts';
import type { Graph, RunState, StepState } from './state.ts';
import { setTimer } from './timers.ts';

/** Events that send what a frame surrounds into a new round. */
const NEW_ROUND: ReadonlySet<string> = new Set(['retry.scheduled', 'repeat.scheduled']);

export function foldStep(run: RunState, event: ChronumEvent, at: number): void {
  const step = 'stepId' in event && event.stepId !== undefined ? run.steps.get(event.stepId) : undefined;
  if (step === undefined || (step.finishedAt !== undefined && !event.type.startsWith('attempt.'))) return;
  run.agenda.due.add(step);
  if (NEW_ROUND.has(event.type) && 'frame' in event) resetBelow(step, event.frame as number);
  foldFrames(run, step, event, at);
  applyStepEvent(run, step, event);
}

function applyStepEvent(run: RunState, step: StepState, event: ChronumEvent): void {
  switch (event.type) {
    case 'step.queued':
      step.status = 'queued';
      step.reason = event.reason ?? 'slots';
      step.waiting = undefined;
      run.agenda.due.delete(step);
      if (event.reason?.startsWith('slots:') !== true) run.agenda.queued.push(step);
      else if (step.expandedFrom !== undefined) {
        step.expandedFrom.instanceQueue ??= [];
        step.expandedFrom.instanceQueue.push(step);
      }
      return;
    case 'step.waiting':
      wait(run, step, event.reason, event.until);
      return;
    case 'retry.scheduled':
      step.retry = { number: event.retry, limit: event.limit };
      step.error = event.error;
      wait(run, step, 'retry', event.until);
      return;
    case 'repeat.scheduled':
      wait(run, step, 'repeat', event.until);
      return;
    case 'breakpoint.hit':
      wait(run, step, 'breakpoint', undefined);
      return;
    case 'fact.answered':
      step.answers ??= new Map();
      step.answers.set(`${event.frame}:${event.question}`, event.answer);
      return;
    case 'step.expanded':
      expand(run, step, event);
      return;
    case 'step.reused':
      step.reusedFrom = event.fromRun;
      run.reusable.delete(step.id);
      step.outputs = event.outputs;
      step.results = event.results;
      end(run, step, event, event.status, 'reused');
      step.outcome = event.outcome;
      return;
    case 'step.succeeded':
      step.outputs = event.outputs ?? lastOutputs(step);
      step.outcome = event.outcome;
      step.error = event.error;
      end(run, step, event, 'succeeded', event.reason);
      return;
    case 'step.failed':
      step.error = event.error;
      step.outputs = event.outputs ?? lastOutputs(step);
      end(run, step, event, 'failed', event.reason);
      return;
    case 'step.skipped':
      step.because = event.because;
      end(run, step, event, 'skipped', event.reason);
      return;
    case 'step.cancelled':
      end(run, step, event, 'cancelled', event.reason);
      return;
    case 'step.cancel-requested':
      step.cancelRequested = event.reason;
      return;
    default:
      foldAttempt(run, step, event);
  }
}

const lastOutputs = (step: StepState) => {
  for (let i = step.attempts.length - 1; i >= 0; i--) {
    const attempt = step.attempts[i]!;
    if (attempt.outputs !== undefined) return attempt.outputs;
  }
  return step.instances === undefined ? undefined : collect(step.instances);
};

/** `outputs.<name>` of an expanded step: the instances' values in order, null where one has none. */
function collect(instances: readonly StepState[]): Record<string, Json[]> {
  const names = new Set(instances.flatMap((instance) => Object.keys(instance.outputs ?? {})));
  return Object.fromEntries(
    [...names].map((name) => [name, instances.map((instance) => instance.outputs?.[name] ?? null)]),
  );
}

function wait(run: RunState, step: StepState, reason: string, until: string | undefined): void {
  step.status = 'waiting';
  step.reason = reason;
  step.waiting = { reason, until };
  if (until !== undefined || reason === 'breakpoint') run.agenda.due.delete(step);
  releaseInstancePlace(run, step);
}

function end(
  run: RunState,
  step: StepState,
  event: { readonly at: string },
  status: 'succeeded' | 'failed' | 'skipped' | 'cancelled',
  reason: string,
): void {
  step.status = status;
  step.reason = reason;
  step.waiting = undefined;
  step.finishedAt = event.at;
  if (status === 'succeeded' && step.instances !== undefined) step.results = step.instances.map(resultOf);
  run.agenda.due.delete(step);
  releaseInstancePlace(run, step);
  if (step.expandedFrom !== undefined) instanceEnded(run, step, step.expandedFrom);
  else stepEnded(run, step, step.graph);
}

const resultOf = (instance: StepState): Json => ({
  id: instance.id,
  status: instance.status,
  outcome: instance.outcome ?? instance.status,
  values: instance.values ?? {},
  outputs: instance.outputs ?? {},
  error: (instance.error ?? null) as unknown as Json,
});

function instanceEnded(run: RunState, instance: StepState, parent: StepState): void {
  parent.openInstances--;
  if (instance.status === 'failed') parent.failedInstances++;
  if (parent.openInstances === 0 || instance.status === 'failed') run.agenda.due.add(parent);
}

function stepEnded(run: RunState, step: StepState, graph: Graph): void {
  graph.open--;
  if (step.status === 'cancelled') graph.cancelled++;
  if (step.status === 'failed') {
    graph.failed.push(step);
    const stops = run.plan.stopOnFail === true || run.plan.stopOnFail === 'drain';
    if (stops && graph.stoppedBy === undefined && graph !== run.handlers) {
      graph.stoppedBy = step;
      lookAtOpen(run, graph);
    }
  }
  for (const dependent of step.dependents) {
    dependent.openNeeds--;
    const mayDecide = dependent.openNeeds === 0 || dependent.plan.anyEndDecides || step.status !== 'succeeded';
    if (mayDecide && dependent.finishedAt === undefined) run.agenda.due.add(dependent);
  }
  if (graph.open === 0 && graph.owner !== undefined) run.agenda.due.add(graph.owner);
}

/** Something changed that may concern every step that has not ended. */
export function lookAtOpenSteps(run: RunState): void {
  for (const step of run.steps.values()) if (step.finishedAt === undefined) run.agenda.due.add(step);
}

function lookAtOpen(run: RunState, graph: Graph): void {
  for (const step of graph.steps) {
    if (step.finishedAt !== undefined) continue;
    run.agenda.due.add(step);
    for (const instance of step.instances ?? []) if (instance.finishedAt === undefined) run.agenda.due.add(instance);
    for (const body of step.bodies) if (body?.graph !== undefined) lookAtOpen(run, body.graph);
  }
}

function expand(run: RunState, step: StepState, event: Stored<EventOf<'step.expanded'>>): void {
  const node = step.plan.nodes[event.frame ?? 0];
  if (node?.kind !== 'frame') return;
  step.status = 'running';
  step.startedAt ??= event.at;
  step.instances = event.instances.map((instance) => {
    const added = addStep(run, step.graph, step.plan, `${step.id}[${instance.key}]`, {
      from: step,
      entry: node.child,
      instance,
    });
    run.agenda.due.add(added);
    return added;
  });
  step.openInstances = step.instances.length;
}

/** Every frame hears every event of its step that lies in its subtree or names it. */
function foldFrames(run: RunState, step: StepState, event: ChronumEvent, at: number): void {
  const own = 'frame' in event ? (event.frame as number | undefined) : undefined;
  const { nodes } = step.plan;
  for (let node = step.entry; node < nodes.length; node++) {
    const planned = nodes[node]!;
    if (planned.kind !== 'frame') continue;
    const frame = frameNamed(run, planned.frame);
    if (frame?.fold === undefined || !concerns(step.plan, node, own, event)) continue;
    const context: FoldContext = {
      at,
      run,
      step,
      node,
      isOwn: own === node,
      config: () => resolveConfig(run, step, planned),
    };
    const before = step.frames[node];
    const after = frame.fold(before, event, context);
    if (after === before) continue;
    step.frames[node] = after;
    setTimer(run, step, node);
  }
}

/** An attempt's event concerns the frames around its body; a frame's own event concerns it alone. */
function concerns(plan: PlanStep, node: number, own: number | undefined, event: ChronumEvent): boolean {
  if (own !== undefined) return own === node;
  if (!event.type.startsWith('attempt.') || !('branch' in event)) return false;
  const body = bodyOf(plan, event.branch);
  return body >= node && isBelow(plan, node, body);
}

/** A new round: what lies below the frame begins again; attempts count on. */
function resetBelow(step: StepState, node: number): void {
  const end = subtreeEnd(step.plan, node);
  for (let i = node + 1; i < end; i++) {
    step.frames[i] = undefined;
    const body = step.bodies[i];
    if (body !== undefined) {
      body.current = undefined;
      body.asked = undefined;
      body.result = undefined;
      body.graph = undefined;
    }
  }
}
