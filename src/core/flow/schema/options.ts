import { z } from 'zod';
import { listOf, named, place } from './place.ts';
import { boolean, filledText, json, oneOf, templated, text } from './scalars.ts';

/** `with` of the executors whose options belong to the format itself. Others check theirs by their own schema. */
export const OPTIONS: Readonly<Record<string, z.ZodType>> = {
  flow: place('`with` of a sub-flow', {
    flow: filledText('the name of a flow, or a path such as `./other.chronum.yaml`'),
    params: named('a map of parameters to values', json).exactOptional(),
    secrets: z
      .union([z.literal('inherit'), listOf('a list of names', filledText('the name of a secret'))], {
        error: '`inherit` or a list of names',
      })
      .exactOptional(),
    wait: templated('`true`, `false`', boolean).exactOptional(),
  }),
  approval: place('`with` of an approval', {
    message: text().exactOptional(),
    inputs: named('a map of names to questions', json).exactOptional(),
    onTimeout: oneOf('reject', 'approve', 'fail').exactOptional(),
  }),
};
