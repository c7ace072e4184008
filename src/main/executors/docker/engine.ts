import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installCommand } from '../../../core/base/install-hint.ts';
import { ok, problem, type Result } from '../../../core/base/result.ts';
import type { Processes } from '../../ports/processes.ts';
import { findProgram } from '../find-program.ts';

type Variables = Readonly<Record<string, string>>;

export const ENGINES = ['docker', 'podman'] as const;
export type EngineName = (typeof ENGINES)[number];

/** The path of the engine that is named, else of the first there is. Code: `engine-not-found`. */
export async function findEngine(name: EngineName | undefined, env: Variables): Promise<Result<string>> {
  const names = name === undefined ? ENGINES : [name];
  // A step may set another PATH for what runs in the container.
  const found = (await findProgram(names, env)) ?? (await findProgram(names, ownVariables()));
  if (found !== null) return ok(found);
  const missing = name === undefined ? 'Neither docker nor podman is on PATH' : `${name} is not on PATH`;
  const advice = names.map((one) => installCommand(one, process.platform)).join('   or   ');
  return problem('engine-not-found', `${missing}. Install it with: ${advice}`);
}

const ownVariables = (): Record<string, string> => ({ PATH: process.env.PATH ?? process.env.Path ?? '' });

interface EngineCall {
  readonly engine: string;
  readonly args: readonly string[];
  readonly env: Variables;
}

/** Calls the engine for something of our own; resolves when it has ended, whatever came of it. */
export async function callEngine(processes: Processes, { engine, args, env }: EngineCall): Promise<number | null> {
  const id = randomBytes(6).toString('hex');
  const logPath = join(tmpdir(), `chronum-engine-${id}.log`);
  try {
    const running = await processes.run({ mark: `engine/${id}`, command: engine, args, cwd: tmpdir(), env, logPath });
    return (await running.exit).exitCode;
  } finally {
    for (const path of [logPath, `${logPath.slice(0, -4)}.idx`]) rmSync(path, { force: true });
  }
}

/** Ends a container and all of it, whichever engine has it. It is no error when there is none. */
export async function removeContainer(name: string, processes: Processes, env: Variables): Promise<void> {
  for (const engine of ENGINES) {
    const path = await findEngine(engine, env);
    if (path.ok) await callEngine(processes, { engine: path.value, args: ['rm', '--force', '--volumes', name], env });
  }
}
