import type { ReadOptions } from '../../core/flow/read.ts';
import type { Executor } from '../ports/executor.ts';

/** What reading a flow has to know of the executors that there are. */
export const readOptionsFor = (executors: ReadonlyMap<string, Executor>): Omit<ReadOptions, 'file'> => ({
  knownExecutors: [...executors.keys()],
  secretFields: Object.fromEntries([...executors.values()].map(({ name, secretFields }) => [name, secretFields])),
});
