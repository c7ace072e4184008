import { z } from 'zod';
import { defineExecutor } from '../define-executor.ts';

/** A joint of the graph: for what only its rules matter. */
export const noopExecutor = defineExecutor({
  name: 'noop',
  title: 'Nothing',
  description: 'Succeeds at once: a joint for dependencies, delays and conditions',
  icon: 'circle-dot',
  holdsSlot: true,
  takesScript: 'no',
  schema: z.strictObject({}),
  secretFields: [],
  execute: async () => ({ status: 'succeeded' }),
});
