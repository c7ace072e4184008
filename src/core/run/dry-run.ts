import { resolveTemplates } from '../expression/index.ts';
import type { Decision } from '../frames/frame.ts';
import { decide, settle } from './decide.ts';
import type { ChronumEvent, EventBody, EventOf } from './event.ts';
import { fold } from './fold.ts';
import type { BodyNode } from './plan.ts';
import { scopeOf } from './scope.ts';
import type { RunState, StepState } from './state.ts';
import type { StepEnd } from './status.ts';
import { nextWake } from './timers.ts';

/** One attempt that would start, or one step that would not. */
export interface DryStep {
  readonly stepId: string;
  readonly name: string;
  /** Steps of the same wave would run at the same time, places permitting. From 1; 0 for what would not run. */
  readonly wave: number;
  readonly outcome: 'runs' | Exclude<StepEnd, 'succeeded' | 'cancelled'>;
  readonly reason: string | undefined;
  readonly executor: string | undefined;
  /** The script with its templates resolved as far as they are known before anything ran. */
  readonly command: string | undefined;
  /** Variables of the flow and the step, resolved; secrets are shown as `***`. */
  readonly env: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
  /** Waits before it: `delay`, `approval`, .. */
  readonly waits: readonly string[];
  /** Conditions that were evaluated for it. */
  readonly conditions: readonly { readonly expression: string; readonly value: boolean }[];
}

const MOST_TURNS = 200_000;

/**
 * What a run would do, by the same `decide` and `fold`, when every attempt succeeds at once and prints nothing. What depends on outputs of
 * earlier steps sees null. Questions to the world outside (thresholds, other flows) are taken as answered in favour of running.
 */
export function dryRun(created: EventOf<'run.created'> & { readonly at: string }): DryStep[] {
  let now = Date.parse(created.at);
  let seq = 0;
  let run: RunState | undefined;
  const started = new Map<StepState, { wave: number; body: BodyNode }>();
  const waits = new Map<string, string[]>();
  const conditions = new Map<string, { expression: string; value: boolean }[]>();
  let wave = 0;

  const take = (body: EventBody) => {
    const event = {
      stream: `run:${created.runId}`,
      seq: ++seq,
      position: seq,
      at: new Date(now).toISOString(),
      ...body,
    };
    run = fold(run, event as ChronumEvent, now);
    if (body.type === 'step.waiting') push(waits, body.stepId, body.reason);
    if (body.type === 'breakpoint.hit') push(waits, body.stepId, 'breakpoint');
    if (body.type === 'condition.evaluated') {
      push(conditions, body.stepId, { expression: body.expression ?? '', value: body.value });
    }
  };
  take(created);

  // Attempts that go on. They end together, once nothing more starts beside them: what a group begins with belongs to its wave.
  let going: EventBody[] = [];
  for (let turn = 0; turn < MOST_TURNS && run !== undefined && run.end === undefined; turn++) {
    const state: RunState = run;
    const decided = decide(state, { steady: now, wall: now });
    settle(state, decided);
    const before = seq;
    const answers: EventBody[] = [];
    for (const decision of decided.decisions) {
      if (decision.do === 'record') take(decision.event);
      else
        answers.push(...answered(state, decision, take, (step, body) => started.set(step, { wave: wave + 1, body })));
    }
    for (const answer of answers) {
      if (answer.type === 'attempt.succeeded') going.push(answer);
      else take(answer);
    }
    if (seq === before && going.length > 0) {
      wave++;
      for (const end of going) take(end);
      going = [];
    } else if (seq === before) {
      const wake = nextWake(state, now) ?? held(state);
      if (wake === undefined) break;
      if (typeof wake === 'number') now = wake;
      else take(wake);
    }
  }
  return run === undefined ? [] : describeSteps(run, { started, waits, conditions });
}

type Take = (body: EventBody) => void;

/** What comes of a decision when all goes well: events to fold once the whole turn was looked at. */
function answered(
  run: RunState,
  decision: Exclude<Decision, { do: 'record' }>,
  take: Take,
  note: (step: StepState, body: BodyNode) => void,
): EventBody[] {
  const { runId } = run;
  if (decision.do === 'admit') return [{ type: 'run.started', runId }];
  if (decision.do === 'stop') return [];
  const { step, node } = decision;
  if (decision.do === 'ask') {
    const { question } = decision;
    return [{ type: 'fact.answered', runId, stepId: step.id, branch: 'body', frame: node, question, answer: true }];
  }
  const body = step.plan.nodes[node];
  if (body?.kind !== 'body') return [];
  const attempt = step.attempts.filter((made) => made.branch === body.branch).length + 1;
  const of = { runId, stepId: step.id, branch: body.branch, attempt };
  note(step, body);
  take({ type: 'attempt.started', ...of });
  return body.steps === undefined ? [{ type: 'attempt.succeeded', ...of, exitCode: 0 }] : [];
}

/** A breakpoint is passed: it is named among the waits. */
function held(run: RunState): EventBody | undefined {
  for (const step of run.steps.values()) {
    const node = step.finishedAt === undefined ? step.frames.indexOf('held') : -1;
    if (node < 0) continue;
    return {
      type: 'breakpoint.continued',
      runId: run.runId,
      stepId: step.id,
      branch: 'body',
      frame: node,
      by: 'dry-run',
    };
  }
  return undefined;
}

interface Notes {
  readonly started: ReadonlyMap<StepState, { wave: number; body: BodyNode }>;
  readonly waits: ReadonlyMap<string, readonly string[]>;
  readonly conditions: ReadonlyMap<string, readonly { expression: string; value: boolean }[]>;
}

function describeSteps(run: RunState, { started, waits, conditions }: Notes): DryStep[] {
  return [...run.steps.values()].map((step): DryStep => {
    const begun = started.get(step);
    const body = begun?.body;
    const isSkipped = step.status === 'skipped' || step.status === 'failed';
    return {
      stepId: step.id,
      name: step.plan.name,
      wave: begun?.wave ?? 0,
      outcome: isSkipped ? (step.status as 'skipped' | 'failed') : 'runs',
      reason: isSkipped ? step.reason : undefined,
      executor: body?.executor,
      command: body?.run === undefined ? undefined : shown(run, step, body.run),
      env: envOf(run, step, body),
      values: step.values ?? {},
      waits: [...(waits.get(step.id) ?? []), ...(body?.executor === 'approval' ? ['approval'] : [])],
      conditions: conditions.get(step.id) ?? [],
    };
  });
}

function envOf(run: RunState, step: StepState, body: BodyNode | undefined): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, text] of Object.entries({ ...run.plan.env, ...body?.env })) env[name] = shown(run, step, text);
  for (const secret of [...run.plan.secrets, ...(body?.secrets ?? [])]) env[secret.env] = '***';
  return env;
}

const SECRET = /\$\{\{\s*secrets\.[^}]*\}\}/g;

/** A text with its templates resolved; as written where they cannot be yet. */
function shown(run: RunState, step: StepState, written: string): string {
  const text = written.replace(SECRET, '***');
  const resolved = resolveTemplates(text, scopeOf(run, step));
  if (!resolved.ok || resolved.value === null) return text;
  return typeof resolved.value === 'string' ? resolved.value : JSON.stringify(resolved.value);
}

const push = <T>(map: Map<string, T[]>, key: string, value: T): void => {
  map.set(key, [...(map.get(key) ?? []), value]);
};
