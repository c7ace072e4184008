import { z } from 'zod';
import { type Milliseconds, parseDuration } from '../../base/duration.ts';
import type { Json } from '../../base/json.ts';
import { parseTemplate } from '../../expression/index.ts';
import { sourceText, typedValue } from '../yaml/plain.ts';
import { complain } from './place.ts';

/** The `error` of every schema here is what was expected, in words that fit after "must be". */

export const TEMPLATE = /\$\{\{[\s\S]*?\}\}/;
const WHOLE_TEMPLATE = /^\s*\$\{\{([\s\S]*)\}\}\s*$/;

/** The expression of a text that is one template and nothing else. */
function wholeTemplate(text: string): string | undefined {
  const inner = WHOLE_TEMPLATE.exec(text)?.[1];
  if (inner === undefined || !/\$\{\{|\}\}/.test(inner)) return inner?.trim();
  // Braces within: two templates, or one whose expression has braces of its own.
  const parsed = parseTemplate(text.trim());
  return parsed.ok && parsed.value.isWhole ? inner.trim() : undefined;
}

export const ID = /^[A-Za-z_][A-Za-z0-9_-]{0,99}$/;

export const template = z.string().regex(TEMPLATE, { error: 'a template `${{ .. }}`', abort: true });

export const text = (what = 'text') => z.string({ error: what });
export const filledText = (what = 'text that is not empty') => z.string({ error: what }).regex(/\S/, { error: what });

export const whole = ({ min = 0, max }: { min?: number; max?: number } = {}) => {
  const what = max === undefined ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`;
  const number = z.int({ error: what }).min(min, { error: what });
  return z.preprocess(typedValue, max === undefined ? number : number.max(max, { error: what }));
};
export const anyWhole = z.preprocess(typedValue, z.int({ error: 'a whole number' }));
export const number = z.preprocess(typedValue, z.number({ error: 'a number' }));
export const positive = z.preprocess(
  typedValue,
  z.number({ error: 'a number of at least 1' }).min(1, { error: 'a number of at least 1' }),
);
export const boolean = z.preprocess(typedValue, z.boolean({ error: '`true` or `false`' }));

const orList = (words: readonly string[]) =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
export const oneOf = <const W extends readonly [string, ...string[]]>(...words: W) =>
  z.enum(words, { error: `one of ${orList(words.map((word) => `\`${word}\``))}` });

/** Milliseconds, read from the source text of the node. */
export const duration = z
  .preprocess(
    sourceText,
    z.string({ error: 'a duration such as `30s`' }).transform((source, ctx): Milliseconds => {
      const read = parseDuration(source);
      if (read.ok) return read.value;
      if (TEMPLATE.test(source)) {
        ctx.issues.push({
          code: 'invalid_type',
          expected: 'string',
          input: source,
          message: 'a duration such as `30s`',
        });
        return z.NEVER;
      }
      complain(ctx, read.error, source);
      return z.NEVER;
    }),
  )
  .meta({
    pattern: '^\\s*(0|(\\d+(\\.\\d+)?(ms|s|m|h|d))+)\\s*$',
    description: 'A duration: 250ms, 4s, 30m, 1h30m, 2d',
  });

/** What a schema reads, or a template whose value is checked when it is known. */
export const templated = <S extends z.ZodType>(what: string, schema: S) =>
  z.union([schema, template], { error: `${what} or a template` });

export const templatedDuration = templated('a duration such as `30s`', duration);
export const templatedBoolean = templated('`true`, `false`', boolean);
export const templatedWhole = (options: { min?: number; max?: number } = {}) =>
  templated(`a whole number of at least ${options.min ?? 0}`, whole(options));

/** Text as it stands in the file, whatever YAML would make of it: `3.10` stays `3.10`. */
export const verbatim = (what = 'a single value') =>
  z.preprocess(sourceText, z.string({ error: what })).meta({ type: ['string', 'number', 'boolean', 'null'] });

/** A boolean, a bare expression or one template. The template's braces are taken off. */
export const condition = z.union(
  [
    boolean,
    z.string().transform((source, ctx): string => {
      const bare = (wholeTemplate(source) ?? source).trim();
      if (bare !== '' && !bare.includes('${{')) return bare;
      const message =
        bare === ''
          ? 'The condition is empty: write an expression such as `params.dryRun`, or leave the key out'
          : 'A condition is one expression: write it bare, without `${{ }}` inside of a longer text';
      complain(ctx, { code: 'condition-invalid', message }, source);
      return z.NEVER;
    }),
  ],
  { error: '`true`, `false` or an expression' },
);

/** An expression, bare or as one template; numbers and the like by their source text. */
export const expression = z
  .preprocess(
    sourceText,
    z.string({ error: 'an expression' }).transform((source, ctx): string => {
      const bare = (wholeTemplate(source) ?? source).trim();
      if (bare !== '') return bare;
      complain(ctx, { code: 'expression-invalid', message: 'The expression is empty' }, source);
      return z.NEVER;
    }),
  )
  .meta({ type: ['string', 'number', 'boolean'] });

/** Any value that JSON has. */
export const json = z
  .unknown()
  .transform((raw, ctx): Json => {
    const value = toJson(raw);
    if (value !== undefined) return value;
    complain(
      ctx,
      { code: 'value-invalid', message: 'Infinity and NaN have no place in a flow: put the text in quotes' },
      raw,
    );
    return z.NEVER;
  })
  .meta({ description: 'Any value' });

/** Undefined for what JSON cannot hold. */
export function toJson(raw: unknown): Json | undefined {
  if (typeof raw === 'symbol') {
    const value = typedValue(raw);
    return typeof value === 'number' && !Number.isFinite(value) ? undefined : (value as Json);
  }
  if (typeof raw === 'string') return raw;
  if (Array.isArray(raw)) {
    const items = raw.map(toJson);
    return items.includes(undefined) ? undefined : (items as Json[]);
  }
  if (typeof raw !== 'object' || raw === null) return undefined;
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(raw)) {
    const value = toJson(item);
    if (value === undefined) return undefined;
    result[key] = value;
  }
  return result;
}
