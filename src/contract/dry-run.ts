import { z } from 'zod';
import type { DryStep } from '../core/run/dry-run.ts';
import { json } from './models.ts';
import { file, workspace } from './paths.ts';

/** One step as it would be; made by core, so only its envelope is checked here. */
const dryStep = z.custom<DryStep>((value) => typeof value === 'object' && value !== null && 'stepId' in value);

export const dryRunRequest = z.object({
  workspace,
  file,
  /** The flow as it stands in an editor, in place of what is on disk. Ignored for programs, which only run as they are on disk. */
  text: z
    .string()
    .max(8 * 1024 * 1024)
    .optional(),
  params: z.record(z.string(), json).default({}),
});

export const dryRunOutcome = z.object({
  /** Every step and instance, in the order of the file. */
  steps: z.array(dryStep).readonly(),
  /** Parameters as the run would have them: what was given over the defaults. */
  params: z.record(z.string(), json),
});
