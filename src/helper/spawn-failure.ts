import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { SpawnFailureCode, StepSpec } from './protocol.ts';

export interface SpawnFailure {
  readonly code: SpawnFailureCode;
  readonly message: string;
}

/** What a failed spawn means, and what a person can do about it. */
export function explainSpawnFailure(error: NodeJS.ErrnoException, spec: StepSpec): SpawnFailure {
  const folder = folderProblem(spec.cwd);
  if (folder !== null) return folder;
  switch (error.code) {
    case 'ENOENT':
      return notFound(spec);
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'not-executable',
        message: `"${spec.command}" may not be executed. Allow it with: chmod +x ${resolve(spec.cwd, spec.command)}`,
      };
    case 'ENOEXEC':
      return {
        code: 'not-executable',
        message: `"${spec.command}" is not a program for this machine. A script needs a first line such as #!/bin/sh.`,
      };
    case 'EAGAIN':
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOMEM':
      return {
        code: 'too-many',
        message: `The system refused another process (${error.code}). Lower maxParallel, or raise the limits (ulimit -u, ulimit -n).`,
      };
    case 'E2BIG':
      return {
        code: 'other',
        message: `Arguments and environment of "${spec.command}" are too long for the system. Pass large values in a file.`,
      };
    default:
      return { code: 'other', message: `"${spec.command}" could not be started: ${error.message}` };
  }
}

export function folderProblem(cwd: string): SpawnFailure | null {
  try {
    if (statSync(cwd).isDirectory()) return null;
    return { code: 'bad-directory', message: `The working directory ${cwd} is not a folder. Check workingDir.` };
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'cannot be opened';
    return { code: 'bad-directory', message: `The working directory ${cwd} ${why}. Check workingDir.` };
  }
}

/** For pseudo-terminals: there the failure would only be a line of output and an exit code. Null when it can be started. */
export function commandProblem(spec: StepSpec): SpawnFailure | null {
  const byPath = isAbsolute(spec.command) || spec.command.includes('/');
  const folders = byPath ? [spec.cwd] : (spec.env.PATH ?? '/usr/local/bin:/usr/bin:/bin').split(delimiter);
  let found = false;
  for (const folder of folders) {
    const path = isAbsolute(spec.command) ? spec.command : join(folder || spec.cwd, spec.command);
    try {
      if (!statSync(path).isFile()) continue;
      found = true;
      accessSync(path, constants.X_OK);
      return null;
    } catch {
      // Not here.
    }
  }
  return found ? explainSpawnFailure(Object.assign(new Error(), { code: 'EACCES' }), spec) : notFound(spec);
}

function notFound(spec: StepSpec): SpawnFailure {
  const where = spec.command.includes('/') ? `in ${spec.cwd}` : 'on PATH';
  return { code: 'not-found', message: `"${spec.command}" was not found ${where}.` };
}
