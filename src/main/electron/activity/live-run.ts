import type { ChronumEvent, OwnerRef, RunTrigger } from '../../../core/run/event.ts';

/** A run that has not finished, as far as tray and notifications show it. */
export interface LiveRun {
  readonly runId: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly workspace: string;
  readonly file: string;
  readonly trigger: RunTrigger;
  /** Started by a step of another run, which tells of it. */
  readonly isPart: boolean;
  readonly owner: OwnerRef['kind'];
  readonly state: 'queued' | 'running' | 'paused' | 'interrupted';
  /** Steps at the top of the plan, without those that only run in place of others. */
  readonly steps: ReadonlySet<string>;
  readonly ended: ReadonlySet<string>;
  /** Steps that wait for a person. */
  readonly asking: ReadonlySet<string>;
}

type Created = Extract<ChronumEvent, { type: 'run.created' }>;

export function beginLiveRun({ runId, flow, trigger, parent, owner, plan }: Created): LiveRun {
  return {
    runId,
    flowId: flow.id,
    flowName: flow.name,
    workspace: flow.workspace,
    file: flow.file,
    trigger,
    isPart: parent !== undefined,
    owner: owner.kind,
    state: 'queued',
    steps: new Set(plan.steps.filter(({ auxiliary }) => !auxiliary).map(({ id }) => id)),
    ended: new Set(),
    asking: new Set(),
  };
}

/** The run after one of its events; the same object when nothing that is shown has changed. The same event twice changes nothing. */
export function foldLiveRun(run: LiveRun, event: ChronumEvent): LiveRun {
  switch (event.type) {
    case 'run.queued':
      return { ...run, state: 'queued' };
    case 'run.started':
    case 'run.resumed':
      return { ...run, state: 'running' };
    case 'run.paused':
      return { ...run, state: 'paused' };
    case 'run.interrupted':
      return { ...run, state: 'interrupted' };
    case 'run.owner-changed':
      return { ...run, owner: event.owner.kind, state: run.state === 'interrupted' ? 'running' : run.state };
    case 'step.succeeded':
    case 'step.failed':
    case 'step.skipped':
    case 'step.cancelled':
    case 'step.reused':
      if (!run.steps.has(event.stepId) || run.ended.has(event.stepId)) return run;
      return { ...run, ended: new Set(run.ended).add(event.stepId) };
    case 'approval.requested':
      return { ...run, asking: new Set(run.asking).add(event.stepId) };
    case 'approval.answered':
    case 'attempt.succeeded':
    case 'attempt.failed':
    case 'attempt.timed-out':
    case 'attempt.cancelled':
    case 'attempt.lost': {
      if (!run.asking.has(event.stepId)) return run;
      const asking = new Set(run.asking);
      asking.delete(event.stepId);
      return { ...run, asking };
    }
    default:
      return run;
  }
}
