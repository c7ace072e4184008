import { z } from 'zod';
import type { Step } from '../flow.ts';
import { alternativeOf, alternativesOf, bodyShape, shell, workingDir } from './body.ts';
import { framesOf } from './frames.ts';
import { needs } from './needs.ts';
import { listOf, named, oneOrMany, place } from './place.ts';
import {
  delay,
  env,
  failFast,
  forEach,
  ID_RULE,
  instances,
  lock,
  matrix,
  maxFailures,
  onLost,
  outputs,
  repeat,
  retry,
  secrets,
  threshold,
} from './rules.ts';
import { boolean, condition, filledText, ID, json, templatedBoolean, templatedDuration, text } from './scalars.ts';
import { slugOf } from './slug.ts';

const MAX_STEPS = 10_000;

/** A list of steps: of a flow, a group or a handler. Ids that were not written are filled in. */
export const stepList: z.ZodType<readonly Step[]> = z.lazy(() => list);

const alternative = alternativeOf(stepList);
const alternatives = alternativesOf(alternative);

const rules = {
  if: condition.exactOptional(),
  env: env.exactOptional(),
  secrets: secrets.exactOptional(),
  workingDir: workingDir.exactOptional(),
  shell: shell.exactOptional(),
  tty: boolean.exactOptional(),
  delay: delay.exactOptional(),
  timeout: templatedDuration.exactOptional(),
  gracePeriod: templatedDuration.exactOptional(),
  retry: retry.exactOptional(),
  threshold: threshold.exactOptional(),
  repeat: repeat.exactOptional(),
  failFast: failFast.exactOptional(),
  maxFailures: maxFailures.exactOptional(),
  maxParallel: instances.exactOptional(),
  continueOnError: templatedBoolean.exactOptional(),
  onLost: onLost.exactOptional(),
};

/** The keys that `defaults` merges under every step. */
export const stepRules = place('`defaults`', {
  executor: filledText('the name of an executor').exactOptional(),
  ...rules,
});

const globs = oneOrMany('a path pattern, or a list of them', filledText('a path pattern'));

/** In the order of the format's page, which is the order in which a flow is written. */
const step = place('a step', {
  name: filledText('a name').exactOptional(),
  id: z
    .string({ error: 'an id' })
    .regex(ID, { error: `an id: ${ID_RULE}` })
    .exactOptional(),
  description: text().exactOptional(),
  ...bodyShape(stepList),
  needs: needs.exactOptional(),
  if: rules.if,
  else: alternative.exactOptional(),
  env: rules.env,
  secrets: rules.secrets,
  workingDir: rules.workingDir,
  shell: rules.shell,
  tty: rules.tty,
  delay: rules.delay,
  timeout: rules.timeout,
  gracePeriod: rules.gracePeriod,
  retry: rules.retry,
  fallback: alternatives.exactOptional(),
  threshold: rules.threshold,
  repeat: rules.repeat,
  matrix: matrix.exactOptional(),
  forEach: forEach.exactOptional(),
  failFast: rules.failFast,
  maxFailures: rules.maxFailures,
  maxParallel: rules.maxParallel,
  continueOnError: rules.continueOnError,
  outputs: outputs.exactOptional(),
  onLost: rules.onLost,
  concurrency: lock.exactOptional(),
  frames: framesOf(alternative, alternatives).exactOptional(),
  breakpoint: boolean.exactOptional(),
  disabled: boolean.exactOptional(),
  artifacts: named('a map of names to path patterns', json).exactOptional(),
  cache: json.exactOptional(),
  sources: globs.exactOptional(),
  generates: globs.exactOptional(),
});

const list = listOf('a list of steps', step)
  .min(1, { error: 'a list with at least one step' })
  .max(MAX_STEPS, { error: `a list of at most ${MAX_STEPS} steps` })
  .transform((steps): readonly Step[] => steps.map((one, i) => ({ ...one, id: one.id ?? slugOf(one.name, i + 1) })));
