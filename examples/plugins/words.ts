import { defineExecutor, definePlugin, StepFailure } from '@chronum/sdk';

interface Options {
  readonly text: string;
  readonly atLeast?: number;
}

/** Counts words: `executor: count-words`. What it gives back are the outputs of the step. */
const countWords = defineExecutor<Options>({
  name: 'count-words',
  title: 'Count words',
  description: 'Counts the words of a text',
  icon: 'abc',
  // A JSON Schema; a schema of zod does as well.
  schema: {
    type: 'object',
    properties: { text: { type: 'string' }, atLeast: { type: 'integer', minimum: 0 } },
    required: ['text'],
    additionalProperties: false,
  },
  execute: async ({ config, log, exec, signal }) => {
    const words = config.text.split(/\s+/).filter((word) => word !== '').length;
    log(`${words} words`);
    if (words < (config.atLeast ?? 0)) throw new StepFailure(`only ${words} words`, 'x.too-few');
    // Programs run as those of a shell step do: in the step's process group, with their output in its log.
    await exec('sh', ['-c', `echo "counted by $0, aborted: ${signal.aborted}"`]);
    return { outputs: { words } };
  },
});

export default definePlugin({ name: 'words', executors: [countWords] });
