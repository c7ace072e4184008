import { installCommand } from '../../core/base/install-hint.ts';
import { ok, problem, type Result } from '../../core/base/result.ts';
import { findProgram, isExecutable } from './find-program.ts';
import { candidatePaths } from './script-source.ts';

interface Places {
  readonly cwd: string;
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The program that a step names in `with`: a path (relative to the working directory, else the workspace), or a name on PATH.
 * `key` is the option that names it. Code: `interpreter-not-found`.
 */
export async function findNamedProgram(key: string, name: string, places: Places): Promise<Result<string>> {
  if (/[\\/]/.test(name)) {
    const candidates = candidatePaths(name, places);
    for (const path of candidates) if (await isExecutable(path)) return ok(path);
    return problem('interpreter-not-found', `with.${key}: no program at ${candidates.join(' or ')}.`);
  }
  const found = await findProgram([name], places.env);
  if (found !== null) return ok(found);
  const install = installCommand(name, process.platform);
  const advice = install === null ? 'Check its spelling, or give its path' : `Install it with: ${install}`;
  return problem('interpreter-not-found', `with.${key}: "${name}" was not found on PATH. ${advice}`);
}
