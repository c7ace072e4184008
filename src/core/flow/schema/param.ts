import { z } from 'zod';
import type { ParamSpec, ParamType } from '../flow.ts';
import { typedValue } from '../yaml/plain.ts';
import { complain, listOf, place } from './place.ts';
import { boolean, json, number, oneOf, text, verbatim } from './scalars.ts';

const PARAM = 'a default value such as `false`, or a map with `type`';

const shorthand = z.preprocess(
  typedValue,
  z
    .union([z.boolean(), z.number(), z.string()], { error: PARAM })
    .transform((value): ParamSpec => ({ type: typeOf(value), default: value })),
);

const full = place('a parameter', {
  type: oneOf('string', 'number', 'boolean', 'choice', 'json', 'path').exactOptional(),
  default: json.exactOptional(),
  required: boolean.exactOptional(),
  options: listOf('a list of choices', verbatim()).exactOptional(),
  min: number.exactOptional(),
  max: number.exactOptional(),
  pattern: text('a regular expression').exactOptional(),
  description: text().exactOptional(),
}).transform((written, ctx): ParamSpec => {
  const spec: ParamSpec = { ...written, type: written.type ?? guessType(written) };
  for (const fault of faultsOf(spec)) complain(ctx, { code: 'param-invalid', ...fault }, written);
  return spec;
});

/** Without `type`: what the other keys say, else text. */
function guessType(written: { options?: readonly string[] | undefined; default?: unknown }): ParamType {
  return written.options === undefined ? typeOf(written.default) : 'choice';
}

function typeOf(value: unknown): ParamType {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return 'number';
  return typeof value === 'object' && value !== null ? 'json' : 'string';
}

interface Fault {
  readonly message: string;
  readonly path?: (string | number)[];
}

function faultsOf(spec: ParamSpec): Fault[] {
  const faults: Fault[] = [];
  const only = (key: 'options' | 'min' | 'max' | 'pattern', types: readonly ParamType[]) => {
    if (spec[key] === undefined || types.includes(spec.type)) return;
    faults.push({
      message: `\`${key}\` is for parameters of type ${types.join(' or ')}, and this is a ${spec.type}`,
      path: [key],
    });
  };
  only('options', ['choice']);
  only('min', ['number', 'string', 'path']);
  only('max', ['number', 'string', 'path']);
  only('pattern', ['string', 'path']);
  if (spec.type === 'choice' && (spec.options ?? []).length === 0) {
    faults.push({ message: 'A choice needs `options`, a list of what may be chosen' });
  }
  if (spec.min !== undefined && spec.max !== undefined && spec.min > spec.max) {
    faults.push({ message: `\`min\` (${spec.min}) is above \`max\` (${spec.max})`, path: ['min'] });
  }
  if (spec.pattern !== undefined && !isPattern(spec.pattern)) {
    faults.push({ message: '`pattern` is not a regular expression', path: ['pattern'] });
  }
  return faults;
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}

export const param = z.union([shorthand, full], { error: PARAM });
