import type { Executor } from '../ports/executor.ts';
import { approvalExecutor } from './approval/index.ts';
import { flowExecutor } from './flow/index.ts';
import { noopExecutor } from './noop/index.ts';
import { shellExecutor } from './shell/index.ts';

/** The executors that come with Chronum, by name. */
export const builtInExecutors = (): ReadonlyMap<string, Executor> =>
  new Map<string, Executor>(
    [shellExecutor, noopExecutor, approvalExecutor, flowExecutor].map((executor) => [executor.name, executor]),
  );
