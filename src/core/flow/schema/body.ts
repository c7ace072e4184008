import { z } from 'zod';
import type { Alternative, Step } from '../flow.ts';
import { named, place } from './place.ts';
import { env, retry, secrets } from './rules.ts';
import { filledText, json, templatedDuration, text } from './scalars.ts';

/** What every body may have: a step's own, and the ones that run in its place. Steps nest, so the list comes from outside. */
export const bodyShape = (steps: z.ZodType<readonly Step[]>) => ({
  executor: filledText('the name of an executor').exactOptional(),
  run: text('the text of a script').exactOptional(),
  with: named("a map of the executor's options", json).exactOptional(),
  steps: steps.exactOptional(),
});

export const workingDir = filledText('a folder');
export const shell = filledText('a command line with `{0}` for the script file');

/** What `else` takes, and each entry of `fallback`: a body in place, or the id of a step. */
export function alternativeOf(steps: z.ZodType<readonly Step[]>): z.ZodType<Alternative> {
  const body = place('a body', {
    ...bodyShape(steps),
    env: env.exactOptional(),
    secrets: secrets.exactOptional(),
    workingDir: workingDir.exactOptional(),
    shell: shell.exactOptional(),
    timeout: templatedDuration.exactOptional(),
    gracePeriod: templatedDuration.exactOptional(),
    retry: retry.exactOptional(),
  });
  return z.union(
    [
      filledText('the id of a step').transform((id): Alternative => ({ kind: 'step', id: id.trim() })),
      body.transform((written): Alternative => ({ kind: 'body', ...written })),
    ],
    { error: 'the id of a step, or a body such as `{run: ..}`' },
  );
}

export const alternativesOf = (alternative: z.ZodType<Alternative>): z.ZodType<readonly Alternative[]> =>
  z.union([alternative.transform((one) => [one]), z.array(alternative)], {
    error: 'the id of a step, a body such as `{run: ..}`, or a list of them',
  });
