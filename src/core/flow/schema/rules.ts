import { z } from 'zod';
import { sourceText, typedValue } from '../yaml/plain.ts';
import { complain, listOf, named, oneOrMany, place } from './place.ts';
import {
  anyWhole,
  condition,
  duration,
  expression,
  filledText,
  ID,
  json,
  oneOf,
  positive,
  template,
  templated,
  templatedBoolean,
  templatedDuration,
  templatedWhole,
  text,
  toJson,
  verbatim,
} from './scalars.ts';

/** The rules a step may carry, each in every form the format knows, read into the one form of `Flow`. */

const ENV_NAME = /^[^=\s]+$/;

export const env = named(
  'a map of variable names to values',
  verbatim('a single value; for a list or a map, write it as JSON in quotes'),
  ENV_NAME,
  'a variable name without blanks or `=`',
);

export const secrets = z.union(
  [
    listOf('a list of names', filledText('the name of a secret')).transform((names) =>
      names.map((name) => ({ env: name, name })),
    ),
    named('a map `ENV: store/name`', filledText('the name of a secret'), ENV_NAME, 'a variable name').transform((map) =>
      Object.entries(map).map(([variable, reference]) => {
        const slash = reference.indexOf('/');
        if (slash <= 0) return { env: variable, name: reference };
        return { env: variable, store: reference.slice(0, slash), name: reference.slice(slash + 1) };
      }),
    ),
  ],
  { error: 'a list of names of secrets, or a map `ENV: store/name`' },
);

const backoff = oneOf('exponential', 'linear', 'constant');

const errorKind = z.string({ error: 'a kind of error' }).transform((kind, ctx) => {
  if ((ERROR_KINDS as readonly string[]).includes(kind) || /^x\../.test(kind))
    return kind as (typeof ERROR_KINDS)[number];
  ctx.issues.push({
    code: 'invalid_value',
    values: [...ERROR_KINDS],
    input: kind,
    message:
      'a kind of error: exit, signal, timeout, network, http, spawn, lost, rejected, expression, output or `x.` and a name',
  });
  return z.NEVER;
});
const ERROR_KINDS = [
  'exit',
  'signal',
  'timeout',
  'network',
  'http',
  'spawn',
  'lost',
  'rejected',
  'expression',
  'output',
] as const;

const RETRY = 'a number of attempts, or a map with `limit`';
export const retry = z.union(
  [
    templatedWhole().transform((limit) => ({ limit })),
    place('`retry`', {
      limit: templatedWhole(),
      delay: templatedDuration.exactOptional(),
      backoff: backoff.exactOptional(),
      factor: templated('a number of at least 1', positive).exactOptional(),
      maxDelay: templatedDuration.exactOptional(),
      jitter: z
        .union([z.literal('full'), z.literal('equal'), z.literal('none'), duration], {
          error: '`full`, `equal`, `none` or a duration such as `250ms`',
        })
        .exactOptional(),
      on: oneOrMany('a list of kinds of errors', errorKind).exactOptional(),
      onExitCodes: oneOrMany('a list of exit codes', anyWhole).exactOptional(),
      notOnExitCodes: oneOrMany('a list of exit codes', anyWhole).exactOptional(),
      if: condition.exactOptional(),
    }),
  ],
  { error: RETRY },
);

export const delay = z.union(
  [
    templatedDuration.transform((wait) => ({ for: wait })),
    place('`delay`', { for: templatedDuration, jitter: templatedDuration.exactOptional() }),
  ],
  { error: 'a duration such as `30s`, or a map with `for` and `jitter`' },
);

export const threshold = place('`threshold`', {
  limit: templatedWhole({ min: 1 }),
  count: oneOf('runs', 'successes', 'failures').exactOptional(),
  // biome-ignore lint/suspicious/noThenProperty: the key's name in the format; values are never awaited
  then: oneOf('skip', 'succeed', 'fail').exactOptional(),
  per: oneOf('flow', 'run').exactOptional(),
});

export const repeat = place('`repeat`', {
  until: condition.exactOptional(),
  while: condition.exactOptional(),
  interval: templatedDuration.exactOptional(),
  limit: templatedWhole({ min: 1 }).exactOptional(),
  backoff: backoff.exactOptional(),
}).transform((rule, ctx) => {
  const given = [rule.until, rule.while].filter((one) => one !== undefined).length;
  if (given === 2) {
    complain(
      ctx,
      { code: 'repeat-invalid', message: '`repeat` takes `until` or `while`, not both', path: ['while'] },
      rule,
    );
  } else if (given === 0 && rule.limit === undefined) {
    const message = '`repeat` would never end: give it `until`, `while` or a `limit`';
    complain(ctx, { code: 'repeat-invalid', message }, rule);
  }
  return rule;
});

const matrixValue = z
  .unknown()
  .transform((raw, ctx) => {
    const source = sourceText(raw);
    if (typeof source === 'string') return source;
    return jsonOrComplain(raw, ctx);
  })
  .meta({ description: 'A value, by its source text' });

const jsonOrComplain = (raw: unknown, ctx: z.RefinementCtx) => {
  const value = toJson(raw);
  if (value !== undefined) return value;
  complain(
    ctx,
    { code: 'value-invalid', message: 'Infinity and NaN have no place in a flow: put the text in quotes' },
    raw,
  );
  return z.NEVER;
};

const combinations = z.union([listOf('a list of maps', named('a map of axes to values', matrixValue)), template], {
  error: 'a list of maps of axes to values, or a template',
});
const axis = z.union([z.array(matrixValue), template], { error: 'a list of values, or a template that gives one' });

export const matrix = z
  .object(
    { include: combinations.exactOptional(), exclude: combinations.exactOptional() },
    { error: 'a map of axes to values' },
  )
  .catchall(axis)
  .transform(({ include, exclude, ...axes }, ctx) => {
    for (const name of Object.keys(axes)) {
      if (ID.test(name)) continue;
      complain(
        ctx,
        { code: 'matrix-invalid', message: `\`${name}\` cannot name an axis: ${ID_RULE}`, path: [name] },
        axes,
      );
    }
    if (Object.keys(axes).length === 0 && include === undefined) {
      complain(
        ctx,
        { code: 'matrix-invalid', message: 'A matrix needs at least one axis, such as `os: [linux, macos]`' },
        axes,
      );
    }
    return { axes, ...(include === undefined ? {} : { include }), ...(exclude === undefined ? {} : { exclude }) };
  });
export const ID_RULE = 'letters, digits, `_` and `-`, at most 100, not beginning with a digit or `-`';

const items = z.union([z.array(json), template], { error: 'a list of values, or a template that gives one' });
export const forEach = z.union(
  [
    items.transform((list) => ({ in: list, as: 'item' })),
    place('`forEach`', {
      in: items,
      as: z
        .string({ error: 'a name' })
        .regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, { error: 'a name of letters, digits and `_`' })
        .default('item'),
    }),
  ],
  { error: 'a list of values, a template that gives one, or a map with `in` and `as`' },
);

export const maxFailures = z.union(
  [
    z.preprocess(typedValue, z.int().min(0, { error: 'a whole number of at least 0, or a percentage such as `5%`' })),
    z.string().regex(/^(100|\d{1,2})(\.\d+)?%$|\$\{\{/, { error: 'a percentage such as `5%`', abort: true }),
  ],
  { error: 'a whole number of at least 0, or a percentage such as `5%`' },
);

const from = z.literal('stdout', { error: '`stdout`, the one source there is' });
const regularExpression = filledText('a regular expression').transform((source, ctx) => {
  try {
    new RegExp(source, 'mu');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    complain(ctx, { code: 'pattern-invalid', message: `This is not a regular expression: ${why}` }, source);
  }
  return source;
});

const output = z.union(
  [
    expression.transform((source) =>
      source === 'stdout' ? ({ kind: 'stdout' } as const) : ({ kind: 'expression', expression: source } as const),
    ),
    place('an output', {
      from,
      pattern: regularExpression.exactOptional(),
      json: text('a JSON pointer such as `/items/0/id`')
        .regex(/^(\/.*)?$/s, { error: 'a JSON pointer such as `/items/0/id`' })
        .exactOptional(),
    }).transform(({ pattern, json: pointer }, ctx) => {
      if (pattern !== undefined && pointer !== undefined) {
        const message = 'An output is found by `pattern` or by `json`, not by both';
        complain(ctx, { code: 'output-invalid', message, path: ['json'] }, pattern);
      }
      if (pattern !== undefined) return { kind: 'pattern', pattern } as const;
      return pointer === undefined ? ({ kind: 'stdout' } as const) : ({ kind: 'json', pointer } as const);
    }),
  ],
  { error: '`stdout`, a map with `from`, or an expression' },
);
export const outputs = named('a map of names to outputs', output, ID, ID_RULE);

export const onLost = oneOf('rerun', 'fail', 'ask');
export const failFast = templatedBoolean;
export const instances = templatedWhole({ min: 1 });
export const lock = place('`concurrency` of a step', {
  group: filledText(),
  limit: templatedWhole({ min: 1 }).exactOptional(),
});
