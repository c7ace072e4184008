import { z } from 'zod';
import { file, workspace } from './paths.ts';

/** More text than the largest flow file that is read. */
const text = z.string().max(8 * 1024 * 1024);

/** What a person typed and has not saved. */
export const draft = z.object({ workspace, file, base: text, text, at: z.string() });
export type DraftRow = z.infer<typeof draft>;

/** The time is told by who keeps it. */
export const keptDraft = draft.omit({ at: true });
