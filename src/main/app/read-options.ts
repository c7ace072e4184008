import type { ReadOptions } from '../../core/flow/read.ts';
import { FRAME_NAMES } from '../../core/flow/schema/frames.ts';
import type { Executor } from '../ports/executor.ts';

/** What reading a flow has to know of the executors and frames that there are at that moment: plug-ins come and go. */
export const readOptionsFor = (
  executors: ReadonlyMap<string, Executor>,
  frames: ReadonlyMap<string, unknown> = new Map(),
): Omit<ReadOptions, 'file'> => ({
  get knownExecutors() {
    return [...executors.keys()];
  },
  get knownFrames() {
    return [...frames.keys()].filter((name) => !(FRAME_NAMES as readonly string[]).includes(name));
  },
  get secretFields() {
    return Object.fromEntries([...executors.values()].map(({ name, secretFields }) => [name, secretFields]));
  },
});
