import type { Diagnostic } from '../../core/base/diagnostic.ts';
import { formatDiagnostic, isError } from '../../core/base/diagnostic.ts';
import { err, ok, type Result } from '../../core/base/result.ts';
import { compileFlow } from '../../core/run/compile.ts';
import type { RunTrigger } from '../../core/run/event.ts';
import { type Params, resolveParams } from '../../core/run/params.ts';
import type { Engine, FinishedRun } from '../engine/engine.ts';
import type { Executor } from '../ports/executor.ts';
import type { FlowStore, WorkspaceStore } from '../ports/workspace-store.ts';
import type { FlowCache } from './workspaces/flow-cache.ts';

export interface RunRequest {
  /** Absolute folder, and the flow file relative to it with `/`. */
  readonly workspace: string;
  readonly file: string;
  /** Values, or texts that are read as the parameters' types. */
  readonly params: Params;
  readonly trigger: RunTrigger;
  /** Instead of the flow's own. */
  readonly maxParallel?: number;
  /** The variables that steps inherit. */
  readonly environment: Readonly<Record<string, string>>;
  /** False where a person named the very file to run, as in a terminal. */
  readonly needsTrust: boolean;
}

export interface StartedRun {
  readonly runId: string;
  readonly flowName: string;
  readonly finished: Promise<FinishedRun>;
  /** Warnings about the flow file. */
  readonly warnings: readonly Diagnostic[];
}

export interface Refusal {
  readonly code: 'NOT_FOUND' | 'NOT_TRUSTED' | 'INVALID';
  /** What is wrong, a line each. */
  readonly problems: readonly string[];
}

interface Dependencies {
  readonly cache: FlowCache;
  readonly workspaces: Pick<WorkspaceStore, 'get'>;
  readonly flows: Pick<FlowStore, 'identify'>;
  readonly executors: ReadonlyMap<string, Executor>;
  readonly engine: Pick<Engine, 'start'>;
}

export type StartRun = (request: RunRequest) => Promise<Result<StartedRun, Refusal>>;

/** Starts a run of a flow file as it is on disk now, or says why not. Nothing has run when it is refused. */
export function createStartRun({ cache, workspaces, flows, executors, engine }: Dependencies): StartRun {
  const holdsSlot = (executor: string): boolean => executors.get(executor)?.holdsSlot ?? true;

  return async (request) => {
    const { workspace, file } = request;
    if (request.needsTrust && !workspaces.get(workspace)?.trusted) {
      return refuse('NOT_TRUSTED', [`${workspace} is restricted: trust it before you run its flows`]);
    }
    const found = await cache.read(workspace, file);
    if (!found) return refuse('NOT_FOUND', [`${file} does not exist in ${workspace}`]);
    const { flow, diagnostics, lines } = found.reading;
    if (!flow) return refuse('INVALID', diagnostics.filter(isError).map(formatDiagnostic));
    const resolved = resolveParams(flow.params, request.params);
    if (!resolved.ok)
      return refuse(
        'INVALID',
        resolved.error.map(({ message }) => message),
      );

    const compiled = compileFlow(flow, { lines: lines.steps, holdsSlot });
    const { maxParallel = compiled.maxParallel, trigger, environment } = request;
    const started = await engine.start({
      flow: { id: flows.identify(workspace, file), name: flow.name, workspace, file },
      plan: { ...compiled, maxParallel },
      params: resolved.value,
      trigger,
      environment,
      ...(flow.labels ? { labels: flow.labels } : {}),
    });
    return ok({ ...started, flowName: flow.name, warnings: diagnostics });
  };
}

const refuse = (code: Refusal['code'], problems: readonly string[]): Result<never, Refusal> => err({ code, problems });
