import { asDuration } from '../../core/base/duration.ts';
import { isJsonObject, type Json } from '../../core/base/json.ts';
import { ok, type Result } from '../../core/base/result.ts';
import { resolveTemplates, type Scope } from '../../core/expression/index.ts';
import type { StepError } from '../../core/run/event.ts';
import type { BodyNode } from '../../core/run/plan.ts';
import { scopeOf } from '../../core/run/scope.ts';
import type { RunState, StepState } from '../../core/run/state.ts';
import type { Executor } from '../ports/executor.ts';
import type { AttemptKey } from '../ports/log-store.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import { secretRefs, stepEnvironment } from './environment.ts';

/** A body with everything filled in that its executor is to see. */
export interface PreparedAttempt {
  readonly executor: Executor;
  readonly config: unknown;
  readonly script: string | undefined;
  /** The whole environment, put together by the call: not every executor wants it. */
  readonly env: () => Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly shell: string | undefined;
  readonly gracePeriod: number;
  /** Values of secrets that the attempt sees: masked in all it prints. */
  readonly masks: readonly string[];
}

export interface PrepareParts {
  readonly executors: ReadonlyMap<string, Executor>;
  readonly secrets: SecretStore;
  /** Variables of this process that steps inherit and that are never recorded, below all others. */
  readonly sensitive: Readonly<Record<string, string>>;
  /** Joins and normalises paths; and reads a dotenv file, null when there is none. */
  readonly files: {
    resolve(...parts: string[]): string;
    dirname(path: string): string;
    readDotenv(path: string): Promise<Record<string, string> | null>;
  };
}

type Failure = { readonly ok: false; readonly error: StepError };
const fail = (kind: StepError['kind'], code: string, message: string): Failure => ({
  ok: false,
  error: { kind, code, message },
});

/** Resolves templates, environment and secrets of one attempt. A problem is the attempt's failure. */
export async function prepareAttempt(
  run: RunState,
  step: StepState,
  body: BodyNode,
  key: AttemptKey,
  parts: PrepareParts,
): Promise<Result<PreparedAttempt, StepError>> {
  const executor = parts.executors.get(body.executor);
  if (executor === undefined) {
    const known = [...parts.executors.keys()].join(', ');
    return fail('spawn', 'unknown-executor', `there is no executor \`${body.executor}\`: known are ${known}`);
  }
  const scope = scopeOf(run, step);
  const base = parts.files.dirname(parts.files.resolve(run.flow.workspace, run.flow.file));
  const dotenv = await readEnvFiles(run, base, parts);
  if (!dotenv.ok) return dotenv;
  const flowEnv = texts(run.plan.env, scope, 'env');
  if (!flowEnv.ok) return flowEnv;
  const secrets = await readSecrets(run, body, parts.secrets);
  if (!secrets.ok) return secrets;
  const ofFlow = () => ({ ...run.environment, ...dotenv.value, ...flowEnv.value });
  const stepEnv = texts(body.env, { ...scope, env: ofFlow }, 'env', secrets.value.byName);
  if (!stepEnv.ok) return stepEnv;
  const ofStep = () => ({ ...ofFlow(), ...stepEnv.value });
  const resolved = resolveBody(body, { ...scope, env: ofStep }, secrets.value.byName);
  if (!resolved.ok) return resolved;
  const { script, options, workingDir, shell, gracePeriod } = resolved.value;
  const config = executor.parse(options);
  if (!config.ok) return fail('expression', 'invalid-config', `with: ${config.problems.join('; ')}`);
  return ok({
    executor,
    config: config.value,
    script,
    env: () =>
      stepEnvironment({
        run,
        key,
        layers: [parts.sensitive, run.environment, dotenv.value, flowEnv.value, stepEnv.value],
        secrets: secrets.value.variables,
      }),
    cwd: workingDir === undefined ? base : parts.files.resolve(base, workingDir),
    shell,
    gracePeriod,
    masks: secrets.value.values,
  });
}

async function readEnvFiles(
  run: RunState,
  base: string,
  parts: PrepareParts,
): Promise<Result<Record<string, string>, StepError>> {
  const env: Record<string, string> = {};
  for (const file of run.plan.envFile) {
    const path = parts.files.resolve(base, file);
    const read = await parts.files.readDotenv(path);
    if (read === null)
      return fail('spawn', 'env-file-not-found', `envFile \`${file}\` does not exist: looked for ${path}`);
    Object.assign(env, read);
  }
  return ok(env);
}

interface Secrets {
  readonly variables: Record<string, string>;
  readonly byName: ReadonlyMap<string, string>;
  readonly values: readonly string[];
}

/** The listed secrets by variable, and those that templates name. Found in the starter's environment first, then in the store. */
async function readSecrets(run: RunState, body: BodyNode, store: SecretStore): Promise<Result<Secrets, StepError>> {
  const variables: Record<string, string> = {};
  const byName = new Map<string, string>();
  const read = async (name: string): Promise<string | undefined> => (await store.get(name)) ?? undefined;
  for (const [variable, ref] of secretRefs(run.plan.secrets, body.secrets)) {
    const value = await read(ref.name);
    if (value === undefined) return missingSecret(ref.name);
    variables[variable] = value;
    byName.set(ref.name, value);
  }
  for (const name of namedSecrets([body.env, body.with ?? {}] as Json)) {
    if (byName.has(name)) continue;
    const value = await read(name);
    if (value === undefined) return missingSecret(name);
    byName.set(name, value);
  }
  return ok({ variables, byName, values: [...new Set(byName.values())].filter((value) => value !== '') });
}

const missingSecret = (name: string): Failure =>
  fail('spawn', 'secret-not-found', `there is no secret \`${name}\`: add it with \`chronum secrets set ${name}\``);

const SECRET = /\$\{\{\s*secrets\.([A-Za-z_][A-Za-z0-9_-]*)\s*\}\}/g;

function namedSecrets(value: Json): Set<string> {
  const found = new Set<string>();
  const visit = (at: Json): void => {
    if (typeof at === 'string') for (const match of at.matchAll(SECRET)) found.add(match[1]!);
    else if (Array.isArray(at)) at.forEach(visit);
    else if (isJsonObject(at)) Object.values(at).forEach(visit);
  };
  visit(value);
  return found;
}

/** Secrets are filled in last, around the other templates, so that an expression never sees one. */
function fillSecrets(value: Json, secrets: ReadonlyMap<string, string>, scope: Scope): Result<Json, StepError> {
  if (typeof value === 'string') {
    const pieces: Json[] = [];
    let from = 0;
    for (const match of value.matchAll(SECRET)) {
      const before = value.slice(from, match.index);
      if (before !== '') {
        const resolved = resolve(before, scope);
        if (!resolved.ok) return resolved;
        pieces.push(resolved.value);
      }
      pieces.push(secrets.get(match[1]!) ?? '');
      from = match.index + match[0].length;
    }
    if (from === 0) return resolve(value, scope);
    const rest = resolve(value.slice(from), scope);
    return rest.ok ? ok([...pieces, rest.value].map((piece) => (piece === null ? '' : String(piece))).join('')) : rest;
  }
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) {
      const filled = fillSecrets(item, secrets, scope);
      if (!filled.ok) return filled;
      items.push(filled.value);
    }
    return ok(items);
  }
  if (!isJsonObject(value)) return ok(value);
  const entries: [string, Json][] = [];
  for (const [key, item] of Object.entries(value)) {
    const filled = fillSecrets(item, secrets, scope);
    if (!filled.ok) return filled;
    entries.push([key, filled.value]);
  }
  return ok(Object.fromEntries(entries));
}

function resolve(value: Json, scope: Scope): Result<Json, StepError> {
  const resolved = resolveTemplates(value, scope);
  return resolved.ok ? resolved : fail('expression', 'expression-error', resolved.error.message);
}

function texts(
  env: Readonly<Record<string, string>>,
  scope: Scope,
  where: string,
  secrets: ReadonlyMap<string, string> = new Map(),
): Result<Record<string, string>, StepError> {
  const result: Record<string, string> = {};
  for (const [name, written] of Object.entries(env)) {
    const filled = fillSecrets(written, secrets, scope);
    if (!filled.ok) return fail(filled.error.kind, 'expression-error', `${where}.${name}: ${filled.error.message}`);
    result[name] =
      filled.value === null ? '' : typeof filled.value === 'string' ? filled.value : JSON.stringify(filled.value);
  }
  return ok(result);
}

interface ResolvedBody {
  readonly script: string | undefined;
  readonly options: Json;
  readonly workingDir: string | undefined;
  readonly shell: string | undefined;
  readonly gracePeriod: number;
}

function resolveBody(
  body: BodyNode,
  scope: Scope,
  secrets: ReadonlyMap<string, string>,
): Result<ResolvedBody, StepError> {
  const text = (key: string, written: string | undefined): Result<string | undefined, StepError> => {
    if (written === undefined) return ok(undefined);
    const value = resolve(written, scope);
    if (!value.ok) return fail(value.error.kind, 'expression-error', `${key}: ${value.error.message}`);
    return ok(value.value === null ? '' : typeof value.value === 'string' ? value.value : JSON.stringify(value.value));
  };
  const script = text('run', body.run);
  if (!script.ok) return script;
  const workingDir = text('workingDir', body.workingDir);
  if (!workingDir.ok) return workingDir;
  const shell = text('shell', body.shell);
  if (!shell.ok) return shell;
  const options = fillSecrets((body.with ?? {}) as Json, secrets, scope);
  if (!options.ok) return options;
  const grace = resolve(body.gracePeriod as Json, scope);
  if (!grace.ok) return grace;
  const gracePeriod = asDuration(grace.value);
  if (gracePeriod === undefined)
    return fail('expression', 'invalid-config', `gracePeriod must be a duration, not ${JSON.stringify(grace.value)}`);
  return ok({
    script: script.value,
    options: options.value,
    workingDir: workingDir.value,
    shell: shell.value,
    gracePeriod,
  });
}
