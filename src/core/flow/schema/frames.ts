import { z } from 'zod';
import type { Json } from '../../base/json.ts';
import type { Alternative, FrameEntry } from '../flow.ts';
import { isRawMap } from '../yaml/plain.ts';
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
  const frame = z
    .unknown()
    .transform((raw, ctx): FrameEntry => {
      const entries = isRawMap(raw) ? Object.entries(raw) : [];
      const [entry] = entries;
      if (entry === undefined || entries.length !== 1) {
        const message = 'One entry of `frames` is one frame, such as `timeout: 30s`: begin each with its own `-`';
        complain(ctx, { code: 'frame-invalid', message }, raw);
        return z.NEVER;
      }
      const [name, config] = entry;
      // Plug-ins bring their own: whether such a frame exists is checked where the names are known.
      if (!isFrameName(name)) return { frame: name, config: toJson(config) ?? null };
      const read = configs[name].safeParse(config);
      if (read.success) return { frame: name, config: read.data as Json };
      for (const issue of read.error.issues) {
        ctx.issues.push({ ...issue, path: [name, ...issue.path], input: config } as z.core.$ZodRawIssue);
      }
      return z.NEVER;
    })
    .meta({ type: 'object', minProperties: 1, maxProperties: 1 });
  return listOf('a list of frames, outermost first', frame);
}
