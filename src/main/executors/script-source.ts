import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { ok, problem, type Result } from '../../core/base/result.ts';

/** What `run` is: a file, by its absolute path, or source text. */
export type ScriptSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'text'; readonly text: string };

interface Places {
  readonly cwd: string;
  readonly workspace: string;
}

/**
 * One line without blanks that ends in one of the suffixes is a path, relative to the working directory, else to the workspace;
 * anything else is source text. Code: `script-not-found`.
 */
export async function readScriptSource(
  run: string,
  suffixes: readonly string[],
  places: Places,
): Promise<Result<ScriptSource>> {
  const line = run.trim();
  if (/\s/.test(line) || !suffixes.some((suffix) => line.endsWith(suffix))) return ok({ kind: 'text', text: run });
  const candidates = candidatePaths(line, places);
  for (const path of candidates) if (await isFile(path)) return ok({ kind: 'file', path });
  return problem('script-not-found', `The script ${line} was not found: looked for ${candidates.join(' and ')}.`);
}

/** Where a relative path may lead, in order. */
export const candidatePaths = (path: string, { cwd, workspace }: Places): string[] =>
  isAbsolute(path) ? [path] : [...new Set([join(cwd, path), join(workspace, path)])];

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}
