import { z } from 'zod';
import type { Json } from '../../base/json.ts';
import type { Alternative, FrameEntry } from '../flow.ts';
import { needs } from './needs.ts';
import { complain, listOf, place } from './place.ts';
import { delay, failFast, forEach, instances, matrix, maxFailures, repeat, retry, threshold } from './rules.ts';
import { boolean, condition, templatedDuration, toJson } from './scalars.ts';

/** Frames in the order in which sugar nests, outermost first, each with the step keys that are its sugar. */
export const FRAME_KEYS = {
  dependency: ['needs'],
  expand: ['matrix', 'forEach'],
  if: ['if'],
  threshold: ['threshold'],
  breakpoint: ['breakpoint'],
  delay: ['delay'],
  fallback: ['fallback'],
  repeat: ['repeat'],
  retry: ['retry'],
  timeout: ['timeout'],
} as const;
export type FrameName = keyof typeof FRAME_KEYS;
export const FRAME_NAMES = Object.keys(FRAME_KEYS) as readonly FrameName[];

const expand = place('`expand`', {
  matrix: matrix.exactOptional(),
  forEach: forEach.exactOptional(),
  failFast: failFast.exactOptional(),
  maxFailures: maxFailures.exactOptional(),
  maxParallel: instances.exactOptional(),
}).transform((config, ctx) => {
  if ((config.matrix === undefined) === (config.forEach === undefined)) {
    complain(ctx, { code: 'frame-invalid', message: '`expand` takes either `matrix` or `forEach`' }, config);
  }
  return config;
});

const isFrameName = (name: string): name is FrameName => Object.hasOwn(FRAME_KEYS, name);

/** The explicit list of frames. A frame's configuration takes every form of its sugar key and is read into the same value. */
export function framesOf(
  alternative: z.ZodType<Alternative>,
  alternatives: z.ZodType<readonly Alternative[]>,
): z.ZodType<readonly FrameEntry[]> {
  const choice = place('`if`', { if: condition, else: alternative.exactOptional() });
  const configs: Readonly<Record<FrameName, z.ZodType>> = {
    dependency: needs,
    expand,
    if: z.union([condition, choice], { error: '`true`, `false`, an expression, or a map with `if` and `else`' }),
    threshold,
    breakpoint: boolean,
    delay,
    fallback: alternatives,
    repeat,
    retry,
    timeout: templatedDuration,
  };
  const builtIn = FRAME_NAMES.map((name) =>
    place(`a \`${name}\` frame`, { [name]: configs[name] }).transform(
      (entry): FrameEntry => ({ frame: name, config: entry[name] as Json }),
    ),
  );
  return listOf(FRAMES, z.union([foreign, ...builtIn], { error: 'one frame, such as `timeout: 30s`' }));
}

const FRAMES = 'a list of frames, outermost first';

/** A frame of a plug-in: whether it exists is checked where the names are known. */
const foreign = z
  .record(z.string(), z.unknown(), { error: 'one frame, such as `timeout: 30s`' })
  .transform((entry, ctx): FrameEntry => {
    const [first, ...more] = Object.entries(entry);
    if (first !== undefined && more.length === 0) {
      if (!isFrameName(first[0])) return { frame: first[0], config: toJson(first[1]) ?? null };
      ctx.issues.push({ code: 'invalid_type', expected: 'record', input: entry, message: 'a frame of a plug-in' });
      return z.NEVER;
    }
    const message = 'One entry of `frames` is one frame, such as `timeout: 30s`: begin each with its own `-`';
    complain(ctx, { code: 'frame-invalid', message }, entry);
    return z.NEVER;
  });
