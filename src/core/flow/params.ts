import type { Json } from '../base/json.ts';
import { ok, problem, type Result } from '../base/result.ts';
import type { ParamSpec } from './flow.ts';

/**
 * Checks a value against a parameter's declaration. Messages continue a sentence that began with the parameter's name:
 * "must be a number, not `many`". Error: `param-invalid`.
 */
export function checkParam(spec: ParamSpec, value: Json): Result<Json> {
  switch (spec.type) {
    case 'boolean':
      return typeof value === 'boolean' ? ok(value) : wrong('must be `true` or `false`', value);
    case 'number':
      return checkNumber(spec, value);
    case 'choice': {
      const options = spec.options ?? [];
      const chosen = typeof value === 'object' ? undefined : String(value);
      if (chosen !== undefined && options.includes(chosen)) return ok(chosen);
      return wrong(`must be one of ${options.map((option) => `\`${option}\``).join(', ')}`, value);
    }
    case 'string':
    case 'path':
      if (typeof value !== 'string') return wrong('must be text', value);
      if (spec.pattern === undefined || new RegExp(`^(?:${spec.pattern})$`, 'u').test(value)) return ok(value);
      return wrong(`must match \`${spec.pattern}\``, value);
    case 'json':
      return ok(value);
  }
}

function checkNumber(spec: ParamSpec, value: Json): Result<Json> {
  if (typeof value !== 'number' || !Number.isFinite(value)) return wrong('must be a number', value);
  if (spec.min !== undefined && value < spec.min) return wrong(`must be at least ${spec.min}`, value);
  if (spec.max !== undefined && value > spec.max) return wrong(`must be at most ${spec.max}`, value);
  return ok(value);
}

/** Reads what a person typed on a command line or in a form: text becomes the parameter's type, then is checked. */
export function readParam(spec: ParamSpec, typed: string): Result<Json> {
  switch (spec.type) {
    case 'boolean':
      return typed === 'true' || typed === 'false' ? ok(typed === 'true') : wrong('must be `true` or `false`', typed);
    case 'number':
      return typed.trim() === '' ? wrong('must be a number', typed) : checkParam(spec, asNumber(typed));
    case 'json':
      try {
        return ok(JSON.parse(typed) as Json);
      } catch {
        return wrong('must be JSON', typed);
      }
    default:
      return checkParam(spec, typed);
  }
}

const asNumber = (typed: string): Json => (Number.isFinite(Number(typed)) ? Number(typed) : typed);

const wrong = (expected: string, value: Json) =>
  problem('param-invalid', `${expected}, not \`${typeof value === 'string' ? value : JSON.stringify(value)}\``);
