import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, problem, type Result } from '../../../core/base/result.ts';
import type { ExecutionContext } from '../../ports/executor.ts';
import { findProgram } from '../find-program.ts';
import { findNamedProgram } from '../named-program.ts';

export interface NodeRuntime {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  /** Known when it is our own. */
  readonly version?: string;
}

type Context = ExecutionContext<{ readonly runtime?: string | undefined }>;

/** `with.runtime`; else `node` on PATH; else the runtime that we run on ourselves. Code: `interpreter-not-found`. */
export async function findNode(context: Context): Promise<Result<NodeRuntime>> {
  const { runtime } = context.config;
  if (runtime !== undefined) {
    const named = await findNamedProgram('runtime', runtime, context);
    return named.ok ? ok({ command: named.value, env: {} }) : named;
  }
  const found = await findProgram(['node'], context.env);
  if (found !== null) return ok({ command: found, env: {} });
  const env: Record<string, string> = process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
  return ok({ command: process.execPath, env, version: process.versions.node });
}

/** Node runs TypeScript by leaving the types out, without a flag since 22.18 and 23.6. Code: `typescript-not-supported`. */
export async function checkTypeScript(runtime: NodeRuntime, context: Context): Promise<Result<null>> {
  const version = runtime.version ?? (await versionOf(runtime.command, context));
  const [major = 0, minor = 0] = version.split('.').map(Number);
  // Another runtime (deno, bun) tells another version: it knows itself what it can run.
  if (version === '' || major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)) return ok(null);
  return problem(
    'typescript-not-supported',
    `${runtime.command} is Node ${version}, and TypeScript needs 22.18 or later. Install a newer Node, or name one in with.runtime.`,
  );
}

/** A program's version does not change while we run, mostly: it is asked once. */
const versions = new Map<string, string>();

async function versionOf(command: string, context: Context): Promise<string> {
  const known = versions.get(command);
  if (known !== undefined) return known;
  const logPath = join(context.scratch, 'version.log');
  const running = await context.processes.run({
    mark: `${context.mark}/version`,
    command,
    args: ['--version'],
    cwd: context.cwd,
    env: context.env,
    logPath,
  });
  await running.exit;
  const text = await readFile(logPath, 'utf8').catch(() => '');
  const version = /^v(\d+\.\d+\.\d+)/.exec(text)?.[1] ?? '';
  versions.set(command, version);
  return version;
}
