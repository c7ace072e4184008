import { asDuration } from '../base/duration.ts';
import type { Json } from '../base/json.ts';
import { err, ok, type Result } from '../base/result.ts';
import { resolveTemplates, type Scope } from '../expression/index.ts';
import type { Plan } from './plan.ts';

/**
 * The plan with everything of the run itself settled, before it is recorded: templates of `maxParallel`, `stopOnFail`, `timeout` and
 * `concurrency` filled in and checked. `cores` is what `auto` means here. Problems name the key.
 */
export function resolvePlan(plan: Plan, scope: Scope, cores: number): Result<Plan, readonly string[]> {
  const problems: string[] = [];
  const settle = <T extends Json>(
    key: string,
    value: Json,
    accept: (value: Json) => value is T,
    wanted: string,
  ): T | undefined => {
    const resolved = resolveTemplates(value, scope);
    if (!resolved.ok) problems.push(`${key}: ${resolved.error.message}`);
    else if (!accept(resolved.value))
      problems.push(`${key} must be ${wanted}, and came out as ${JSON.stringify(resolved.value)}`);
    else return resolved.value;
    return undefined;
  };
  const isCount = (value: Json): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 1;
  const isParallel = (value: Json): value is number | 'auto' => value === 'auto' || isCount(value);
  const isPolicy = (value: Json): value is boolean | 'drain' => typeof value === 'boolean' || value === 'drain';
  const isDuration = (value: Json): value is number | string => asDuration(value) !== undefined;
  const isText = (value: Json): value is string => typeof value === 'string' && value !== '';

  const maxParallel = settle('maxParallel', plan.maxParallel, isParallel, 'a whole number from 1, or auto');
  const stopOnFail = settle('stopOnFail', plan.stopOnFail, isPolicy, 'true, false or drain');
  const timeout =
    plan.timeout === undefined
      ? undefined
      : asDuration(settle('timeout', plan.timeout, isDuration, 'a duration such as 30m'));
  const group =
    plan.concurrency === undefined ? undefined : settle('concurrency.group', plan.concurrency.group, isText, 'a name');
  const limit = settle('concurrency.limit', plan.concurrency?.limit ?? 1, isCount, 'a whole number from 1');
  if (problems.length > 0) return err(problems);
  return ok({
    ...plan,
    maxParallel: maxParallel === 'auto' ? cores : (maxParallel ?? 1),
    stopOnFail: stopOnFail ?? false,
    ...(timeout === undefined ? {} : { timeout }),
    ...(plan.concurrency === undefined
      ? {}
      : { concurrency: { ...plan.concurrency, group: group ?? '', limit: limit ?? 1 } }),
  });
}
