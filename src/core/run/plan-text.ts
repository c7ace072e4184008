import { stringify } from 'yaml';
import { isJsonObject, type Json } from '../base/json.ts';
import type { Plan, PlanNode, PlanStep } from './plan.ts';

/**
 * What a run was told to do, as lines to read and to compare: close to the flow file, but without what was left out of it, and with
 * nothing of how it was written.
 */
export function planText(plan: Plan): string {
  const { name, maxParallel, stopOnFail, timeout, concurrency, env, envFile, outputs, secrets, steps, handlers } = plan;
  const own = { name, maxParallel, stopOnFail, timeout, concurrency, env, envFile, outputs, secrets };
  const shownHandlers = Object.entries(handlers).map(([event, some]) => [event, stepsOf(some)]);
  const shown = { ...own, steps: stepsOf(steps), ...Object.fromEntries(shownHandlers) };
  return stringify(withoutEmpty(JSON.parse(JSON.stringify(shown))) ?? {}, { lineWidth: 0 });
}

const stepsOf = (steps: readonly PlanStep[]): unknown[] => steps.map(stepOf);

function stepOf(step: PlanStep): unknown {
  const { id, name, continueOnError, outputs, concurrency, disabled, after, nodes } = step;
  return {
    id,
    name: name === id ? undefined : name,
    after,
    ...Object.fromEntries(nodes.flatMap(nodeEntries)),
    continueOnError: continueOnError || undefined,
    disabled: disabled || undefined,
    outputs,
    concurrency,
  };
}

/** Frames by their name; a body's fields as they stand in the file, and those of alternatives under their branch. */
function nodeEntries(node: PlanNode): (readonly [string, unknown])[] {
  if (node.kind === 'frame') return node.frame === 'dependency' ? [] : [[node.frame, node.config]];
  const { branch, executor, run, env, envFile, secrets, workingDir, shell, tty, steps } = node;
  const body = {
    executor: executor === 'shell' ? undefined : executor,
    run,
    with: node.with,
    env,
    envFile,
    secrets,
    workingDir,
    shell,
    tty: tty || undefined,
    steps: steps && stepsOf(steps),
  };
  return branch === 'body' ? Object.entries(body) : [[branch, body]];
}

/** Without fields that hold nothing: null, false, empty lists and objects at any depth. Undefined when nothing is left. */
function withoutEmpty(value: Json): Json | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => withoutEmpty(item) ?? item);
  if (!isJsonObject(value)) return value === null || value === false ? undefined : value;
  const kept = Object.entries(value).flatMap(([key, field]) => {
    const shown = field === undefined ? undefined : withoutEmpty(field);
    return shown === undefined ? [] : [[key, shown] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
