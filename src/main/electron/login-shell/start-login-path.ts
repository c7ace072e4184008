import { readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import type { Studio } from '../../app/studio.ts';
import { askLoginShell } from './ask-login-shell.ts';
import { followLoginPath } from './login-path.ts';
import { lacksLoginShell } from './started-from.ts';

const LIMIT_MS = 10_000;

/** Gives steps the path that they have in a terminal, where the app was not started from one. */
export function startLoginPath(studio: Studio): void {
  const { platform, env: environment } = process;
  if (!lacksLoginShell({ platform, environment, parent: nameOfParent() })) return;
  const shell = environment.SHELL ?? userInfo().shell;
  if (!shell) return;
  const ask = () =>
    askLoginShell({
      shell,
      environment: studio.environment,
      cwd: homedir(),
      limit: LIMIT_MS,
      scratch: studio.store.paths.scratch,
      processes: studio.processes,
    });
  const { usePath, report, store } = studio;
  followLoginPath({ keyValues: store.keyValues, ask, present: environment.PATH, use: usePath, report }).catch(
    (error: unknown) => report(`The PATH of the login shell is not known: ${String(error)}`),
  );
}

function nameOfParent(): string | undefined {
  try {
    return readFileSync(`/proc/${process.ppid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
