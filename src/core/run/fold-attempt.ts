import { withItem } from '../base/compact-list.ts';
import { emptyGraph, fillGraph } from './create.ts';
import type { ChronumEvent, EventOf, PreparedFacts, StepError, Stored } from './event.ts';
import { releaseInstancePlace } from './instances.ts';
import { bodyOf } from './plan-tree.ts';
import type { AttemptState, BodyState, Result, RunState, StepState } from './state.ts';

/** Lost attempts in a row after which the next one counts as a failure. */
const LOST_TOO_OFTEN = 3;

export function foldAttempt(run: RunState, step: StepState, event: ChronumEvent): void {
  if (event.type === 'attempt.started') {
    started(run, step, event);
    return;
  }
  if (!('branch' in event) || !('attempt' in event)) return;
  const node = bodyOf(step.plan, event.branch);
  const body = step.bodies[node];
  const attempt = step.attempts.findLast((a) => a.branch === event.branch && a.attempt === event.attempt);
  if (body === undefined || attempt === undefined) return;
  switch (event.type) {
    case 'attempt.spawned':
      attempt.pid = event.pid;
      attempt.startTime = event.startTime;
      attempt.bootId = event.bootId;
      attempt.handle = event.handle ?? attempt.handle;
      run.agenda.due.delete(step);
      return;
    case 'attempt.prepared': {
      const { command, cwd, shell, with: options, env } = event;
      attempt.prepared = definedOnly({ command, cwd, shell, with: options, env });
      run.agenda.due.delete(step);
      return;
    }
    case 'approval.requested':
      attempt.approval = { message: event.message, until: event.until, inputs: event.inputs ?? null };
      step.status = 'waiting';
      step.reason = 'approval';
      step.waiting = { reason: 'approval', until: event.until };
      run.agenda.due.delete(step);
      return;
    case 'approval.answered':
      attempt.answer = {
        answer: event.answer,
        by: event.by,
        ...(event.comment === undefined ? {} : { comment: event.comment }),
        ...(event.inputs === undefined ? {} : { inputs: event.inputs }),
      };
      step.status = 'running';
      step.waiting = undefined;
      if (body.asked === attempt) {
        body.asked = undefined;
        if (event.answer === 'reject') body.result = { status: 'failed', reason: 'lost', error: lostError(body) };
      }
      return;
    case 'attempt.succeeded':
      attempt.exitCode = event.exitCode;
      attempt.outputs = event.outputs;
      finish(run, step, body, attempt, event, 'succeeded', { status: 'succeeded', reason: 'succeeded' });
      return;
    case 'attempt.failed':
      attempt.outputs = event.outputs;
      attempt.error = event.error;
      attempt.exitCode = event.error.exitCode;
      attempt.signal = event.error.signal;
      finish(run, step, body, attempt, event, 'failed', {
        status: 'failed',
        reason: event.error.code ?? event.error.kind,
        error: event.error,
      });
      return;
    case 'attempt.timed-out':
      attempt.error = event.error;
      finish(run, step, body, attempt, event, 'timed-out', { status: 'failed', reason: 'timeout', error: event.error });
      return;
    case 'attempt.cancelled':
      attempt.signal = event.signal;
      finish(run, step, body, attempt, event, 'cancelled', { status: 'cancelled', reason: event.reason });
      return;
    case 'attempt.lost':
      finish(run, step, body, attempt, event, 'lost', afterLoss(step, body));
      if (body.result === undefined && step.plan.onLost === 'ask') body.asked = attempt;
      return;
    default:
  }
}

function started(run: RunState, step: StepState, event: Stored<EventOf<'attempt.started'>>): void {
  const node = bodyOf(step.plan, event.branch);
  const planned = step.plan.nodes[node];
  if (planned?.kind !== 'body') return;
  const attempt: AttemptState = {
    branch: event.branch,
    attempt: event.attempt,
    startedAt: event.at,
    status: 'running',
    finishedAt: undefined,
    pid: undefined,
    startTime: undefined,
    bootId: undefined,
    handle: event.handle,
    command: event.command,
    prepared: undefined,
    exitCode: undefined,
    signal: undefined,
    error: undefined,
    outputs: undefined,
    approval: undefined,
    answer: undefined,
    holdsSlot: planned.holdsSlot,
  };
  step.attempts = withItem(step.attempts, attempt);
  const body: BodyState = step.bodies[node] ?? {
    lost: 0,
    current: undefined,
    asked: undefined,
    result: undefined,
    graph: undefined,
  };
  body.current = attempt;
  body.asked = undefined;
  body.result = undefined;
  if (step.bodies.length === 0) step.bodies = new Array<BodyState | undefined>(step.plan.nodes.length).fill(undefined);
  step.bodies[node] = body;
  step.status = 'running';
  step.reason = undefined;
  step.waiting = undefined;
  step.startedAt ??= event.at;
  if (planned.holdsSlot) run.agenda.running++;
  if (step.expandedFrom !== undefined && !step.holdsInstancePlace) {
    step.holdsInstancePlace = true;
    step.expandedFrom.runningInstances++;
  }
  run.agenda.due.delete(step);
  if (planned.steps !== undefined) {
    body.graph = emptyGraph(step);
    fillGraph(run, body.graph, planned.steps, `${step.id}/`);
    if (body.graph.open === 0) run.agenda.due.add(step);
  }
}

function finish(
  run: RunState,
  step: StepState,
  body: BodyState,
  attempt: AttemptState,
  event: { readonly at: string },
  status: AttemptState['status'],
  result: Result | undefined,
): void {
  if (attempt.status !== 'running') return;
  attempt.status = status;
  attempt.finishedAt = event.at;
  body.current = undefined;
  body.result = result;
  if (status !== 'lost') body.lost = 0;
  if (attempt.holdsSlot) run.agenda.running--;
  if (step.finishedAt === undefined) run.agenda.due.add(step);
  else releaseInstancePlace(run, step);
}

/** `onLost` says what becomes of an attempt whose process or owner vanished: no end yet when it runs again, or a person is asked. */
function afterLoss(step: StepState, body: BodyState): Result | undefined {
  body.lost++;
  if (step.plan.onLost !== 'fail' && body.lost < LOST_TOO_OFTEN) return undefined;
  return { status: 'failed', reason: 'lost', error: lostError(body) };
}

function lostError({ lost }: BodyState): StepError {
  const message =
    lost >= LOST_TOO_OFTEN
      ? `its process vanished ${lost} times in a row`
      : 'its process or the studio that ran it vanished';
  return { kind: 'lost', message };
}

const definedOnly = (facts: { readonly [Key in keyof PreparedFacts]: PreparedFacts[Key] | undefined }): PreparedFacts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
