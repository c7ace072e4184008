import type { ProcessesOptions } from '../main/processes/index.ts';
import type { Context } from './context.ts';

/** How this program starts the one that spawns steps: on the same runtime, and without what unlocks secrets. */
export function helperOf({
  environment,
  helper,
}: Context): Pick<ProcessesOptions, 'helperCommand' | 'helperArgs' | 'env'> {
  const { CHRONUM_PASSPHRASE: _passphrase, ...rest } = environment;
  const asNode = process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
  return { helperCommand: process.execPath, helperArgs: [helper], env: { ...rest, ...asNode } };
}
