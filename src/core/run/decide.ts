import { isJsonObject } from '../base/json.ts';
import { resolveTemplates } from '../expression/index.ts';
import { type Decision, frameNamed } from '../frames/frame.ts';
import { startsBefore } from './create.ts';
import { evaluateNode, type Now } from './evaluate.ts';
import type { EventBody } from './event.ts';
import { finishRun } from './finish.ts';
import { endNow, interference } from './interference.ts';
import type { Plan } from './plan.ts';
import { resolveConfig, scopeOf } from './scope.ts';
import type { RunState, StepState } from './state.ts';
import { dueByTimer } from './timers.ts';

/** What to do now, and which steps were looked at for it (see `settle`). */
export interface Decided {
  readonly decisions: readonly Decision[];
  readonly examined: readonly StepState[];
}

/**
 * What the run asks for now, from its state alone: pure. The caller performs the decisions, appends the events they lead to and
 * folds them; between deciding and folding it calls `settle`, so that a step is looked at again only when something happened to it.
 */
export function decide(run: RunState, now: Now): Decided {
  if (run.end !== undefined) return { decisions: [], examined: [] };
  const decisions: Decision[] = [];
  if (run.startedAt === undefined && run.cancel === undefined) {
    const { concurrency } = run.plan;
    if (concurrency !== undefined) {
      const limit = typeof concurrency.limit === 'number' ? concurrency.limit : 1;
      return { decisions: [{ do: 'admit', group: concurrency.group, limit }], examined: [] };
    }
    return { decisions: [{ do: 'record', event: { type: 'run.started', runId: run.runId } }], examined: [] };
  }
  if (run.deadline !== undefined && run.cancel === undefined && now.steady >= run.deadline) {
    const event: EventBody = { type: 'run.cancel-requested', runId: run.runId, by: 'timeout', reason: 'run-timeout' };
    return { decisions: [{ do: 'record', event }], examined: [] };
  }
  const examined = [...run.agenda.due];
  const due = new Set(examined);
  if (!run.paused) for (const step of dueByTimer(run, now.steady)) due.add(step);
  const starts: Start[] = [];
  for (const step of due) lookAt(run, step, now, decisions, starts);
  // What was recorded just now may forbid a start (a failure that stops the graph): starts wait for the next look.
  if (decisions.some((decision) => decision.do === 'record')) {
    const wanting = new Set(starts.map((start) => start.step));
    return { decisions, examined: examined.filter((step) => !wanting.has(step)) };
  }
  giveSlots(run, now, { starts, due }, decisions);
  if (decisions.length === 0) decisions.push(...finishRun(run));
  return { decisions, examined };
}

/** The steps that were looked at need no second look until something happens to them. To be called before their events are folded. */
export function settle(run: RunState, decided: Decided): void {
  for (const step of decided.examined) run.agenda.due.delete(step);
}

type Start = Extract<Decision, { do: 'start' }>;

/** The steps that were looked at in this decision, and those of them that want to start. */
interface Looked {
  readonly starts: readonly Start[];
  readonly due: ReadonlySet<StepState>;
}

function lookAt(run: RunState, step: StepState, now: Now, decisions: Decision[], starts: Start[]): void {
  if (step.finishedAt !== undefined || run.steps.get(step.id) !== step) return;
  for (const decision of decisionsOf(run, step, now)) {
    if (decision.do === 'start') starts.push(decision);
    else decisions.push(decision);
  }
}

function decisionsOf(run: RunState, step: StepState, now: Now): readonly Decision[] {
  const by = interference(run, step);
  if (by === undefined) {
    const recorded = step.startedAt === undefined ? run.reusable.get(step.id) : undefined;
    if (recorded === undefined) return conclude(run, step, now);
    return [{ do: 'record', event: { type: 'step.reused', runId: run.runId, ...recorded } }];
  }
  if (by.kind === 'cancel') {
    const verdict = evaluateNode(run, step, step.entry, now);
    const isOver = verdict.kind === 'ended' && verdict.result.status !== 'skipped';
    const closesGroup =
      verdict.kind === 'do' && verdict.decisions.every((d) => d.do === 'record' && d.event.type.startsWith('attempt.'));
    if (isOver || closesGroup) return conclude(run, step, now);
  }
  return endNow(run, step, by);
}

/** What the step itself wants: its frames' decisions, or its end. */
function conclude(run: RunState, step: StepState, now: Now): readonly Decision[] {
  const verdict = evaluateNode(run, step, step.entry, now);
  if (verdict.kind === 'wait') return [];
  if (verdict.kind === 'do') return verdict.decisions;
  const { result } = verdict;
  const of = { runId: run.runId, stepId: step.id };
  const event = ((): EventBody => {
    switch (result.status) {
      case 'succeeded':
        return { type: 'step.succeeded', ...of, reason: result.reason };
      case 'skipped':
        return {
          type: 'step.skipped',
          ...of,
          reason: result.reason,
          ...(result.because === undefined ? {} : { because: result.because }),
        };
      case 'cancelled':
        return { type: 'step.cancelled', ...of, reason: result.reason };
      case 'failed': {
        const error = result.error ?? { kind: 'exit', message: result.reason };
        if (continuesOnError(run, step)) {
          return { type: 'step.succeeded', ...of, reason: 'continued-on-error', outcome: 'failed', error };
        }
        return { type: 'step.failed', ...of, reason: result.reason, error };
      }
    }
  })();
  return [{ do: 'record', event }];
}

/** `continueOnError` is the finished step's: for an expanded one the parent's, not each instance's. */
function continuesOnError(run: RunState, step: StepState): boolean {
  const { continueOnError } = step.plan;
  if (step.expandedFrom !== undefined || continueOnError === false) return false;
  const resolved = resolveTemplates(continueOnError, scopeOf(run, step));
  return resolved.ok && resolved.value === true;
}

/** Why an instance has to wait for another of its step, or undefined. `extra` counts those that start in this decision. */
function instanceLimit(run: RunState, step: StepState, extra: ReadonlyMap<StepState, number>): string | undefined {
  const parent = step.expandedFrom;
  const planned = parent?.plan.nodes.find(
    (node) => node.kind === 'frame' && frameNamed(run, node.frame)?.expands === true,
  );
  if (parent === undefined || planned?.kind !== 'frame' || step.holdsInstancePlace) return undefined;
  const config = resolveConfig(run, parent, planned);
  const limit = config.ok && isJsonObject(config.value) ? config.value.maxParallel : undefined;
  if (typeof limit !== 'number') return undefined;
  return parent.runningInstances + (extra.get(parent) ?? 0) >= limit ? `slots:${parent.id}` : undefined;
}

/**
 * Places of `maxParallel` go to steps in file order, those that wait for one and those that have just become ready alike.
 * Who gets none is recorded as queued.
 */
function giveSlots(run: RunState, now: Now, looked: Looked, decisions: Decision[]): void {
  let free = run.paused ? 0 : slotsOf(run.plan) - run.agenda.running;
  const waiting = free > 0 ? queuedStarts(run, now, { free, due: looked.due }, decisions) : [];
  const inOrder = [...waiting, ...looked.starts].sort((a, b) => (startsBefore(a.step, b.step) ? -1 : 1));
  const extra = new Map<StepState, number>();
  for (const start of inOrder) {
    const { step, node } = start;
    const planned = step.plan.nodes[node]!;
    const holdsSlot = planned.kind === 'body' && planned.holdsSlot;
    const limited = instanceLimit(run, step, extra);
    if (limited === undefined && !run.paused && (!holdsSlot || free > 0)) {
      if (holdsSlot) free--;
      if (step.expandedFrom !== undefined && !step.holdsInstancePlace) {
        extra.set(step.expandedFrom, (extra.get(step.expandedFrom) ?? 0) + 1);
      }
      decisions.push(start);
    } else if (step.status !== 'queued' || (limited !== undefined && step.reason !== limited)) {
      const reason = limited ?? (run.paused ? 'paused' : 'slots');
      decisions.push({ do: 'record', event: { type: 'step.queued', runId: run.runId, stepId: step.id, reason } });
    }
  }
}

const isQueued = (step: StepState): boolean =>
  step.status === 'queued' && step.reason !== undefined && !step.reason.startsWith('slots:');

const slotsOf = (plan: Plan): number => (typeof plan.maxParallel === 'number' ? plan.maxParallel : 1);

/** The first steps of the queue that still want to start. */
function queuedStarts(
  run: RunState,
  now: Now,
  { free, due }: { readonly free: number; readonly due: ReadonlySet<StepState> },
  decisions: Decision[],
): Start[] {
  const starts: Start[] = [];
  const { queued } = run.agenda;
  for (let look = free; ; look *= 2) {
    starts.length = 0;
    const candidates = queued.smallest(look);
    for (const step of new Set(candidates)) {
      if (starts.length >= free) break;
      if (!isQueued(step) || due.has(step)) continue;
      for (const decision of decisionsOf(run, step, now)) {
        if (decision.do === 'start') starts.push(decision);
        else decisions.push(decision);
      }
    }
    if (starts.length >= free || candidates.length < look) return starts;
  }
}
