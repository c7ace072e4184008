import type { EventOf, NewEvent, RunEnd } from '../core/run/event.ts';
import type { Plan, PlanStep } from '../core/run/plan.ts';

const EPOCH = Date.UTC(2026, 0, 31, 12, 0, 0);

/** An instant of a test: so many milliseconds after noon of 31 January 2026, as events write it. */
export const instant = (milliseconds: number): string => new Date(EPOCH + milliseconds).toISOString();

/** A plan of steps that do nothing, for tests that need one but do not look into it. */
export function emptyPlan(stepIds: readonly string[] = ['build', 'test']): Plan {
  return {
    version: 1,
    name: 'deploy',
    maxParallel: 1,
    stopOnFail: false,
    onInterrupted: 'resume',
    env: {},
    envFile: [],
    outputs: {},
    secrets: [],
    steps: stepIds.map(noopStep),
    handlers: { onSuccess: [], onFailure: [], onCancel: [], always: [] },
  };
}

const noopStep = (id: string, order: number): PlanStep => ({
  id,
  name: id,
  nodes: [
    {
      kind: 'body',
      branch: 'body',
      executor: 'noop',
      env: {},
      secrets: [],
      tty: false,
      gracePeriod: 5000,
      holdsSlot: true,
    },
  ],
  continueOnError: false,
  onLost: 'rerun',
  outputs: {},
  disabled: false,
  auxiliary: false,
  order,
  after: [],
  anyEndDecides: false,
});

type Created = NewEvent & EventOf<'run.created'>;

export function runCreated(runId: string, at: string, changes: Partial<Created> = {}): Created {
  return {
    type: 'run.created',
    at,
    runId,
    flow: { id: 'flow-deploy', name: 'deploy', workspace: '/home/ada/flows', file: 'deploy.chronum.yaml' },
    plan: emptyPlan(),
    params: {},
    trigger: { type: 'manual' },
    seed: 'seed',
    owner: { id: 'app-1-0-00000000', kind: 'app', pid: 1 },
    ...changes,
  };
}

export const runStarted = (runId: string, at: string): NewEvent => ({ type: 'run.started', at, runId });

export const runFinished = (runId: string, at: string, status: RunEnd = 'succeeded'): NewEvent => ({
  type: 'run.finished',
  at,
  runId,
  status,
  reason: 'completed',
  counts: { succeeded: 2, failed: 0, skipped: 0, cancelled: 0 },
  failed: [],
});

export const attemptStarted = (runId: string, stepId: string, at: string): NewEvent => ({
  type: 'attempt.started',
  at,
  runId,
  stepId,
  branch: 'body',
  attempt: 1,
});
