import type { Json } from '../core/base/json.ts';
import { readFlow } from '../core/flow/index.ts';
import type { Decision } from '../core/frames/frame.ts';
import { compileFlow } from '../core/run/compile.ts';
import { decide, settle } from '../core/run/decide.ts';
import type { ChronumEvent, EventBody, Outputs, StepError } from '../core/run/event.ts';
import { fold } from '../core/run/fold.ts';
import { resolvePlan } from '../core/run/resolve-plan.ts';
import type { RunState } from '../core/run/state.ts';
import { nextWake } from '../core/run/timers.ts';

/** How a scripted attempt goes: after `takes` milliseconds it ends so. */
export type AttemptScript = {
  readonly takes?: number;
  readonly outputs?: Outputs;
} & (
  | { readonly end?: 'succeeded' }
  | { readonly end: 'failed'; readonly error?: Partial<StepError> }
  | { readonly end: 'never' }
);

export interface Simulation {
  readonly run: RunState;
  readonly events: readonly ChronumEvent[];
  /** Ids of steps in the order in which their attempts started. */
  readonly started: readonly string[];
  readonly mostAtOnce: number;
  /** Steady milliseconds from the start of the run to its end. */
  readonly duration: number;
}

export interface SimulateOptions {
  readonly params?: Readonly<Record<string, Json>>;
  readonly attempt?: (stepId: string, attempt: number, branch: string) => AttemptScript;
  /** Events from outside at these steady milliseconds after the start. */
  readonly at?: Readonly<Record<number, (run: RunState) => EventBody[]>>;
  readonly answers?: Readonly<Record<string, Json>>;
  readonly selection?: readonly string[];
  readonly cores?: number;
}

const START = Date.UTC(2026, 0, 1);

/** Runs a flow's text by `decide` and `fold` alone, in virtual time, with scripted attempts. Throws where the flow is not valid. */
export function simulate(text: string, options: SimulateOptions = {}): Simulation {
  const reading = readFlow(text, { file: 'test.chronum.yaml' });
  if (reading.flow === null)
    throw new Error(reading.diagnostics.map((d) => `${d.line}:${d.column} ${d.message}`).join('\n'));
  const params = options.params ?? {};
  const plan = resolvePlan(compileFlow(reading.flow, { lines: reading.lines.steps }), { params }, options.cores ?? 4);
  if (!plan.ok) throw new Error(plan.error.join('\n'));
  return simulatePlan(
    {
      type: 'run.created',
      runId: 'r1',
      flow: { id: 'f1', name: reading.flow.name, workspace: '/w', file: 'test.chronum.yaml' },
      plan: plan.value,
      params,
      trigger: { type: 'manual' },
      seed: 'seed',
      owner: { id: 'o1', kind: 'app', pid: 1 },
      ...(options.selection === undefined ? {} : { selection: options.selection }),
    },
    options,
  );
}

export function simulatePlan(created: EventBody, options: SimulateOptions = {}): Simulation {
  const events: ChronumEvent[] = [];
  const started: string[] = [];
  let now = START;
  let run: RunState | undefined;
  let mostAtOnce = 0;
  const pending: { at: number; order: number; make: () => EventBody[] }[] = [];
  let order = 0;
  const later = (ms: number, make: () => EventBody[]) => pending.push({ at: now + ms, order: order++, make });
  const take = (body: EventBody) => {
    const event = {
      stream: 'run:r1',
      seq: events.length + 1,
      position: events.length + 1,
      at: new Date(now).toISOString(),
      ...body,
    };
    events.push(event as ChronumEvent);
    run = fold(run, event as ChronumEvent, now);
    mostAtOnce = Math.max(mostAtOnce, run?.agenda.running ?? 0);
  };
  const perform = (decision: Exclude<Decision, { do: 'record' }>) => {
    const state = run!;
    if (decision.do === 'ask') {
      const { step, node, question } = decision;
      const answer = options.answers?.[question] ?? null;
      later(0, () => [
        { type: 'fact.answered', runId: 'r1', stepId: step.id, branch: 'body', frame: node, question, answer },
      ]);
      return;
    }
    if (decision.do === 'stop') {
      const { step, branch, attempt, why } = decision;
      const of = { runId: 'r1', stepId: step.id, branch, attempt };
      later(0, () => {
        const found = state.steps.get(step.id)?.attempts.findLast((a) => a.branch === branch && a.attempt === attempt);
        if (found?.status !== 'running') return [];
        return why.kind === 'timeout'
          ? [{ type: 'attempt.timed-out', ...of, after: why.after, error: { kind: 'timeout', message: 'too long' } }]
          : [{ type: 'attempt.cancelled', ...of, reason: why.reason }];
      });
      return;
    }
    if (decision.do === 'admit') {
      later(0, () => [{ type: 'run.started', runId: 'r1' }]);
      return;
    }
    const { step, node } = decision;
    const body = step.plan.nodes[node];
    if (body?.kind !== 'body') return;
    const attempt = step.attempts.filter((a) => a.branch === body.branch).length + 1;
    const of = { runId: 'r1', stepId: step.id, branch: body.branch, attempt };
    take({ type: 'attempt.started', ...of });
    if (body.steps !== undefined) return;
    started.push(step.id);
    const script = options.attempt?.(step.id, attempt, body.branch) ?? {};
    if (script.end === 'never') return;
    later(script.takes ?? 1, () => {
      const found = state.steps
        .get(step.id)
        ?.attempts.findLast((a) => a.branch === body.branch && a.attempt === attempt);
      if (found?.status !== 'running') return [];
      const outputs = script.outputs === undefined ? {} : { outputs: script.outputs };
      if (script.end !== 'failed') return [{ type: 'attempt.succeeded', ...of, exitCode: 0, ...outputs }];
      const error: StepError = { kind: 'exit', exitCode: 1, message: 'exit code 1', ...script.error };
      return [{ type: 'attempt.failed', ...of, error, ...outputs }];
    });
  };

  take(created);
  for (const [ms, make] of Object.entries(options.at ?? {})) later(Number(ms), () => make(run!));
  for (let turn = 0; turn < 1_000_000; turn++) {
    const state = run!;
    const decided = decide(state, { steady: now, wall: now });
    settle(state, decided);
    const before = events.length;
    const effects: Exclude<Decision, { do: 'record' }>[] = [];
    for (const decision of decided.decisions) {
      if (decision.do === 'record') take(decision.event);
      else effects.push(decision);
    }
    for (const effect of effects) perform(effect);
    if (state.end !== undefined) break;
    if (events.length > before) continue;
    pending.sort((a, b) => a.at - b.at || a.order - b.order);
    const next = pending[0];
    const wake = nextWake(state, now);
    if (next === undefined && wake === undefined) break;
    if (next === undefined || (wake !== undefined && wake < next.at)) {
      now = wake!;
      continue;
    }
    now = Math.max(now, next.at);
    while (pending[0] !== undefined && pending[0].at <= now) for (const body of pending.shift()!.make()) take(body);
  }
  return { run: run!, events, started, mostAtOnce, duration: now - START };
}

/** Status of every step by id. */
export const statuses = (simulation: Simulation): Record<string, string> =>
  Object.fromEntries([...simulation.run.steps.values()].map((step) => [step.id, step.status]));
