import { err, ok, type Result } from '../../core/base/result.ts';
import type { ReadOptions } from '../../core/flow/read.ts';
import { readFlow } from '../../core/flow/read.ts';
import type { DryStep } from '../../core/run/dry-run.ts';
import { dryRunPlan } from '../../core/run/dry-run-plan.ts';
import type { Params } from '../../core/run/params.ts';
import { type PreparePlan, type Refusal, refuse } from './prepare-flow.ts';
import type { FlowCache } from './workspaces/flow-cache.ts';
import { isScriptFile } from './workspaces/flow-files.ts';

export interface DryRunQuery {
  readonly workspace: string;
  readonly file: string;
  /** In place of what is on disk. */
  readonly text?: string | undefined;
  readonly params: Params;
}

export interface DryRunOfFlow {
  readonly steps: readonly DryStep[];
  readonly params: Params;
}

/** Says what a run of a flow would do, and runs nothing: neither trust nor the store are asked. */
export type DryRunFlow = (query: DryRunQuery) => Promise<Result<DryRunOfFlow, Refusal>>;

interface Dependencies {
  readonly cache: FlowCache;
  readonly options: Omit<ReadOptions, 'file'>;
  readonly preparePlan: PreparePlan;
}

export function createDryRunFlow({ cache, options, preparePlan }: Dependencies): DryRunFlow {
  return async ({ workspace, file, text, params }) => {
    const found = await cache.read(workspace, file);
    if (!found) return refuse('NOT_FOUND', [`${file} does not exist in ${workspace}`]);
    const isOther = text !== undefined && text !== found.text && !isScriptFile(file);
    const prepared = preparePlan(isOther ? readFlow(text, { ...options, file }) : found.reading, params);
    if (!prepared.ok) return prepared;
    const { flow, plan, params: resolved } = prepared.value;
    const steps = dryRunPlan({
      flow: { id: '', name: flow.name, workspace, file },
      plan,
      params: resolved,
      trigger: { type: 'manual' },
      owner: { id: 'dry-run', kind: 'app', pid: 0 },
    });
    if (!steps.ok) return err({ code: 'INVALID', problems: steps.error });
    return ok({ steps: steps.value, params: resolved });
  };
}
