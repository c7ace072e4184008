import { z } from 'zod';
import type { Flow } from '../flow.ts';
import { typedValue } from '../yaml/plain.ts';
import { shell, workingDir } from './body.ts';
import { alerts, hooks } from './events.ts';
import { param } from './param.ts';
import { complain, named, oneOrMany, place } from './place.ts';
import { env, ID_RULE, retry, secrets } from './rules.ts';
import {
  boolean,
  expression,
  filledText,
  ID,
  oneOf,
  template,
  templatedDuration,
  templatedWhole,
  text,
  whole,
} from './scalars.ts';
import { stepList, stepRules } from './step.ts';
import { triggers } from './trigger.ts';

const maxParallel = z.union([whole({ min: 1 }), z.literal('auto'), template], {
  error: 'a whole number of at least 1, `auto` or a template',
});
const stopOnFail = z.union([boolean, z.literal('drain'), template], {
  error: '`false`, `true`, `drain` or a template',
});

const concurrency = place('`concurrency`', {
  group: filledText('the name of a group'),
  limit: templatedWhole({ min: 1 }).exactOptional(),
  onConflict: oneOf('queue', 'skip', 'cancel-in-progress').exactOptional(),
  maxQueued: whole().exactOptional(),
});

const handlers = place('`handlers`', {
  onSuccess: stepList.exactOptional(),
  onFailure: stepList.exactOptional(),
  onCancel: stepList.exactOptional(),
  always: stepList.exactOptional(),
});

const retention = place('`retention`', {
  runs: whole({ min: 1 }).exactOptional(),
  days: whole({ min: 1 }).exactOptional(),
  keep: oneOf('all', 'failures', 'changes').exactOptional(),
});

const workspace = z.union(
  [z.literal('shared'), z.literal('temp'), place('`workspace`', { worktree: filledText('a git reference') })],
  { error: '`shared`, `temp` or a map with `worktree`' },
);

const deadline = z
  .preprocess(
    (raw) => (typeof raw === 'symbol' ? raw.description : raw),
    filledText('a duration such as `2h`, or a time of day such as `09:30`'),
  )
  .refine((source) => /^\d{1,2}:\d{2}(:\d{2})?$|^(\d+(\.\d+)?(ms|s|m|h|d))+$|\$\{\{/.test(source), {
    error: 'a duration such as `2h`, or a time of day such as `09:30`',
  });

/** A flow as written, without its `x-` keys. In the order of the format's page, which is the order in which it is written. */
const written = place('a flow', {
  version: z.preprocess(typedValue, z.literal(1, { error: '`1`, the one version there is' })).exactOptional(),
  name: filledText('a name'),
  description: text().exactOptional(),
  labels: oneOrMany('a list of labels', filledText('a label')).exactOptional(),
  params: named('a map of names to parameters', param, ID, ID_RULE).exactOptional(),
  env: env.exactOptional(),
  envFile: oneOrMany('a file, or a list of them', filledText('a file')).exactOptional(),
  workingDir: workingDir.exactOptional(),
  shell: shell.exactOptional(),
  secrets: secrets.exactOptional(),
  maxParallel: maxParallel.exactOptional(),
  stopOnFail: stopOnFail.exactOptional(),
  defaultRetry: retry.exactOptional(),
  retry: retry.meta({ deprecated: true, description: 'The old name of `defaultRetry`' }).exactOptional(),
  timeout: templatedDuration.exactOptional(),
  deadline: deadline.exactOptional(),
  concurrency: concurrency.exactOptional(),
  triggers: triggers.exactOptional(),
  defaults: stepRules.exactOptional(),
  handlers: handlers.exactOptional(),
  outputs: named('a map of names to expressions', expression, ID, ID_RULE).exactOptional(),
  hooks: hooks.exactOptional(),
  alerts: alerts.exactOptional(),
  retention: retention.exactOptional(),
  onInterrupted: oneOf('resume', 'fail').exactOptional(),
  workspace: workspace.exactOptional(),
  steps: stepList,
});

export const flowSchema = written.transform(({ retry: oldName, ...flow }, ctx): Flow => {
  if (oldName === undefined) return { ...flow, version: 1 };
  if (flow.defaultRetry !== undefined) {
    const message = '`retry` is the old name of `defaultRetry`: keep one of them';
    complain(ctx, { code: 'key-duplicate', message, path: ['retry'] }, flow);
  }
  return { ...flow, version: 1, defaultRetry: flow.defaultRetry ?? oldName };
});
