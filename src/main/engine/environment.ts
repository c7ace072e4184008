import type { Json } from '../../core/base/json.ts';
import type { SecretRef } from '../../core/flow/flow.ts';
import type { RunState } from '../../core/run/state.ts';
import type { AttemptKey } from '../ports/log-store.ts';

type Variables = Readonly<Record<string, string>>;

/** Carried by every process of an attempt, so that what a crash leaves behind can be found. */
export const markOf = (key: AttemptKey): string => `${key.runId}/${key.stepId}/${key.branch}/${key.attempt}`;

export interface StepEnvironment {
  readonly run: RunState;
  readonly key: AttemptKey;
  /** Lowest first, beginning with those of whoever started the run: each layer overrides the one before. */
  readonly layers: readonly Variables[];
  readonly secrets: Variables;
}

/** The whole environment of an attempt: the starter's variables, the flow's, the step's, secrets, and what tells a step where it is. */
export function stepEnvironment({ run, key, layers, secrets }: StepEnvironment): Record<string, string> {
  const env: Record<string, string> = Object.assign({}, ...layers, secrets);
  for (const [name, value] of Object.entries(run.params)) env[paramVariable(name)] = asText(value);
  env.CHRONUM = '1';
  env.CHRONUM_RUN = run.runId;
  env.CHRONUM_FLOW = run.flow.name;
  env.CHRONUM_STEP = key.stepId;
  env.CHRONUM_WORKSPACE = run.flow.workspace;
  env.CHRONUM_ATTEMPT_NUMBER = String(key.attempt);
  env.CHRONUM_ATTEMPT = markOf(key);
  return env;
}

const paramVariable = (name: string): string => `CHRONUM_PARAM_${name.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}`;

const asText = (value: Json): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** Every secret that a step may see, by the variable that receives it; the step's own override the flow's. */
export const secretRefs = (...lists: readonly (readonly SecretRef[])[]): ReadonlyMap<string, SecretRef> =>
  new Map(lists.flat().map((ref) => [ref.env, ref]));
