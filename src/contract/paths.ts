import { z } from 'zod';

/** An absolute folder. */
export const workspace = z.string().min(1).max(4096);

/** A file inside a workspace, relative to it with `/`. */
export const file = z
  .string()
  .min(1)
  .max(4096)
  .refine(
    (path) => !path.split(/[\\/]/).includes('..') && !/^([\\/]|[A-Za-z]:)/.test(path),
    'a path inside the workspace',
  );
