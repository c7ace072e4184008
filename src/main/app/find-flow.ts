import { posix } from 'node:path';
import { nearest } from '../../core/base/nearest.ts';
import type { FindFlow } from '../engine/engine.ts';
import { SubFlowRefused } from '../ports/executor.ts';
import type { PrepareFlow } from './prepare-flow.ts';
import type { FlowCache } from './workspaces/flow-cache.ts';

/** Finds the flow that a step runs: by a path relative to its own file, or by name in its own workspace. Never outside of that. */
export function createFindFlow(parts: { readonly cache: FlowCache; readonly prepareFlow: PrepareFlow }): FindFlow {
  const { cache, prepareFlow } = parts;

  const fileNamed = async (workspace: string, name: string): Promise<string> => {
    const names: string[] = [];
    for (const file of await cache.files(workspace)) {
      const reading = (await cache.read(workspace, file))?.reading;
      const found = (reading?.flow ?? reading?.draft)?.name;
      if (found === name) return file;
      if (found !== undefined) names.push(found);
    }
    const guess = nearest(name, names);
    const hint = guess === undefined ? '' : `: did you mean \`${guess}\`?`;
    throw new SubFlowRefused(`${workspace} has no flow named \`${name}\`${hint}`);
  };

  const fileAt = (callerFile: string, path: string): string => {
    const file = posix.join(posix.dirname(callerFile), path);
    if (file.startsWith('../')) throw new SubFlowRefused(`\`${path}\` leads out of the workspace`);
    return file;
  };

  return async (caller, flow, params) => {
    const { workspace } = caller;
    const file = /^\.\.?\//.test(flow) ? fileAt(caller.file, flow) : await fileNamed(workspace, flow);
    const prepared = await prepareFlow(workspace, file, params);
    if (!prepared.ok) throw new SubFlowRefused(prepared.error.problems.join('; '));
    return prepared.value.request;
  };
}
