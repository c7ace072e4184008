import { nearest } from '../../core/base/nearest.ts';
import { err, ok, type Result } from '../../core/base/result.ts';
import { BUILT_IN_FRAMES } from '../../core/frames/registry.ts';
import type { Params } from '../../core/run/params.ts';
import { type RerunScope, reusableSteps } from '../../core/run/reuse.ts';
import type { RunState } from '../../core/run/state.ts';
import type { Engine, StartRequest } from '../engine/engine.ts';
import { RunRefused } from '../engine/engine.ts';
import { readRun } from '../engine/takeover.ts';
import type { EventReader } from '../ports/event-log.ts';
import type { WorkspaceStore } from '../ports/workspace-store.ts';
import { type PrepareFlow, type Refusal, refuse } from './prepare-flow.ts';
import type { StartedRun } from './start-run.ts';

export interface RerunRequest {
  readonly runId: string;
  readonly scope: RerunScope;
  /** Over the recorded parameters. */
  readonly params?: Params;
  /** The flow as it is on disk now, in place of the recorded plan. */
  readonly edited?: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly needsTrust: boolean;
}

export type Rerun = (request: RerunRequest) => Promise<Result<StartedRun, Refusal>>;

interface Dependencies {
  readonly log: EventReader;
  readonly prepareFlow: PrepareFlow;
  readonly workspaces: Pick<WorkspaceStore, 'get'>;
  readonly engine: Pick<Engine, 'start'>;
}

/** Starts a new run in the place of a finished one, with the ends of the steps that need not run again taken over. */
export function createRerun({ log, prepareFlow, workspaces, engine }: Dependencies): Rerun {
  return async ({ runId, scope, params = {}, edited = false, environment, needsTrust }) => {
    const before = readRun(log, runId, Number.MAX_SAFE_INTEGER, BUILT_IN_FRAMES);
    if (before === undefined) return refuse('NOT_FOUND', [`there is no run ${runId}`]);
    if (before.end === undefined) return refuse('INVALID', [`run ${runId} has not finished: cancel it first, or wait`]);
    const { workspace, file } = before.flow;
    if (needsTrust && !workspaces.get(workspace)?.trusted) {
      return refuse('NOT_TRUSTED', [`${workspace} is restricted: trust it before you run its flows`]);
    }
    const unknown = unknownStep(before, scope);
    if (unknown !== undefined) return refuse('INVALID', [unknown]);
    const fresh = edited || Object.keys(params).length > 0;
    const prepared = fresh
      ? await prepareFlow(workspace, file, { ...given(before), ...params })
      : ok({ request: recorded(before), warnings: [] });
    if (!prepared.ok) return prepared;
    const { request, warnings } = prepared.value;
    const known = new Set(request.plan.steps.map((step) => step.id));
    const reuse = reusableSteps(before, scope).filter((step) => known.has(step.stepId));
    try {
      const plan = edited ? request.plan : before.plan;
      const started = await engine.start({
        ...request,
        plan,
        reuse,
        rerunOf: runId,
        seed: before.seed,
        trigger: { type: 'rerun', id: runId },
        environment,
      });
      return ok({ ...started, warnings });
    } catch (error) {
      if (error instanceof RunRefused) return err({ code: 'INVALID', problems: error.problems });
      throw error;
    }
  };
}

const recorded = (run: RunState): Pick<StartRequest, 'flow' | 'plan' | 'params' | 'labels'> => ({
  flow: run.flow,
  plan: run.plan,
  params: run.params,
  labels: run.labels,
});

/** Recorded values; what was null had none. */
const given = (run: RunState): Params =>
  Object.fromEntries(Object.entries(run.params).filter(([, value]) => value !== null));

function unknownStep(run: RunState, scope: RerunScope): string | undefined {
  if (scope.kind !== 'from') return undefined;
  const ids = run.graph.steps.map((step) => step.id);
  if (ids.includes(scope.stepId)) return undefined;
  const close = nearest(scope.stepId, ids);
  const hint = close === undefined ? `it has ${ids.slice(0, 20).join(', ')}` : `did you mean \`${close}\`?`;
  return `run ${run.runId} has no step \`${scope.stepId}\`: ${hint}`;
}
