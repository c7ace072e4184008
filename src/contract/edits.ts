import { z } from 'zod';
import type { Diagnostic } from '../core/base/diagnostic.ts';
import type { FlowEdit } from '../core/flow/edit/model.ts';
import { json } from './models.ts';

/** A place in a flow file: `['steps', 2, 'retry', 'limit']`. */
const path = z
  .array(z.union([z.string().max(1_000), z.number().int().min(0)]))
  .min(1)
  .max(64)
  .readonly();

/** See `FlowEdit` of core/flow for what each does. */
export const flowEdit: z.ZodType<FlowEdit> = z.discriminatedUnion('op', [
  z.object({ op: z.literal('set'), path, value: json }),
  z.object({ op: z.literal('set-source'), path, source: z.string().max(100_000) }),
  z.object({ op: z.literal('insert'), path, value: json, index: z.number().int().min(0).exactOptional() }),
  z.object({ op: z.literal('insert-source'), path, source: z.string().max(1_000_000) }),
  z.object({ op: z.literal('remove'), path }),
  z.object({ op: z.literal('move'), path, to: z.number().int().min(0) }),
  z.object({ op: z.literal('rename-step'), path, to: z.string().min(1).max(100) }),
]);

const textEdit = z.object({ start: z.number(), end: z.number(), text: z.string() });

/** Finding about a flow file; checked at its source (core/flow), so only its envelope is checked here. */
const diagnostic = z.custom<Diagnostic>((value) => typeof value === 'object' && value !== null && 'code' in value);

export const editedFlow = z.object({
  /** Of the file after the edits; of a dry run, what it would be. */
  revision: z.string(),
  text: z.string(),
  /** Replacements in the text before, in order and not touching each other. */
  changes: z.array(textEdit).readonly(),
  /** Errors that the edits bring in. A file is never written with any. */
  problems: z.array(diagnostic).readonly(),
});
