import type { Result as Outcome } from '../base/result.ts';
import { resolveTemplates } from '../expression/index.ts';
import {
  type Decision,
  ended,
  expressionFailed,
  type FrameContext,
  frameNamed,
  record,
  type StopReason,
  type Verdict,
  WAIT,
} from '../frames/frame.ts';
import type { StepEnd } from './event.ts';
import type { BodyNode, FrameNode, PlanNode } from './plan.ts';
import { subtreeEnd } from './plan-tree.ts';
import { reasonWith } from './reason.ts';
import { evaluateCondition, resolveConfig, scopeOf } from './scope.ts';
import type { AttemptState, Graph, RunState, StepState } from './state.ts';

/** The moment of a decision: steady time, and the wall clock's reading of it. */
export interface Now {
  readonly steady: number;
  /** Milliseconds since the epoch. */
  readonly wall: number;
}

/** What the step's frames and body say now, from node `node` inwards. */
export function evaluateNode(run: RunState, step: StepState, node: number, now: Now): Verdict {
  const planned = step.plan.nodes[node]!;
  if (planned.kind === 'body') return evaluateBody(run, step, node, planned);
  const frame = frameNamed(run, planned.frame);
  if (frame === undefined) {
    const message = `no frame named \`${planned.frame}\` is registered: is its plug-in missing?`;
    return ended({ status: 'failed', reason: 'invalid-config', error: { kind: 'expression', message } });
  }
  return frame.decide(frameContext(run, step, node, planned, now));
}

function frameContext(
  run: RunState,
  step: StepState,
  node: number,
  planned: FrameNode,
  now: Now,
): FrameContext<unknown> {
  return {
    state: step.frames[node],
    run,
    step,
    node,
    branch: branchOf(step, node),
    now: now.steady,
    wallTime: (steady) => new Date(now.wall + (steady - now.steady)).toISOString(),
    config: () => resolveConfig(run, step, planned),
    rawConfig: planned.config,
    child: () => evaluateNode(run, step, planned.child, now),
    alternative: (index) => {
      const target = planned.alternatives[index];
      return target === undefined ? WAIT : evaluateNode(run, step, target, now);
    },
    alternatives: planned.alternatives.length,
    alternativeBranch: (index) => branchOf(step, planned.alternatives[index] ?? planned.child),
    evaluate: (expression): Outcome<never> => evaluateCondition(run, step, expression) as Outcome<never>,
    endOf: (id) => {
      const prefix = step.graph.owner === undefined ? '' : `${step.graph.owner.id}/`;
      const sibling = run.steps.get(prefix + id);
      if (sibling?.finishedAt === undefined) return undefined;
      if (sibling.reason === 'not-selected') return { status: 'succeeded', reason: 'not-selected' };
      return { status: sibling.status as StepEnd, reason: sibling.reason ?? '' };
    },
    answer: (question) => step.answers?.get(`${node}:${question}`),
    isRunning: () => runningBelow(step, node).length > 0,
    stop: (why) => stopBelow(run, step, node, why),
  };
}

/** The branch of the first body below a node: frames before any alternative belong to `body`. */
function branchOf(step: StepState, node: number): string {
  let at: PlanNode = step.plan.nodes[node]!;
  while (at.kind === 'frame') at = step.plan.nodes[at.child]!;
  return at.branch;
}

function evaluateBody(run: RunState, step: StepState, node: number, planned: BodyNode): Verdict {
  const body = step.bodies[node];
  if (body?.result !== undefined) return ended(body.result);
  if (body?.asked !== undefined) return body.asked.approval === undefined ? askAfterLoss(run, step, body.asked) : WAIT;
  if (body?.current === undefined) return lockOrStart(run, step, node, planned);
  if (planned.steps === undefined || body.graph === undefined || body.graph.open > 0) return WAIT;
  return { kind: 'do', decisions: [groupEnd(run, step, body.current.branch, body.current.attempt, body.graph)] };
}

/** What the lost attempt did before it was lost nobody knows: a person looks, and says whether it may run again. */
const askAfterLoss = (run: RunState, step: StepState, { branch, attempt }: AttemptState): Verdict =>
  record({
    type: 'approval.requested',
    runId: run.runId,
    stepId: step.id,
    branch,
    attempt,
    message: `Attempt ${attempt} was interrupted, and may have done a part of its work. Approve to run it again, reject to fail the step.`,
  });

/** The lock of the step across runs comes first, and before a place of `maxParallel`: who waits for it holds none. */
function lockOrStart(run: RunState, step: StepState, node: number, planned: BodyNode): Verdict {
  const { concurrency } = step.plan;
  if (concurrency !== undefined) {
    const attempt = step.attempts.filter((made) => made.branch === planned.branch).length + 1;
    const question = `lock:${planned.branch}:${attempt}`;
    if (step.answers?.get(`${node}:${question}`) === undefined) {
      const data = resolveTemplates({ group: concurrency.group, limit: concurrency.limit }, scopeOf(run, step));
      if (!data.ok) return expressionFailed(`concurrency: ${data.error.message}`);
      return { kind: 'do', decisions: [{ do: 'ask', step, node, question, data: data.value }] };
    }
  }
  return { kind: 'do', decisions: [{ do: 'start', step, node }] };
}

/** A group's attempt ends when the last of its steps has. */
function groupEnd(run: RunState, step: StepState, branch: string, attempt: number, graph: Graph): Decision {
  const of = { runId: run.runId, stepId: step.id, branch, attempt };
  if (graph.failed.length > 0) {
    const ids = graph.failed.map((failed) => failed.plan.id);
    const code = reasonWith('group-failed', ids);
    const error = { kind: 'exit', code, message: `failed in the group: ${ids.join(', ')}` } as const;
    return { do: 'record', event: { type: 'attempt.failed', ...of, error } };
  }
  if (graph.cancelled > 0) {
    const reason = graph.steps.find((inner) => inner.status === 'cancelled')?.reason ?? 'step-cancelled';
    return { do: 'record', event: { type: 'attempt.cancelled', ...of, reason } };
  }
  return { do: 'record', event: { type: 'attempt.succeeded', ...of } };
}

const runningBelow = (step: StepState, node: number) => {
  const end = subtreeEnd(step.plan, node);
  const running = [];
  for (let i = node; i < end; i++) {
    const body = step.bodies[i];
    if (body?.current !== undefined) running.push(body);
  }
  return running;
};

/** Decisions that end everything below a node: attempts are stopped, steps of groups and instances that wait are cancelled. */
function stopBelow(run: RunState, step: StepState, node: number, why: StopReason): Decision[] {
  const decisions: Decision[] = [];
  for (const body of runningBelow(step, node)) {
    if (body.graph !== undefined)
      for (const inner of body.graph.steps) decisions.push(...stopStep(run, inner, inside(why, step)));
    else decisions.push({ do: 'stop', step, branch: body.current!.branch, attempt: body.current!.attempt, why });
  }
  if (node <= expandNode(step))
    for (const instance of step.instances ?? []) decisions.push(...stopStep(run, instance, inside(why, step)));
  return decisions;
}

/** A time limit of the whole cancels its parts: only what had the limit timed out. */
const inside = (why: StopReason, step: StepState): StopReason =>
  why.kind === 'timeout' ? { kind: 'cancel', reason: `timeout-of:${step.id}` } : why;

const expandNode = (step: StepState): number =>
  step.instances === undefined
    ? -1
    : step.plan.nodes.findIndex(
        (planned, i) => planned.kind === 'frame' && step.frames[i] !== undefined && planned.frame === 'expand',
      );

/** Ends one step: stops what runs in it; with nothing running it is cancelled where it stands. */
function stopStep(run: RunState, step: StepState, why: StopReason): Decision[] {
  if (step.finishedAt !== undefined) return [];
  const inside = stopBelow(run, step, step.entry, why);
  if (inside.length > 0) return inside;
  if (runningBelow(step, step.entry).length > 0 || step.openInstances > 0) return [];
  const reason = why.kind === 'cancel' ? why.reason : 'step-cancelled';
  return [{ do: 'record', event: { type: 'step.cancelled', runId: run.runId, stepId: step.id, reason } }];
}
