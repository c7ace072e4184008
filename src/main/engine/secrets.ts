import { isJsonObject, type Json } from '../../core/base/json.ts';
import type { Plan, PlanStep } from '../../core/run/plan.ts';
import { type SecretLookup, SecretsUnavailable } from '../ports/secret-store.ts';

type Variables = Readonly<Record<string, string>>;

/** `${{ secrets.NAME }}`, the one form in which a secret stands in a text. */
const SECRET = /\$\{\{\s*secrets\.([A-Za-z_][A-Za-z0-9_-]*)\s*\}\}/g;

/** The secrets that a value names by templates, with where each stands. */
export function* secretTemplates(text: string): Generator<{ name: string; from: number; to: number }> {
  for (const match of text.matchAll(SECRET)) {
    yield { name: match[1]!, from: match.index, to: match.index + match[0].length };
  }
}

export function namedSecrets(value: Json, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') for (const { name } of secretTemplates(value)) found.add(name);
  else if (Array.isArray(value)) for (const item of value) namedSecrets(item, found);
  else if (isJsonObject(value)) for (const item of Object.values(value)) namedSecrets(item, found);
  return found;
}

interface PlannedSecret {
  readonly name: string;
  /** Set when the flow asks for it in a store of another name than this machine's. */
  readonly store?: string;
  /** The step that reads it; absent for those of the whole flow. */
  readonly stepId?: string;
}

/** A plan does not change, and is asked at every attempt. */
const secretsByPlan = new WeakMap<Plan, readonly PlannedSecret[]>();

/** Every secret that a run of the plan may read. */
export function secretsOfPlan(plan: Plan): readonly PlannedSecret[] {
  const known = secretsByPlan.get(plan);
  if (known !== undefined) return known;
  const found = new Map<string, PlannedSecret>();
  const add = (secret: PlannedSecret) => {
    const key = `${secret.store ?? ''}/${secret.name}`;
    if (!found.has(key)) found.set(key, secret);
  };
  for (const { name, store } of plan.secrets) add({ name, ...(store === undefined ? {} : { store }) });
  for (const name of namedSecrets([plan.env, plan.hooks ?? []] as unknown as Json)) add({ name });
  const { onSuccess, onFailure, onCancel, always } = plan.handlers;
  for (const step of stepsOf([...plan.steps, ...onSuccess, ...onFailure, ...onCancel, ...always])) {
    for (const node of step.nodes) {
      if (node.kind !== 'body') continue;
      for (const { name, store } of node.secrets) {
        add({ name, stepId: step.id, ...(store === undefined ? {} : { store }) });
      }
      for (const name of namedSecrets([node.env, node.with ?? {}] as Json)) add({ name, stepId: step.id });
    }
  }
  const secrets = [...found.values()];
  secretsByPlan.set(plan, secrets);
  return secrets;
}

/** Also those inside of groups; what is disabled will not run. */
function* stepsOf(steps: readonly PlanStep[]): Generator<PlanStep> {
  for (const step of steps) {
    if (step.disabled) continue;
    yield step;
    for (const node of step.nodes) if (node.kind === 'body' && node.steps !== undefined) yield* stepsOf(node.steps);
  }
}

export interface FoundSecrets {
  readonly values: ReadonlyMap<string, string>;
  /** What a person has to put right before the run can start. */
  readonly problems: readonly string[];
}

/** Looks for all secrets of a plan before it runs, so that it does not fail halfway for want of one. */
export async function findSecrets(plan: Plan, lookup: SecretLookup, dotenv: Variables): Promise<FoundSecrets> {
  const values = new Map<string, string>();
  const problems = new Set<string>();
  for (const secret of secretsOfPlan(plan)) {
    if (secret.store !== undefined) {
      problems.add(
        `the secret \`${secret.store}/${secret.name}\`: there is no store \`${secret.store}\`, write its name alone`,
      );
      continue;
    }
    try {
      const value = await lookup.find(secret.name, dotenv);
      if (value === null) problems.add(missingSecret(secret.name, secret.stepId));
      else values.set(secret.name, value);
    } catch (error) {
      if (!(error instanceof SecretsUnavailable)) throw error;
      problems.add(error.message);
    }
  }
  return { values, problems: [...problems] };
}

export function missingSecret(name: string, stepId?: string): string {
  const who = stepId === undefined ? 'the flow' : `\`${stepId}\``;
  return `${who} needs the secret \`${name}\`, which is not there: add it with \`chronum secrets set ${name}\``;
}

/** Shorter ones stand in other values by chance. */
const SHORTEST_PART = 4;

/**
 * Splits the variables that a run inherits. A variable that is a secret of the flow belongs to the steps that list it alone; one
 * whose value holds a secret is `withheld`: given to steps, but not written down.
 */
export function withoutSecrets(
  environment: Variables,
  secrets: ReadonlyMap<string, string>,
): { readonly recorded: Variables; readonly withheld: Variables } {
  if (secrets.size === 0) return { recorded: environment, withheld: {} };
  const parts = [...secrets.values()].filter((value) => value.length >= SHORTEST_PART);
  const recorded: Record<string, string> = {};
  const withheld: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (secrets.has(name)) continue;
    const into = parts.some((part) => value.includes(part)) ? withheld : recorded;
    into[name] = value;
  }
  return { recorded, withheld };
}

/** The variables without those of these names. */
export function omit(variables: Variables, names: ReadonlySet<string>): Variables {
  const hasAny = Object.keys(variables).some((name) => names.has(name));
  if (!hasAny) return variables;
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !names.has(name)));
}
