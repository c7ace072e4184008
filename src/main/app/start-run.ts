import type { Diagnostic } from '../../core/base/diagnostic.ts';
import { nearest } from '../../core/base/nearest.ts';
import { ok, type Result } from '../../core/base/result.ts';
import type { RunTrigger } from '../../core/run/event.ts';
import type { Params } from '../../core/run/params.ts';
import type { Plan } from '../../core/run/plan.ts';
import type { Engine, FinishedRun, StartRequest } from '../engine/engine.ts';
import { RunRefused } from '../engine/engine.ts';
import type { WorkspaceStore } from '../ports/workspace-store.ts';
import { type PrepareFlow, type Refusal, refuse } from './prepare-flow.ts';

export interface RunRequest {
  /** Absolute folder, and the flow file relative to it with `/`. */
  readonly workspace: string;
  readonly file: string;
  /** Values, or texts that are read as the parameters' types. */
  readonly params: Params;
  readonly trigger: RunTrigger;
  /** Instead of the flow's own. */
  readonly maxParallel?: number;
  /** Ids of steps: the others are skipped, and count as succeeded for those that need them. */
  readonly only?: readonly string[];
  /** The variables that steps inherit. */
  readonly environment: Readonly<Record<string, string>>;
  /** False where a person named the very file to run, as in a terminal. */
  readonly needsTrust: boolean;
}

export interface StartedRun {
  readonly runId: string;
  readonly finished: Promise<FinishedRun>;
  readonly warnings: readonly Diagnostic[];
}

interface Dependencies {
  readonly prepareFlow: PrepareFlow;
  readonly workspaces: Pick<WorkspaceStore, 'get'>;
  readonly engine: Pick<Engine, 'start'>;
}

export type StartRun = (request: RunRequest) => Promise<Result<StartedRun, Refusal>>;

/** Starts a run of a flow file, or says why not. Nothing has run when it is refused. */
export function createStartRun({ prepareFlow, workspaces, engine }: Dependencies): StartRun {
  const start = async (
    request: StartRequest,
    warnings: readonly Diagnostic[],
  ): Promise<Result<StartedRun, Refusal>> => {
    try {
      return ok({ ...(await engine.start(request)), warnings });
    } catch (error) {
      if (error instanceof RunRefused) return refuse('INVALID', error.problems);
      throw error;
    }
  };

  return async ({ workspace, file, params, trigger, maxParallel, only, environment, needsTrust }) => {
    if (needsTrust && !workspaces.get(workspace)?.trusted) {
      return refuse('NOT_TRUSTED', [`${workspace} is restricted: trust it before you run its flows`]);
    }
    const prepared = await prepareFlow(workspace, file, params);
    if (!prepared.ok) return prepared;
    const { request, warnings } = prepared.value;
    const plan = maxParallel === undefined ? request.plan : { ...request.plan, maxParallel };
    const unknown = only?.find((id) => !plan.steps.some((step) => step.id === id && !step.auxiliary));
    if (unknown !== undefined) return refuse('INVALID', [noSuchStep(unknown, plan)]);
    const selection = only === undefined ? {} : { selection: only };
    return start({ ...request, ...selection, plan, trigger, environment }, warnings);
  };
}

function noSuchStep(id: string, { name, steps }: Plan): string {
  const ids = steps.filter(({ auxiliary }) => !auxiliary).map((step) => step.id);
  const close = nearest(id, ids);
  const hint = close === undefined ? `it has ${ids.slice(0, 20).join(', ')}` : `did you mean \`${close}\`?`;
  return `${name} has no step \`${id}\` of its own: ${hint}`;
}
