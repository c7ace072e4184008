import { z } from 'zod';
import type { NeedEntry, Needs } from '../flow.ts';
import { place } from './place.ts';
import { duration, filledText, oneOf } from './scalars.ts';

const flowNeed = place('a need of another flow', {
  flow: filledText('the name of a flow'),
  status: oneOf('succeeded', 'failed', 'cancelled', 'done').exactOptional(),
  within: duration.exactOptional(),
  wait: duration.exactOptional(),
}).transform((need): NeedEntry => ({ kind: 'flow', ...need }));

const entry = z.union(
  [filledText('the id of a step').transform((atom): NeedEntry => ({ kind: 'step', atom: atom.trim() })), flowNeed],
  { error: 'the id of a step, or a map with `flow`' },
);

export const needs = z.union(
  [
    z.array(entry).transform((entries): Needs => ({ kind: 'all', entries })),
    filledText('an expression of step ids').transform((text): Needs => ({ kind: 'expression', text: text.trim() })),
    flowNeed.transform((need): Needs => ({ kind: 'all', entries: [need] })),
  ],
  { error: 'a list of step ids, an expression such as `build && (lint || docs)`, or a map with `flow`' },
);
