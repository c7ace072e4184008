import type { Json } from '../../core/base/json.ts';
import { describeTrigger } from '../../core/run/describe-trigger.ts';
import type { EventBody, OwnerRef } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import { resolvePlan } from '../../core/run/resolve-plan.ts';
import type { EventReader } from '../ports/event-log.ts';
import type { RunStore } from '../ports/run-store.ts';
import { RunRefused, type StartRequest } from './engine.ts';
import { type PrepareParts, readEnvFiles } from './prepare-attempt.ts';
import { findSecrets, withoutSecrets } from './secrets.ts';

interface BeginningParts extends Pick<PrepareParts, 'files' | 'secrets'> {
  readonly log: EventReader;
  readonly runs: RunStore;
  readonly owner: OwnerRef;
  readonly cores: number;
  readonly newRunId: () => string;
  readonly newSeed: () => string;
}

/** A request that may start, with its id; what of the environment holds a secret is apart, to be kept in memory alone. */
export interface CheckedRequest extends StartRequest {
  readonly runId: string;
  readonly withheld: Readonly<Record<string, string>>;
}

/** What a request becomes before it is a run. */
export interface RunBeginning {
  /** A run that would fail for want of a secret does not start, and no secret is written down with it. Rejects with RunRefused. */
  check(request: StartRequest): Promise<CheckedRequest>;
  /** Throws RunRefused. */
  events(request: CheckedRequest): EventBody[];
}

export function createRunBeginning(parts: BeginningParts): RunBeginning {
  const { log, runs, owner } = parts;

  /** `previous` in expressions: how the last finished run of the flow ended. */
  function previousRun(flowId: string): Json | undefined {
    const [last] = runs.list({ flowId, status: ['succeeded', 'failed', 'cancelled'] }, { limit: 1 }).runs;
    if (last === undefined) return undefined;
    const [end] = log.read(runStream(last.id), last.seq - 1, 1);
    if (end?.type !== 'run.finished') return undefined;
    return { id: last.id, status: end.status, outputs: end.outputs ?? {}, finishedAt: end.at };
  }

  return {
    async check(request) {
      const { workspace, file } = request.flow;
      const base = parts.files.dirname(parts.files.resolve(workspace, file));
      const dotenv = await readEnvFiles(request.plan, base, parts.files);
      const { values, problems } = await findSecrets(request.plan, parts.secrets, dotenv.ok ? dotenv.value : {});
      if (problems.length > 0) throw new RunRefused(problems);
      const { recorded, withheld } = withoutSecrets(request.environment, values);
      return { ...request, runId: request.runId ?? parts.newRunId(), environment: recorded, withheld };
    },

    events(request) {
      const { runId, flow, params, trigger, environment, labels, rerunOf, selection, reusable, parent } = request;
      const plan = resolvePlan(
        request.plan,
        {
          params,
          env: environment,
          trigger: describeTrigger(trigger),
          flow: { name: flow.name, file: flow.file, workspace: flow.workspace },
        },
        parts.cores,
      );
      if (!plan.ok) throw new RunRefused(plan.error);
      const previous = previousRun(flow.id);
      const created: EventBody = {
        type: 'run.created',
        runId,
        flow,
        plan: plan.value,
        params,
        trigger,
        seed: request.seed ?? parts.newSeed(),
        owner,
        environment,
        ...(labels === undefined ? {} : { labels }),
        ...(rerunOf === undefined ? {} : { rerunOf }),
        ...(selection === undefined ? {} : { selection }),
        ...(reusable === undefined || reusable.length === 0 ? {} : { reusable }),
        ...(parent === undefined ? {} : { parent }),
        ...(previous === undefined ? {} : { previous }),
      };
      return [created, ...(request.reuse ?? []).map((step): EventBody => ({ type: 'step.reused', runId, ...step }))];
    },
  };
}
