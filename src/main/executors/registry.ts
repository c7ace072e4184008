import type { Executor } from '../ports/executor.ts';
import { approvalExecutor } from './approval/index.ts';
import { dockerExecutor } from './docker/index.ts';
import { flowExecutor } from './flow/index.ts';
import { httpExecutor } from './http/index.ts';
import { nodeExecutor } from './node/index.ts';
import { noopExecutor } from './noop/index.ts';
import { pythonExecutor } from './python/index.ts';
import { shellExecutor } from './shell/index.ts';

const builtIn: readonly Executor[] = [
  shellExecutor,
  pythonExecutor,
  nodeExecutor,
  dockerExecutor,
  httpExecutor,
  flowExecutor,
  approvalExecutor,
  noopExecutor,
];

/** The executors that come with Chronum, by name. */
export const builtInExecutors = (): ReadonlyMap<string, Executor> =>
  new Map(builtIn.map((executor) => [executor.name, executor]));
