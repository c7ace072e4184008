import type { Engine, StartRequest } from '../../engine/engine.ts';
import { RunRefused } from '../../engine/engine.ts';
import type { WorkspaceStore } from '../../ports/workspace-store.ts';
import type { Dispatched, Dispatcher, Fire, UnfinishedRuns } from '../../scheduler/dispatcher.ts';
import type { PrepareFlow, Refusal } from '../prepare-flow.ts';

interface Dependencies {
  readonly engine: Pick<Engine, 'startAll'>;
  readonly prepareFlow: PrepareFlow;
  readonly workspaces: Pick<WorkspaceStore, 'get'>;
  /** The variables that steps inherit. */
  readonly environment: () => Readonly<Record<string, string>>;
  readonly runs: UnfinishedRuns;
}

type Prepared = { readonly fire: Fire } & (
  | { readonly request: StartRequest }
  | { readonly request: null; readonly reason: string }
);

const REASONS: Readonly<Record<Refusal['code'], string>> = {
  NOT_FOUND: 'flow-missing',
  NOT_TRUSTED: 'not-trusted',
  INVALID: 'flow-invalid',
};

/** Starts the runs that are due, each in one transaction with what the ledger says of it. */
export function createEngineDispatcher({
  engine,
  prepareFlow,
  workspaces,
  environment,
  runs,
}: Dependencies): Dispatcher {
  const prepare = async (fire: Fire): Promise<Prepared> => {
    const { flow, trigger } = fire.schedule;
    if (workspaces.get(flow.workspace)?.trusted !== true) return { fire, request: null, reason: REASONS.NOT_TRUSTED };
    const prepared = await prepareFlow(flow.workspace, flow.file, trigger.params ?? {});
    if (!prepared.ok) return { fire, request: null, reason: REASONS[prepared.error.code] };
    const { runId, record } = fire;
    return {
      fire,
      request: {
        ...prepared.value.request,
        runId,
        trigger: fire.trigger,
        environment: environment(),
        alongside: [record],
      },
    };
  };

  const startEach = async (prepared: readonly Prepared[]): Promise<Dispatched[]> => {
    const answers: Dispatched[] = [];
    for (const one of prepared) answers.push(await start(one));
    return answers;
  };

  const start = async (prepared: Prepared): Promise<Dispatched> => {
    if (prepared.request === null) return { ok: false, reason: prepared.reason };
    try {
      await engine.startAll([prepared.request]);
      return { ok: true };
    } catch (error) {
      if (error instanceof RunRefused) return { ok: false, reason: REASONS.INVALID };
      throw error;
    }
  };

  return {
    runs,
    dispatch: async (fires) => {
      const prepared = await Promise.all(fires.map(prepare));
      const requests = prepared.flatMap(({ request }) => request ?? []);
      try {
        if (requests.length > 0) await engine.startAll(requests);
      } catch (error) {
        // One of them cannot run, and so none was written: each by itself, then.
        if (error instanceof RunRefused) return startEach(prepared);
        throw error;
      }
      return prepared.map((one) => (one.request === null ? { ok: false, reason: one.reason } : { ok: true }));
    },
  };
}
