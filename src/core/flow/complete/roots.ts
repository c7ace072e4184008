import type { Member } from '../../expression/complete/index.ts';
import type { Root } from '../../expression/index.ts';

/** What the page of the format says of the names that are always the same. */
export const ROOT_HELP: Readonly<Partial<Record<Root, string>>> = {
  params: 'parameters of the run',
  env: 'variables of the flow',
  matrix: 'values of this instance',
  item: 'the item of this instance',
  index: 'number of this instance, from 0',
  flow: 'the flow itself',
  run: 'this run',
  trigger: 'what started the run',
  previous: 'how the last run ended',
  steps: 'results of other steps',
  self: 'the last attempt of this step',
  event: 'what the hook was called for',
};

const membersOf = (help: Readonly<Record<string, string>>): readonly Member[] =>
  Object.entries(help).map(([name, detail]) => ({ name, detail }));

export const STEP_MEMBERS: readonly Member[] = membersOf({
  outputs: 'its outputs by name',
  status: 'how it ended, as the flow sees it',
  outcome: 'how it really ended',
  exitCode: 'of its last attempt',
  error: 'why it failed',
  attempts: 'how many there were',
  results: 'of all instances, in order',
});

/** By root, and by `steps.*.` and `outputs of` for what lies deeper. */
export const KNOWN_MEMBERS: Readonly<Record<string, readonly Member[]>> = {
  flow: membersOf({ name: 'name of the flow', file: 'its file', workspace: 'its folder' }),
  run: membersOf({
    id: 'of this run',
    status: 'how it stands',
    reason: 'why',
    failed: 'ids of the steps that failed',
    duration: 'in milliseconds',
    startedAt: 'when it began',
    rerunOf: 'the run that it repeats',
  }),
  trigger: membersOf({
    type: 'manual, cron, watch, ..',
    id: 'of the trigger',
    at: 'the instant it was due',
    files: 'files that changed',
    data: 'what else came with it',
    flow: 'of the run that it follows',
  }),
  previous: membersOf({
    id: 'of that run',
    status: 'how it ended',
    outputs: 'of that run',
    finishedAt: 'when it ended',
  }),
  self: membersOf({
    status: 'how the attempt ended',
    exitCode: 'of the attempt',
    outputs: 'of the attempt',
    error: 'why it failed',
    attempt: 'its number, from 1',
  }),
  event: membersOf({
    type: 'its name',
    at: 'when it happened',
    stepId: 'of which step',
    attempt: 'number of the attempt',
  }),
  'steps.*.error': membersOf({
    kind: 'exit, signal, timeout, ..',
    message: 'in words',
    exitCode: 'of the process',
    signal: 'that ended it',
    httpStatus: 'of the response',
  }),
  'outputs of http': membersOf({
    status: 'of the response',
    headers: 'of the response',
    body: 'as text',
    json: 'the body, where it is JSON',
  }),
  'outputs of approval': membersOf({ by: 'who answered', comment: 'what was said', inputs: 'what was given' }),
  'outputs of flow': membersOf({ runId: 'of the other run' }),
};
