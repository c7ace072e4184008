import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { HostProgram } from '../plugins/evaluator.ts';
import type { Processes } from '../ports/processes.ts';

interface Parts {
  readonly ownFolder: string;
  readonly processes: Processes;
  readonly logs: string;
  /** What plug-ins inherit: nothing that looks like a secret. */
  readonly variables: Readonly<Record<string, string>>;
  readonly pluginHost?: Pick<HostProgram, 'command' | 'args'>;
}

/** How plug-in hosts are started: in this program's own runtime, which is Node or can act as Node. */
export function pluginHostProgram({ ownFolder, processes, logs, variables, pluginHost }: Parts): HostProgram {
  const asNode = process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
  const started = pluginHost ?? { command: process.execPath, args: ['--no-warnings', hostFile(ownFolder)] };
  return { processes, logs, env: { ...variables, ...asNode }, ...started };
}

/** Built, or in a checkout that was never built its source. */
function hostFile(ownFolder: string): string {
  const built = join(ownFolder, 'out', 'plugin-host', 'index.mjs');
  return existsSync(built) ? built : join(ownFolder, 'src', 'plugin-host', 'index.ts');
}
