import type { Json } from '../base/json.ts';
import { ok, problem, type Result } from '../base/result.ts';
import { interpolated, liftNumber, lower } from './convert.ts';
import type { Expression } from './expression.ts';
import { asProblem } from './failure.ts';
import { programOf } from './parse.ts';
import { Run } from './run.ts';
import { type Scope, SECRETS } from './scope.ts';
import { inWords, kindOf } from './value.ts';

/** Whole numbers come out as numbers, what is absent as null. Always ends; `offset` counts in the expression's text. */
export const evaluate = (expression: Expression, scope: Scope): Result<Json> => evaluateIn(new Run(scope), expression);

/** Several evaluations may share a run: its budget, and what it has taken over from the scope. */
export function evaluateIn(run: Run, expression: Expression): Result<Json> {
  return guarded(expression, () => {
    const { code, read } = programOf(expression);
    if (read === undefined) return lower(run, code(run), 0);
    const json = read(run);
    if (typeof json === 'number') liftNumber(json, 0);
    return json;
  });
}

/** The value as it reads inside a text. */
export const evaluateToText = (run: Run, expression: Expression): Result<string> =>
  guarded(expression, () => interpolated(run, programOf(expression).code(run), 0));

/** For `if`, `while` and `until`: true and false alone are answers. */
export function evaluateCondition(condition: Expression | boolean, scope: Scope): Result<boolean> {
  if (typeof condition === 'boolean') return ok(condition);
  const result = guarded(condition, () => programOf(condition).code(new Run(scope)));
  if (!result.ok) return result;
  const { value } = result;
  if (typeof value === 'boolean') return ok(value);
  const text = condition.text.trim();
  const hint =
    value === null
      ? `\`${text}\` is null here; write \`default(${text}, false)\` or compare it`
      : `\`${text}\` is ${inWords(kindOf(value))}; compare it with something, such as \`${text} == ..\``;
  return problem(
    'condition-not-boolean',
    `a condition must be true or false: ${hint}`,
    condition.text.length - condition.text.trimStart().length,
  );
}

function guarded<T>(expression: Expression, work: () => T): Result<T> {
  const secret = expression.reads.find(({ path: [root] }) => root === SECRETS);
  if (secret !== undefined) {
    return problem(
      'secrets-not-here',
      'a secret cannot be used here: it may be the whole value of `env`, `secrets` and of options marked for it',
      secret.offset,
    );
  }
  try {
    return ok(work());
  } catch (thrown) {
    return asProblem(thrown);
  }
}
