import { nearest } from '../../core/base/nearest.ts';
import { err, ok, type Result } from '../../core/base/result.ts';
import { BUILT_IN_FRAMES } from '../../core/frames/registry.ts';
import type { Params } from '../../core/run/params.ts';
import { type RerunScope, reusableInside, reusableSteps } from '../../core/run/reuse.ts';
import type { RunState, StepState } from '../../core/run/state.ts';
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
    const reusable = reusableInside(before, scope);
    try {
      const plan = edited ? request.plan : before.plan;
      const started = await engine.start({
        ...request,
        plan,
        reuse,
        reusable,
        ...(scope.kind === 'only' ? { selection: scope.stepIds } : {}),
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

function noSuchStep(run: RunState, stepId: string): string {
  const ids = run.graph.steps.map((step) => step.id);
  const close = nearest(stepId, ids);
  const hint = close === undefined ? `it has ${ids.slice(0, 20).join(', ')}` : `did you mean \`${close}\`?`;
  return `run ${run.runId} has no step \`${stepId}\`: ${hint}`;
}

function isHandler(run: RunState, step: StepState): boolean {
  let { graph } = step;
  while (graph.owner !== undefined) graph = graph.owner.graph;
  return graph === run.handlers;
}

function unknownStep(run: RunState, scope: RerunScope): string | undefined {
  if (scope.kind === 'from') {
    // Also an instance, or a step of a group.
    const hasIt = run.steps.get(scope.stepId);
    return hasIt !== undefined && !isHandler(run, hasIt) ? undefined : noSuchStep(run, scope.stepId);
  }
  if (scope.kind !== 'only') return undefined;
  const unknown = scope.stepIds.find((id) => !run.graph.steps.some((step) => step.id === id));
  return unknown === undefined ? undefined : noSuchStep(run, unknown);
}
