import { type Diagnostic, formatDiagnostic, isError } from '../../core/base/diagnostic.ts';
import { err, ok, type Result } from '../../core/base/result.ts';
import type { Flow } from '../../core/flow/flow.ts';
import type { FlowReading } from '../../core/flow/read.ts';
import { compileFlow } from '../../core/run/compile.ts';
import { type Params, resolveParams } from '../../core/run/params.ts';
import type { Plan } from '../../core/run/plan.ts';
import type { StartRequest } from '../engine/engine.ts';
import type { Executor } from '../ports/executor.ts';
import type { FlowStore } from '../ports/workspace-store.ts';
import type { FlowCache } from './workspaces/flow-cache.ts';

export interface Refusal {
  readonly code: 'NOT_FOUND' | 'NOT_TRUSTED' | 'INVALID';
  /** What is wrong, a line each. */
  readonly problems: readonly string[];
  /** What was found in the file, when that is why. */
  readonly diagnostics?: readonly Diagnostic[];
}

export interface PreparedFlow {
  readonly request: Pick<StartRequest, 'flow' | 'plan' | 'params' | 'labels'>;
  /** What the file is not refused for. */
  readonly warnings: readonly Diagnostic[];
}

/** Reads the flow file as it is on disk now and makes of it what the engine starts, or says why it cannot. */
export type PrepareFlow = (workspace: string, file: string, params: Params) => Promise<Result<PreparedFlow, Refusal>>;

/** What was read of a flow as a plan with its parameters, or why it cannot run. */
export type PreparePlan = (
  reading: FlowReading,
  params: Params,
) => Result<{ readonly flow: Flow; readonly plan: Plan; readonly params: Params }, Refusal>;

export function createPreparePlan(executors: ReadonlyMap<string, Executor>): PreparePlan {
  const holdsSlot = (executor: string): boolean => executors.get(executor)?.holdsSlot ?? true;

  return ({ flow, diagnostics, lines }, given) => {
    if (!flow)
      return err({ code: 'INVALID', problems: diagnostics.filter(isError).map(formatDiagnostic), diagnostics });
    const params = resolveParams(flow.params, given);
    if (!params.ok) return refuse('INVALID', messagesOf(params.error));
    return ok({ flow, plan: compileFlow(flow, { lines: lines.steps, holdsSlot }), params: params.value });
  };
}

interface Dependencies {
  readonly cache: FlowCache;
  readonly flows: Pick<FlowStore, 'identify'>;
  readonly preparePlan: PreparePlan;
}

export function createPrepareFlow({ cache, flows, preparePlan }: Dependencies): PrepareFlow {
  return async (workspace, file, given) => {
    const found = await cache.read(workspace, file);
    if (!found) return refuse('NOT_FOUND', [`${file} does not exist in ${workspace}`]);
    const prepared = preparePlan(found.reading, given);
    if (!prepared.ok) return prepared;
    const { flow, plan, params } = prepared.value;
    const request = {
      flow: { id: flows.identify(workspace, file), name: flow.name, workspace, file },
      plan,
      params,
      ...(flow.labels ? { labels: flow.labels } : {}),
    };
    return ok({ request, warnings: found.reading.diagnostics });
  };
}

const messagesOf = (problems: readonly { readonly message: string }[]): string[] =>
  problems.map(({ message }) => message);

export const refuse = (code: Refusal['code'], problems: readonly string[]): Result<never, Refusal> =>
  err({ code, problems });
