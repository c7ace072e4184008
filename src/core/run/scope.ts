import type { Json } from '../base/json.ts';
import { isJsonObject } from '../base/json.ts';
import { type Result as Outcome, ok } from '../base/result.ts';
import type { Scope } from '../expression/index.ts';
import { evaluate, parseCondition, resolveTemplates } from '../expression/index.ts';
import { valuesAround } from './create.ts';
import { describeTrigger } from './describe-trigger.ts';
import type { FrameNode } from './plan.ts';
import { standing } from './standing.ts';
import type { AttemptState, Graph, RunState, StepState } from './state.ts';

/** What expressions of a step may read, made from the run's state alone. */
export function scopeOf(run: RunState, step: StepState | undefined): Scope {
  const around = step === undefined ? { matrix: {}, item: null, index: null } : valuesAround(step);
  return {
    params: run.params,
    env: () => ({ ...run.environment, ...run.plan.env }),
    matrix: around.matrix,
    item: around.item,
    index: around.index,
    names: around.matrix,
    flow: { name: run.flow.name, file: run.flow.file, workspace: run.flow.workspace },
    run: () => describeRun(run),
    trigger: () => describeTrigger(run.trigger),
    previous: run.previous,
    steps: (id) => {
      const found = findStep(run, step, id);
      return found === undefined ? null : describeStep(found);
    },
    ...(step === undefined ? {} : { self: () => describeSelf(step) }),
  };
}

/** A sibling by its short id, else one further out, else by full id. */
function findStep(run: RunState, from: StepState | undefined, id: string): StepState | undefined {
  let graph: Graph | undefined = from?.graph;
  while (graph !== undefined) {
    const prefix = graph.owner === undefined ? '' : `${graph.owner.id}/`;
    const found = run.steps.get(prefix + id);
    if (found !== undefined) return found;
    graph = graph.owner?.graph;
  }
  return run.steps.get(id);
}

const describeRun = (run: RunState): Json => ({
  id: run.runId,
  ...(run.handlers === undefined ? { status: run.status, reason: run.reason ?? null } : standing(run)),
  failed: run.graph.failed.map((step) => step.id),
  duration: run.startedAt === undefined ? 0 : Math.max(0, run.at - Date.parse(run.startedAt)),
  startedAt: run.startedAt ?? null,
  rerunOf: run.rerunOf ?? null,
});

/** `steps.<id>` in expressions. */
function describeStep(step: StepState): Json {
  const last = step.attempts.at(-1);
  return {
    status: step.status,
    outcome: step.outcome ?? step.status,
    exitCode: last?.exitCode ?? last?.error?.exitCode ?? null,
    outputs: step.outputs ?? {},
    error: (step.error ?? null) as unknown as Json,
    attempts: step.attempts.length,
    results: step.results ?? null,
  };
}

const describeSelf = (step: StepState): Json => {
  const last: AttemptState | undefined = step.attempts.at(-1);
  return {
    status: last?.status ?? null,
    exitCode: last?.exitCode ?? last?.error?.exitCode ?? null,
    outputs: last?.outputs ?? {},
    error: (last?.error ?? null) as unknown as Json,
    attempt: last?.attempt ?? 0,
  };
};

/** The configuration of a frame with its templates resolved. Conditions inside it are left as they are: they are evaluated. */
export function resolveConfig(run: RunState, step: StepState, node: FrameNode): Outcome<Json> {
  if (!node.templated) return ok(node.config);
  if (!isJsonObject(node.config)) return resolveTemplates(node.config, scopeOf(run, step));
  const { if: condition, until, while: whilst, ...rest } = node.config;
  const resolved = resolveTemplates(rest, scopeOf(run, step));
  if (!resolved.ok || !isJsonObject(resolved.value)) return resolved;
  const kept = Object.entries({ if: condition, until, while: whilst }).filter(([, value]) => value !== undefined);
  return ok({ ...resolved.value, ...Object.fromEntries(kept) } as Json);
}

/** A boolean, a bare expression or one template, evaluated for a step. */
export function evaluateCondition(
  run: RunState,
  step: StepState | undefined,
  written: string | boolean,
): Outcome<Json> {
  const parsed = parseCondition(written);
  if (!parsed.ok) return parsed;
  return typeof parsed.value === 'boolean' ? ok(parsed.value) : evaluate(parsed.value, scopeOf(run, step));
}
