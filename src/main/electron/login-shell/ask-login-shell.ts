import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import type { Milliseconds } from '../../../core/base/duration.ts';
import { err, ok, type Result } from '../../../core/base/result.ts';
import type { Processes } from '../../ports/processes.ts';

interface LoginShell {
  /** Absolute path of the person's shell. */
  readonly shell: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where it starts: the person's home. */
  readonly cwd: string;
  readonly limit: Milliseconds;
  /** Where a folder may be made for what the shell prints. */
  readonly scratch: string;
  readonly processes: Pick<Processes, 'run'>;
}

/** What it prints at its start is of no interest: the path stands between two of these. */
const MARK = '__chronum_path__';
/** In single quotes, which every shell takes as they are: the path is printed by one whose words are known. */
const QUESTION = `/bin/sh -c 'printf "%s" "${MARK}\${PATH}${MARK}"'`;

/**
 * Asks a login shell for its PATH: it reads the files in which people extend it. The error says in words why there is none; a
 * shell that waits for something is ended after the time limit.
 */
export async function askLoginShell(options: LoginShell): Promise<Result<string, string>> {
  const { shell, environment, cwd, limit, processes } = options;
  await mkdir(options.scratch, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(options.scratch, 'login-shell-'));
  const logPath = join(folder, 'output.log');
  let timer: NodeJS.Timeout | undefined;
  try {
    const process = await processes.run({
      mark: `login-shell/path/body/${performance.timeOrigin}`,
      command: shell,
      args: [...switchesOf(shell), QUESTION],
      cwd,
      env: { ...environment, TERM: 'dumb' },
      logPath,
    });
    let isLate = false;
    timer = setTimeout(() => {
      isLate = true;
      void process.stop(0);
    }, limit);
    const { exitCode } = await process.exit;
    if (isLate) return err(`${shell} did not answer within ${limit / 1000} s`);
    const path = (await readFile(logPath, 'utf8').catch(() => '')).split(MARK)[1];
    return path === undefined || path === '' ? err(`${shell} named none (exit code ${exitCode})`) : ok(path);
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Login and interactive, since people write PATH into the files of either. The C shells take no other switch beside `-l`. */
const switchesOf = (shell: string): string[] => (/^t?csh$/.test(basename(shell)) ? ['-i', '-c'] : ['-l', '-i', '-c']);

/** The folders of the login shell first, then those that only the present path has. */
export function joinPaths(login: string, present: string | undefined): string {
  const folders = [...login.split(':'), ...(present ?? '').split(':')].filter((folder) => isAbsolute(folder));
  return [...new Set(folders)].join(':');
}
