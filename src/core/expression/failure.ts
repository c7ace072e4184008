import { type Problem, problem } from '../base/result.ts';

/** A message quotes what was written, which may be long. */
const MAX_MESSAGE = 600;

/**
 * Thrown inside the evaluator alone, where a value as outcome would double the size of every closure; `evaluate` and
 * `parseExpression` turn it into a Result.
 */
export class Failure extends Error {
  readonly code: string;
  readonly offset: number;

  constructor(code: string, message: string, offset: number) {
    super(message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}..` : message);
    this.code = code;
    this.offset = offset;
  }
}

/** Beyond the limits: never absorbed by `||`, `&&`, `all` or `exists`, as other failures may be. */
export class CostExceeded extends Failure {
  constructor(message: string, offset: number) {
    super('cost-exceeded', message, offset);
  }
}

export function fail(code: string, message: string, offset: number): never {
  throw new Failure(code, message, offset);
}

/** A stack overflow counts as cost: nesting is limited, but not how deep the stack is already. Bugs go on as bugs. */
export function asProblem(thrown: unknown): { ok: false; error: Problem } {
  if (thrown instanceof Failure) return problem(thrown.code, thrown.message, thrown.offset);
  if (thrown instanceof RangeError && /call stack/i.test(thrown.message)) {
    return problem('cost-exceeded', 'this expression is nested too deeply: take it apart', 0);
  }
  throw thrown;
}
