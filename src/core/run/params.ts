import type { Json } from '../base/json.ts';
import { nearest } from '../base/nearest.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { ParamSpec } from '../flow/flow.ts';

export interface ParamProblem {
  readonly param: string;
  readonly message: string;
}

export type Params = Readonly<Record<string, Json>>;

/**
 * The parameters of a run: what was given over the defaults, each checked against its declaration. A text is read as the declared
 * type, so that a command line and a form may give texts. All problems at once; nothing runs while there is one.
 */
export function resolveParams(
  specs: Readonly<Record<string, ParamSpec>> = {},
  given: Params = {},
): Result<Params, readonly ParamProblem[]> {
  const problems: ParamProblem[] = [];
  const values: Record<string, Json> = {};
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(specs, name)) continue;
    const near = nearest(name, Object.keys(specs));
    const known = Object.keys(specs).join(', ');
    const hint =
      near !== undefined ? `did you mean \`${near}\`?` : known === '' ? 'the flow takes none' : `it has ${known}`;
    problems.push({ param: name, message: `\`${name}\` is not a parameter of this flow: ${hint}` });
  }
  for (const [name, spec] of Object.entries(specs)) {
    const value = Object.hasOwn(given, name) ? given[name] : spec.default;
    if (value === undefined || value === null) {
      if (spec.required === true)
        problems.push({ param: name, message: `\`${name}\` is required: give it a ${spec.type}` });
      values[name] = null;
      continue;
    }
    const read = readParam(spec, value);
    if (read.ok) values[name] = read.value;
    else problems.push({ param: name, message: `\`${name}\` ${read.error}` });
  }
  return problems.length > 0 ? err(problems) : ok(values);
}

function readParam(spec: ParamSpec, value: Json): Result<Json, string> {
  switch (spec.type) {
    case 'boolean':
      if (typeof value === 'boolean') return ok(value);
      if (value === 'true' || value === 'false') return ok(value === 'true');
      return err(`must be true or false, not ${JSON.stringify(value)}`);
    case 'number':
      return readNumber(spec, value);
    case 'choice': {
      const options = spec.options ?? [];
      if (options.includes(String(value))) return ok(String(value));
      const near = nearest(String(value), options);
      return err(
        `must be one of ${options.join(', ')}${near === undefined ? '' : ` (did you mean ${near}?)`}, not ${JSON.stringify(value)}`,
      );
    }
    case 'json':
      if (typeof value !== 'string') return ok(value);
      try {
        return ok(JSON.parse(value) as Json);
      } catch (error) {
        return err(`must be JSON: ${(error as Error).message}`);
      }
    default:
      return readText(spec, value);
  }
}

function readNumber(spec: ParamSpec, value: Json): Result<Json, string> {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number))
    return err(`must be a number, not ${JSON.stringify(value)}`);
  if (spec.min !== undefined && number < spec.min) return err(`must be ${spec.min} or more, not ${number}`);
  if (spec.max !== undefined && number > spec.max) return err(`must be ${spec.max} or less, not ${number}`);
  return ok(number);
}

function readText(spec: ParamSpec, value: Json): Result<Json, string> {
  if (typeof value === 'object') return err(`must be a text, not ${JSON.stringify(value)}`);
  const text = String(value);
  if (spec.min !== undefined && text.length < spec.min) return err(`must have ${spec.min} characters or more`);
  if (spec.max !== undefined && text.length > spec.max) return err(`must have ${spec.max} characters or fewer`);
  if (spec.pattern !== undefined && !new RegExp(`^(?:${spec.pattern})$`, 'u').test(text)) {
    return err(`must match ${spec.pattern}, and ${JSON.stringify(text)} does not`);
  }
  return ok(text);
}
