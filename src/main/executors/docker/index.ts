import { chmodSync, writeFileSync } from 'node:fs';
import { problem, type Result } from '../../../core/base/result.ts';
import type { ExecutionContext } from '../../ports/executor.ts';
import { ProcessesLost } from '../../ports/processes.ts';
import { defineExecutor } from '../define-executor.ts';
import { refusal } from '../refusal.ts';
import { runProcess } from '../run-process.ts';
import { writeScript } from '../script-file.ts';
import { dockerArguments, OUTPUT } from './arguments.ts';
import { containerEnvironment } from './container-env.ts';
import { containerName } from './container-name.ts';
import { callEngine, findEngine, removeContainer } from './engine.ts';
import { type DockerConfig, dockerSchema } from './schema.ts';

export const dockerExecutor = defineExecutor({
  name: 'docker',
  title: 'Container',
  description: 'Runs a script or command in a container of docker or podman',
  icon: 'brand-docker',
  holdsSlot: true,
  takesScript: 'optional',
  schema: dockerSchema,
  secretFields: [],
  handle: containerName,
  execute: async (context) => {
    if (context.signal.aborted) return { status: 'stopped' };
    const { config, env, processes } = context;
    const shell = shellOf(context);
    if (!shell.ok) return refusal(shell.error);
    const engine = await findEngine(config.engine, env);
    if (!engine.ok) return refusal(engine.error);
    const variables = containerEnvironment({ ...context.ownEnv, CHRONUM_OUTPUT: OUTPUT });
    if (!variables.ok) return refusal(variables.error);
    const name = containerName(context.key);
    const call = (...args: string[]) => callEngine(processes, { engine: engine.value, args, env });
    try {
      const result = await runProcess(context, {
        command: engine.value,
        args: dockerArguments({
          config,
          name,
          workspace: context.workspace,
          cwd: context.cwd,
          tty: context.tty,
          envFile: privateFile(context.file('env'), variables.value.file),
          outputFile: sharedFile(context.file('output')),
          passed: Object.keys(variables.value.passed),
          ...(shell.value === null
            ? {}
            : { script: { file: scriptFile(context.file('script'), context.run ?? ''), shell: shell.value } }),
        }),
        env: variables.value.passed,
        handle: name,
        exitCodes: EXIT_CODES,
        // The client passes signals on, but a client that is killed leaves its container running.
        stop: async (running) => {
          await call('stop', `--time=${Math.ceil(context.gracePeriod / 1000)}`, name);
          await running.stop(0);
        },
      });
      if (context.signal.aborted) await call('rm', '--force', '--volumes', name);
      return result;
    } catch (error) {
      if (error instanceof ProcessesLost) await removeContainer(name, processes, env).catch(() => undefined);
      throw error;
    }
  },
  cleanup: (name, { processes, env }) => removeContainer(name, processes, env),
});

/** What the engines mean by these codes; all others are the program's own. */
const EXIT_CODES: Readonly<Record<number, string>> = {
  125: 'the container engine could not start the container, see the log: is its daemon running, and does the image exist?',
  126: 'the command in the container may not be executed, see the log',
  127: 'the command was not found in the container, see the log',
};

const SHELLS: Readonly<Record<string, readonly string[]>> = {
  sh: ['sh', '-e', '{0}'],
  bash: ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '{0}'],
};

/** What runs the script in the container; null without a script. Codes: `invalid-config`, `shell-without-script`. */
function shellOf({ run, shell, config }: ExecutionContext<DockerConfig>): Result<readonly string[] | null> {
  if (run === undefined) return { ok: true, value: null };
  if (config.command !== undefined || config.entrypoint !== undefined) {
    const key = config.command === undefined ? 'entrypoint' : 'command';
    return problem('invalid-config', `with.${key}: a step has either \`run\` or \`with.${key}\`, not both`);
  }
  // Many images have no bash.
  const words = SHELLS[shell ?? 'sh'] ?? shell?.trim().split(/\s+/) ?? [];
  if (words.some((word) => word.includes('{0}'))) return { ok: true, value: words };
  return problem(
    'shell-without-script',
    `shell: \`${shell}\` does not say where the script goes. Write {0} in its place, or name sh or bash.`,
  );
}

function privateFile(path: string, text: string): string {
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

/** The user in the container may be another: what lies in a private folder here is open there. */
function sharedFile(path: string): string {
  writeFileSync(path, '');
  chmodSync(path, 0o666);
  return path;
}

function scriptFile(path: string, text: string): string {
  writeScript(path, text);
  chmodSync(path, 0o755);
  return path;
}
