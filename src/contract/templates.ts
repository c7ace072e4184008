import { z } from 'zod';
import type { Flow } from '../core/flow/flow.ts';

const flow = z.custom<Flow>((value) => typeof value === 'object' && value !== null && 'steps' in value);

/** A flow to begin with. */
export const template = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  text: z.string(),
  flow,
  /** What it needs beside itself, relative to its file; copied along. */
  files: z.array(z.string()).readonly(),
});
export type Template = z.infer<typeof template>;
