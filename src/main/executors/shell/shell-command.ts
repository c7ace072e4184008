import { ok, problem, type Result } from '../../../core/base/result.ts';
import { findProgram } from '../find-program.ts';
import { splitCommandLine } from './command-line.ts';

/** How to run a script file. */
export interface ShellCommand {
  readonly command: string;
  /** One of them holds `{0}`: the script's path. */
  readonly args: readonly string[];
  readonly scriptName: string;
}

export const SCRIPT = '{0}';

/** Shells that may be named alone. */
const shells: Readonly<Record<string, ShellCommand>> = {
  bash: { command: 'bash', args: ['--noprofile', '--norc', '-eo', 'pipefail', SCRIPT], scriptName: 'script.sh' },
  sh: { command: 'sh', args: ['-e', SCRIPT], scriptName: 'script.sh' },
  pwsh: { command: 'pwsh', args: ['-NoLogo', '-NonInteractive', '-File', SCRIPT], scriptName: 'script.ps1' },
  powershell: {
    command: 'powershell',
    args: ['-NoLogo', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', SCRIPT],
    scriptName: 'script.ps1',
  },
  cmd: { command: 'cmd', args: ['/D', '/E:ON', '/V:OFF', '/S', '/C', SCRIPT], scriptName: 'script.cmd' },
};

/** The shell that was asked for; without one bash, else sh, on Windows PowerShell. */
export async function findShell(
  shell: string | undefined,
  env: Readonly<Record<string, string>>,
  platform: NodeJS.Platform = process.platform,
): Promise<Result<ShellCommand>> {
  if (shell === undefined || shell.trim() === '') return ok(await builtInShell(env, platform));
  const words = splitCommandLine(shell);
  if (!words.ok) return words;
  const [command = '', ...args] = words.value;
  if (args.length === 0 && Object.hasOwn(shells, command)) return ok(shells[command] as ShellCommand);
  if (!args.some((arg) => arg.includes(SCRIPT))) {
    return problem(
      'shell-without-script',
      `shell: \`${shell}\` does not say where the script goes. Write {0} in its place, as in \`${command} {0}\`, or name one of ${Object.keys(shells).join(', ')}.`,
    );
  }
  return ok({ command, args, scriptName: /pwsh|powershell/.test(command) ? 'script.ps1' : 'script.sh' });
}

async function builtInShell(env: Readonly<Record<string, string>>, platform: NodeJS.Platform): Promise<ShellCommand> {
  const names = platform === 'win32' ? ['pwsh', 'powershell'] : ['bash', 'sh'];
  const path = await findCached(names, env);
  const name = names.find((candidate) => path !== null && baseName(path) === candidate) ?? (names[1] as string);
  const shell = shells[name] as ShellCommand;
  return path === null ? shell : { ...shell, command: path };
}

const baseName = (path: string): string => path.replace(/^.*[\\/]/, '').replace(/\.exe$/i, '');

/** A shell does not come and go: it is looked for once a PATH. */
const foundByPath = new Map<string, string | null>();

async function findCached(names: readonly string[], env: Readonly<Record<string, string>>): Promise<string | null> {
  const key = `${names.join()}\n${env.PATH ?? env.Path ?? ''}`;
  const known = foundByPath.get(key);
  if (known !== undefined) return known;
  const path = await findProgram(names, env);
  if (foundByPath.size > 100) foundByPath.clear();
  foundByPath.set(key, path);
  return path;
}
