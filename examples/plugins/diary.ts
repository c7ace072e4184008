import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineExporter, defineHook, definePlugin } from '@chronum/sdk';

/** State of a hook is a variable: it lives as long as the plug-in host. */
let failures = 0;

const diary = defineHook({
  name: 'diary',
  on: {
    'attempt.failed': (event, { emit }) => {
      failures++;
      emit('x.worry', { step: event.stepId, failures });
    },
    // Hooks hear what other hooks emit, and what they emit themselves.
    'x.worry': (event) => write(`worried: ${JSON.stringify(event.data)}`),
    'run.finished': (event) => write(`${event.status} after ${failures} failures`),
  },
});

const write = (line: string): void => appendFileSync(join(process.cwd(), 'diary.txt'), `${line}\n`);

/** `chronum export last --format markdown` */
const markdown = defineExporter({
  name: 'markdown',
  description: 'A list of what steps came to',
  extension: 'md',
  export: (events) => {
    const ends = events.filter((event) => event.type === 'step.succeeded' || event.type === 'step.failed');
    return ends.map((event) => `- \`${event.stepId}\` ${event.type.slice('step.'.length)}\n`).join('');
  },
});

export default definePlugin({ name: 'diary', hooks: [diary], exporters: [markdown] });
