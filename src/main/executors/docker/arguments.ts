import { isAbsolute, posix, relative, resolve, sep } from 'node:path';
import type { DockerConfig } from './schema.ts';

/** Where things lie in the container. */
const WORKSPACE = '/workspace';
const SCRIPT = '/chronum/script';
export const OUTPUT = '/chronum/output';

export interface ContainerRun {
  readonly config: DockerConfig;
  /** Of the container. */
  readonly name: string;
  readonly workspace: string;
  readonly cwd: string;
  readonly tty: boolean;
  /** Files of this system. */
  readonly envFile: string;
  readonly outputFile: string;
  /** The script's file and the command that runs it, with `{0}` for its path. */
  readonly script?: { readonly file: string; readonly shell: readonly string[] };
  /** Variables that the engine takes from its own environment. */
  readonly passed: readonly string[];
}

/** The whole command line of `docker run`. Values of variables are never on it: everybody on the machine can read it. */
export function dockerArguments(run: ContainerRun): string[] {
  const { config, name, tty } = run;
  const shell = run.script?.shell;
  const entrypoint = shell?.[0] ?? config.entrypoint;
  const command = shell?.slice(1).map((word) => word.replaceAll('{0}', SCRIPT)) ?? config.command ?? [];
  return [
    'run',
    '--rm',
    '--init',
    `--name=${name}`,
    `--pull=${config.pull}`,
    ...(tty ? ['--tty', '--interactive'] : []),
    ...option('platform', config.platform),
    ...option('network', config.network),
    ...option('user', config.user),
    `--env-file=${run.envFile}`,
    ...run.passed.map((variable) => `--env=${variable}`),
    ...mounts(run),
    ...option('workdir', workdirOf(run)),
    ...option('entrypoint', entrypoint),
    ...(config.options ?? []),
    config.image,
    ...command,
    ...(config.args ?? []),
  ];
}

const option = (name: string, value: string | undefined): string[] =>
  value === undefined ? [] : [`--${name}=${value}`];

function mounts({ config, workspace, script, outputFile }: ContainerRun): string[] {
  return [
    ...(config.mount ? [bind(workspace, WORKSPACE)] : []),
    bind(outputFile, OUTPUT),
    ...(script === undefined ? [] : [bind(script.file, SCRIPT, true)]),
    ...(config.volumes ?? []).map((volume) => `--volume=${fromWorkspace(volume, workspace)}`),
  ];
}

/** The engines read this option as a line of CSV. */
function bind(source: string, target: string, isReadOnly = false): string {
  const fields = ['type=bind', `source=${source}`, `target=${target}`, ...(isReadOnly ? ['readonly'] : [])];
  return `--mount=${fields.map((field) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')}`;
}

/** A path that begins with a dot is one of the workspace; a name is that of a volume. */
function fromWorkspace(volume: string, workspace: string): string {
  if (!/^\.{1,2}(\/|:)/.test(volume)) return volume;
  const at = volume.indexOf(':');
  return resolve(workspace, volume.slice(0, at)) + volume.slice(at);
}

/** The working directory of the step, as the container sees it. */
function workdirOf({ config, workspace, cwd }: ContainerRun): string | undefined {
  if (config.workdir !== undefined) return config.workdir;
  if (!config.mount) return undefined;
  const inside = relative(workspace, cwd);
  const isInside = inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
  return isInside ? posix.join(WORKSPACE, ...inside.split(sep)) : WORKSPACE;
}
