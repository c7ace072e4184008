import type { Json, JsonObject } from '../base/json.ts';
import { isJsonObject } from '../base/json.ts';
import { type Result as Outcome, ok, problem } from '../base/result.ts';
import type { Instance } from '../run/event.ts';
import type { StepState } from '../run/state.ts';
import { ended, expressionFailed, type Frame, record, WAIT } from './frame.ts';

const MOST_INSTANCES = 10_000;

/** `matrix` or `forEach` as compiled; `matrix` axes and `in` may be templates until they are resolved. */
export interface ExpandConfig {
  readonly matrix?: {
    readonly axes: Readonly<Record<string, readonly Json[]>>;
    readonly include?: readonly JsonObject[];
    readonly exclude?: readonly JsonObject[];
  };
  readonly forEach?: { readonly in: readonly Json[]; readonly as: string };
  readonly failFast?: boolean;
  readonly maxFailures?: number | string;
}

/** Runs what it surrounds once for each combination of a matrix or item of a list, each in a step of its own. */
export const expandFrame: Frame<true> = {
  name: 'expand',
  expands: true,

  fold(state, event, { isOwn }) {
    return event.type === 'step.expanded' && isOwn ? true : state;
  },

  decide(context) {
    const { state, run, step, node } = context;
    const config = context.config();
    if (!config.ok) return expressionFailed(config.error.message);
    const spec = (isJsonObject(config.value) ? config.value : {}) as unknown as ExpandConfig;
    if (state === undefined) {
      const instances = instancesOf(spec);
      if (!instances.ok) return expressionFailed(instances.error.message);
      return record({
        type: 'step.expanded',
        runId: run.runId,
        stepId: step.id,
        instances: instances.value,
        branch: context.branch,
        frame: node,
      });
    }
    const instances = step.instances ?? [];
    const tooMany = step.failedInstances > allowedFailures(spec.maxFailures, instances.length);
    if (step.openInstances > 0) {
      if (!(spec.failFast === true && step.failedInstances > 0) && !(spec.maxFailures !== undefined && tooMany))
        return WAIT;
      const first = instances.find((instance) => instance.status === 'failed');
      const decisions = context.stop({ kind: 'cancel', reason: `fail-fast:${first?.id ?? step.id}` });
      return decisions.length > 0 ? { kind: 'do', decisions } : WAIT;
    }
    return ended(summary(instances, tooMany));
  },
};

function summary(instances: readonly StepState[], tooManyFailed: boolean) {
  if (instances.length === 0) return { status: 'succeeded', reason: 'no-instances' } as const;
  const failed = instances.filter((instance) => instance.status === 'failed');
  if (failed.length > 0 && tooManyFailed) {
    const names = failed
      .slice(0, 5)
      .map((instance) => instance.id)
      .join(', ');
    const message = `${failed.length} of ${instances.length} instances failed: ${names}${failed.length > 5 ? ', ..' : ''}`;
    return { status: 'failed', reason: 'too-many-failures', error: { kind: 'exit', message } } as const;
  }
  if (instances.every((instance) => instance.status === 'skipped')) {
    return { status: 'skipped', reason: 'all-instances-skipped' } as const;
  }
  if (instances.some((instance) => instance.status === 'cancelled')) {
    return {
      status: 'cancelled',
      reason: instances.find((i) => i.status === 'cancelled')?.reason ?? 'step-cancelled',
    } as const;
  }
  return { status: 'succeeded', reason: 'succeeded' } as const;
}

/** `5%` is of all instances, rounded down. */
function allowedFailures(limit: number | string | undefined, instances: number): number {
  if (typeof limit === 'number') return limit;
  const percent = limit === undefined ? null : /^(\d+(?:\.\d+)?)%$/.exec(limit.trim());
  return percent === null ? 0 : Math.floor((Number(percent[1]) / 100) * instances);
}

/** The instances in file order: the last axis turns fastest, then what `include` adds. */
export function instancesOf(spec: ExpandConfig): Outcome<Instance[]> {
  if (spec.forEach !== undefined) {
    const { in: items, as } = spec.forEach;
    if (!Array.isArray(items)) return problem('not-a-list', `forEach needs a list, not ${JSON.stringify(items)}`);
    if (items.length > MOST_INSTANCES) return tooManyInstances(items.length);
    return ok(
      items.map((item, index) => ({ key: String(index), index, values: { [as]: item as Json }, item: item as Json })),
    );
  }
  const matrix = spec.matrix;
  if (matrix === undefined) return problem('nothing-to-expand', 'neither matrix nor forEach is given');
  let combinations: JsonObject[] = Object.keys(matrix.axes).length === 0 ? [] : [{}];
  for (const [axis, values] of Object.entries(matrix.axes)) {
    if (!Array.isArray(values))
      return problem('not-a-list', `matrix.${axis} needs a list, not ${JSON.stringify(values)}`);
    if (combinations.length * values.length > MOST_INSTANCES)
      return tooManyInstances(combinations.length * values.length);
    combinations = combinations.flatMap((combination) =>
      values.map((value) => ({ ...combination, [axis]: value as Json })),
    );
  }
  combinations = combinations.filter(
    (combination) => !(matrix.exclude ?? []).some((rule) => matches(rule, combination)),
  );
  include(combinations, matrix.include ?? [], Object.keys(matrix.axes));
  if (combinations.length > MOST_INSTANCES) return tooManyInstances(combinations.length);
  const seen = new Map<string, number>();
  return ok(
    combinations.map((values, index) => {
      const base = Object.entries(values)
        .map(([axis, value]) => `${axis}=${keyText(value)}`)
        .join(',');
      const count = (seen.get(base) ?? 0) + 1;
      seen.set(base, count);
      return { key: count === 1 ? base : `${base},#${count}`, index, values };
    }),
  );
}

const tooManyInstances = (count: number) =>
  problem('too-many-instances', `${count} instances are more than the ${MOST_INSTANCES} that one step may have`);

const same = (a: Json | undefined, b: Json | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && keyText(a) === keyText(b));

const matches = (rule: JsonObject, combination: JsonObject): boolean =>
  Object.entries(rule).every(([axis, value]) => same(value, combination[axis]));

/** As in GitHub Actions: an entry extends the combinations whose axes it does not contradict, else it is one more. */
function include(combinations: JsonObject[], entries: readonly JsonObject[], axes: readonly string[]): void {
  const original = combinations.length;
  for (const entry of entries) {
    const named = axes.filter((axis) => axis in entry);
    let extended = false;
    for (let i = 0; i < original; i++) {
      const combination = combinations[i]!;
      if (original > 0 && named.every((axis) => same(entry[axis], combination[axis]))) {
        combinations[i] = { ...combination, ...entry };
        extended = true;
      }
    }
    if (!extended) combinations.push({ ...entry });
  }
}

/** A value inside an id: plain text as it is, text with `,=[]` or a structure as JSON. */
const keyText = (value: Json): string =>
  typeof value === 'string'
    ? /[,=[\]]/.test(value) || value === ''
      ? JSON.stringify(value)
      : value
    : JSON.stringify(value);
