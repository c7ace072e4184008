import type { Json } from '../../../core/base/json.ts';
import type { ParamSpec } from '../../../core/flow/flow.ts';
import { type ParamProblem, resolveParams } from '../../../core/run/params.ts';

export type { ParamProblem };

type Specs = Readonly<Record<string, ParamSpec>>;
type Values = Readonly<Record<string, Json>>;

/** What is wrong with the values of a form, by the rules that hold everywhere. */
export function problemsOf(params: Specs, given: Values): readonly ParamProblem[] {
  const known = Object.fromEntries(Object.entries(given).filter(([param, value]) => param in params && value !== null));
  const read = resolveParams(params, withoutBlanks(params, known));
  return read.ok ? [] : read.error;
}

/** A field that was cleared leaves its parameter to the default; only a text may be empty. */
export const withoutBlanks = (params: Specs, given: Values): Values =>
  Object.fromEntries(
    Object.entries(given).filter(
      ([param, value]) => value !== '' || (params[param]?.type === 'string' && params[param].required !== true),
    ),
  );
