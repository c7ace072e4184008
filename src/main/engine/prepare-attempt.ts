import { asDuration } from '../../core/base/duration.ts';
import { isJsonObject, type Json } from '../../core/base/json.ts';
import { ok, type Result } from '../../core/base/result.ts';
import { resolveTemplates, type Scope } from '../../core/expression/index.ts';
import { takesSecret } from '../../core/flow/checks/executors.ts';
import { textMask } from '../../core/mask/mask-text.ts';
import type { PreparedFacts, RunTrigger, StepError } from '../../core/run/event.ts';
import type { BodyNode, Plan } from '../../core/run/plan.ts';
import { scopeOf } from '../../core/run/scope.ts';
import type { RunState, StepState } from '../../core/run/state.ts';
import type { Executor } from '../ports/executor.ts';
import type { AttemptKey } from '../ports/log-store.ts';
import { type SecretLookup, SecretsUnavailable } from '../ports/secret-store.ts';
import { secretRefs, stepEnvironment } from './environment.ts';
import { preparedFacts } from './prepared-facts.ts';
import { findSecrets, missingSecret, namedSecrets, omit, secretsOfPlan, secretTemplates } from './secrets.ts';

type Variables = Readonly<Record<string, string>>;

/** A body with everything filled in that its executor is to see. */
export interface PreparedAttempt {
  readonly executor: Executor;
  readonly config: unknown;
  readonly script: string | undefined;
  /** The whole environment, put together by the call: not every executor wants it. */
  readonly env: () => Variables;
  /** The same without what is inherited from whoever started the run. */
  readonly ownEnv: () => Variables;
  readonly cwd: string;
  readonly shell: string | undefined;
  readonly gracePeriod: number;
  /** Values of secrets: masked in all it prints. */
  readonly masks: readonly string[];
  /** What of it may be written down; undefined when that says no more than the plan. */
  readonly facts: () => PreparedFacts | undefined;
}

export interface PrepareParts {
  readonly executors: ReadonlyMap<string, Executor>;
  readonly secrets: SecretLookup;
  /** Variables that a run inherits but that were not recorded, because their values hold a secret. */
  readonly withheld: (runId: string) => Variables;
  /** Variables of this process that steps inherit and that are never recorded, below all others. */
  readonly sensitive: Variables;
  /** Files that hold what fired a run as JSON: one a run, made when the first step asks. */
  readonly triggerFiles: { of(runId: string, trigger: RunTrigger): string; remove(runId: string): void };
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
  const base = parts.files.dirname(parts.files.resolve(run.flow.workspace, run.flow.file));
  const dotenv = await readEnvFiles(run.plan, base, parts.files);
  if (!dotenv.ok) return dotenv;
  const secrets = await readSecrets(run.plan, body, dotenv.value, parts.secrets);
  if (!secrets.ok) return secrets;
  const prepared = fillIn({
    run,
    step,
    body,
    key,
    base,
    executor,
    dotenv: dotenv.value,
    secrets: secrets.value,
    parts,
  });
  if (prepared.ok) return prepared;
  const { error } = prepared;
  return { ok: false, error: { ...error, message: textMask(secrets.value.masks).apply(error.message) } };
}

interface Ingredients {
  readonly run: RunState;
  readonly step: StepState;
  readonly body: BodyNode;
  readonly key: AttemptKey;
  /** Folder of the flow's file. */
  readonly base: string;
  readonly executor: Executor;
  readonly dotenv: Variables;
  readonly secrets: AttemptSecrets;
  readonly parts: PrepareParts;
}

function fillIn(given: Ingredients): Result<PreparedAttempt, StepError> {
  const { run, step, body, key, base, executor, secrets, parts } = given;
  const scope = scopeOf(run, step);
  const { names, byName } = secrets;
  const inherited = omit(run.environment, names);
  const dotenv = omit(given.dotenv, names);
  const flowEnv = texts(run.plan.env, scope, 'env', byName);
  if (!flowEnv.ok) return flowEnv;
  const ofFlow = () => ({ ...inherited, ...dotenv, ...inExpressions(run.plan.env, flowEnv.value, names) });
  const stepEnv = texts(body.env, { ...scope, env: ofFlow }, 'env', byName);
  if (!stepEnv.ok) return stepEnv;
  const ofStep = () => ({ ...ofFlow(), ...inExpressions(body.env, stepEnv.value, names) });
  const resolved = resolveBody(body, { ...scope, env: ofStep }, secrets, executor);
  if (!resolved.ok) return resolved;
  const { script, options, workingDir, shell, gracePeriod } = resolved.value;
  const config = executor.parse(options);
  if (!config.ok) return fail('expression', 'invalid-config', `with: ${config.problems.join('; ')}`);
  const fired = () => ({ CHRONUM_TRIGGER: parts.triggerFiles.of(run.runId, run.trigger) });
  const own = [dotenv, flowEnv.value, stepEnv.value];
  const outer = () => [omit(parts.sensitive, names), parts.withheld(run.runId), inherited];
  return ok({
    executor,
    config: config.value,
    script,
    env: () => stepEnvironment({ run, key, layers: [...outer(), ...own, fired()], secrets: secrets.variables }),
    ownEnv: () => stepEnvironment({ run, key, layers: [...own, fired()], secrets: secrets.variables }),
    cwd: workingDir === undefined ? base : parts.files.resolve(base, workingDir),
    shell,
    gracePeriod,
    masks: secrets.masks,
    facts: () =>
      preparedFacts({
        body,
        script,
        options,
        shell,
        cwd: workingDir === undefined ? undefined : parts.files.resolve(base, workingDir),
        layers: { file: dotenv, flow: flowEnv.value, step: stepEnv.value, secret: secrets.variables },
        masks: secrets.masks,
      }),
  });
}

/** An expression never sees a secret, nor a variable that is filled with one. */
function inExpressions(written: Variables, filled: Variables, secrets: ReadonlySet<string>): Variables {
  if (secrets.size === 0) return filled;
  return Object.fromEntries(Object.entries(filled).filter(([name]) => namedSecrets(written[name] ?? '').size === 0));
}

/** The variables of the flow's dotenv files; a later file overrides an earlier one. */
export async function readEnvFiles(
  plan: Plan,
  base: string,
  files: PrepareParts['files'],
): Promise<Result<Record<string, string>, StepError>> {
  const env: Record<string, string> = {};
  for (const file of plan.envFile) {
    const path = files.resolve(base, file);
    const read = await files.readDotenv(path);
    if (read === null)
      return fail('spawn', 'env-file-not-found', `envFile \`${file}\` does not exist: looked for ${path}`);
    Object.assign(env, read);
  }
  return ok(env);
}

interface AttemptSecrets {
  /** For the step's environment, by variable. */
  readonly variables: Record<string, string>;
  /** Those that the step may see. */
  readonly byName: ReadonlyMap<string, string>;
  /** Of all secrets of the flow: they reach a step in no other way than by its own list. */
  readonly names: ReadonlySet<string>;
  /** All values of the flow: a step may find what another one left in a file. */
  readonly masks: readonly string[];
}

const NO_SECRETS: AttemptSecrets = { variables: {}, byName: new Map(), names: new Set(), masks: [] };

/** The listed secrets, and those that templates name. */
async function readSecrets(
  plan: Plan,
  body: BodyNode,
  dotenv: Variables,
  lookup: SecretLookup,
): Promise<Result<AttemptSecrets, StepError>> {
  const planned = secretsOfPlan(plan);
  if (planned.length === 0) return ok(NO_SECRETS);
  const { values } = await findSecrets(plan, lookup, dotenv);
  const byName = new Map<string, string>();
  const variables: Record<string, string> = {};
  const refs = secretRefs(plan.secrets, body.secrets);
  const inTemplates = namedSecrets([plan.env, body.env, body.with ?? {}] as Json);
  for (const name of new Set([...[...refs.values()].map((ref) => ref.name), ...inTemplates])) {
    const value = values.get(name);
    if (value === undefined) return unreadableSecret(name, lookup, dotenv);
    byName.set(name, value);
  }
  for (const [variable, { name }] of refs) variables[variable] = byName.get(name) ?? '';
  const masks = [...new Set(values.values())].filter((value) => value !== '');
  return ok({ variables, byName, names: new Set(planned.map(({ name }) => name)), masks });
}

/** It was there when the run started, and is not any more. */
async function unreadableSecret(name: string, lookup: SecretLookup, dotenv: Variables): Promise<Failure> {
  try {
    await lookup.find(name, dotenv);
  } catch (error) {
    if (error instanceof SecretsUnavailable) return fail('spawn', `secrets-${error.code}`, error.message);
    throw error;
  }
  return fail('spawn', 'secret-not-found', missingSecret(name));
}

/** Where secrets may stand in a value, by path; elsewhere they are refused. */
type TakesSecret = (field: readonly (string | number)[]) => boolean;
const ANYWHERE: TakesSecret = () => true;

interface Filling {
  readonly secrets: ReadonlyMap<string, string>;
  readonly scope: Scope;
  readonly takes: TakesSecret;
}

/** Secrets are filled in last, around the other templates, so that an expression never sees one. */
function fillSecrets(value: Json, filling: Filling, path: readonly (string | number)[] = []): Result<Json, StepError> {
  if (typeof value === 'string') return fillText(value, filling, path);
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const [index, item] of value.entries()) {
      const filled = fillSecrets(item, filling, [...path, index]);
      if (!filled.ok) return filled;
      items.push(filled.value);
    }
    return ok(items);
  }
  if (!isJsonObject(value)) return ok(value);
  const entries: [string, Json][] = [];
  for (const [key, item] of Object.entries(value)) {
    const filled = fillSecrets(item, filling, [...path, key]);
    if (!filled.ok) return filled;
    entries.push([key, filled.value]);
  }
  return ok(Object.fromEntries(entries));
}

function fillText(
  text: string,
  { secrets, scope, takes }: Filling,
  path: readonly (string | number)[],
): Result<Json, StepError> {
  const pieces: Json[] = [];
  let at = 0;
  for (const { name, from, to } of secretTemplates(text)) {
    if (!takes(path)) {
      return fail(
        'expression',
        'secret-not-here',
        `with.${path.join('.')}: a secret cannot stand here: put it into \`env\``,
      );
    }
    if (from > at) {
      const before = resolve(text.slice(at, from), scope);
      if (!before.ok) return before;
      pieces.push(before.value);
    }
    pieces.push(secrets.get(name) ?? '');
    at = to;
  }
  if (at === 0) return resolve(text, scope);
  const rest = resolve(text.slice(at), scope);
  return rest.ok ? ok([...pieces, rest.value].map(asText).join('')) : rest;
}

const asText = (value: Json): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

function resolve(value: Json, scope: Scope): Result<Json, StepError> {
  const resolved = resolveTemplates(value, scope);
  return resolved.ok ? resolved : fail('expression', 'expression-error', resolved.error.message);
}

function texts(
  env: Readonly<Record<string, string>>,
  scope: Scope,
  where: string,
  secrets: ReadonlyMap<string, string>,
): Result<Record<string, string>, StepError> {
  const result: Record<string, string> = {};
  for (const [name, written] of Object.entries(env)) {
    const filled = fillSecrets(written, { secrets, scope, takes: ANYWHERE });
    if (!filled.ok) return fail(filled.error.kind, 'expression-error', `${where}.${name}: ${filled.error.message}`);
    result[name] = asText(filled.value);
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
  { byName }: AttemptSecrets,
  { secretFields }: Executor,
): Result<ResolvedBody, StepError> {
  const text = (key: string, written: string | undefined): Result<string | undefined, StepError> => {
    if (written === undefined) return ok(undefined);
    const value = resolve(written, scope);
    if (!value.ok) return fail(value.error.kind, 'expression-error', `${key}: ${value.error.message}`);
    return ok(asText(value.value));
  };
  const script = text('run', body.run);
  if (!script.ok) return script;
  const workingDir = text('workingDir', body.workingDir);
  if (!workingDir.ok) return workingDir;
  const shell = text('shell', body.shell);
  if (!shell.ok) return shell;
  const takes: TakesSecret = (field) => takesSecret(secretFields, field);
  const options = fillSecrets((body.with ?? {}) as Json, { secrets: byName, scope, takes });
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
