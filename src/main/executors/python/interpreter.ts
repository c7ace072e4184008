import { dirname, join } from 'node:path';
import { installCommand } from '../../../core/base/install-hint.ts';
import { ok, problem, type Result } from '../../../core/base/result.ts';
import { findProgram, isExecutable } from '../find-program.ts';
import { findNamedProgram } from '../named-program.ts';

export interface Python {
  readonly command: string;
  /** The virtual environment that it belongs to. */
  readonly venv?: string;
}

interface Places {
  readonly cwd: string;
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
}

const VENVS = ['.venv', 'venv'];
const IN_VENV = process.platform === 'win32' ? join('Scripts', 'python.exe') : join('bin', 'python');

/**
 * `with.interpreter`; else that of a virtual environment in the working directory or the workspace; else `python3` or `python` on
 * PATH. Code: `interpreter-not-found`.
 */
export async function findPython(interpreter: string | undefined, places: Places): Promise<Result<Python>> {
  if (interpreter !== undefined) {
    const named = await findNamedProgram('interpreter', interpreter, places);
    return named.ok ? ok({ command: named.value }) : named;
  }
  const venvs = [...new Set([places.cwd, places.workspace])].flatMap((folder) =>
    VENVS.map((name) => join(folder, name)),
  );
  for (const venv of venvs) {
    const command = join(venv, IN_VENV);
    if (await isExecutable(command)) return ok({ command, venv });
  }
  const found = await findProgram(['python3', 'python'], places.env);
  if (found !== null) return ok({ command: found });
  return problem(
    'interpreter-not-found',
    `Python was not found: neither python3 nor python is on PATH, and ${places.workspace} has no .venv or venv. Install it with: ${installCommand('python3', process.platform)}`,
  );
}

/** What activating a virtual environment does, for programs that the script starts. */
export function venvEnvironment(
  { command, venv }: Python,
  env: Readonly<Record<string, string>>,
): Record<string, string> {
  if (venv === undefined) return {};
  const separator = process.platform === 'win32' ? ';' : ':';
  return { VIRTUAL_ENV: venv, PATH: [dirname(command), env.PATH ?? env.Path ?? ''].join(separator) };
}
