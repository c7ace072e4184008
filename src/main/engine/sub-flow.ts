import { hashHex } from '../../core/base/hash.ts';
import type { SecretRef } from '../../core/flow/flow.ts';
import { runStream } from '../../core/run/event.ts';
import type { CommandQueue } from '../ports/commands.ts';
import type { EventLog } from '../ports/event-log.ts';
import { type SubFlowEnd, SubFlowRefused, type SubFlowRequest } from '../ports/executor.ts';
import type { RunStore } from '../ports/run-store.ts';
import type { Caller } from './attempt-runner.ts';
import type { Engine, FindFlow } from './engine.ts';
import { markOf } from './environment.ts';

export interface SubFlowParts {
  readonly log: EventLog;
  readonly runs: RunStore;
  readonly commands: CommandQueue;
  readonly findFlow: FindFlow;
  readonly start: Engine['start'];
  readonly newCommandId: () => string;
  readonly wallTime: () => string;
}

const DEEPEST = 10;

/**
 * Runs another flow for an attempt. The run's id follows from the attempt, so that an attempt that goes on after a crash finds the
 * run that it started. An abort cancels that run and waits for its end.
 */
export async function runSubFlow(parts: SubFlowParts, caller: Caller, request: SubFlowRequest): Promise<SubFlowEnd> {
  const { run, key, signal } = caller;
  const depth = (run.parent?.depth ?? 0) + 1;
  if (depth > DEEPEST) {
    throw new SubFlowRefused(`flows call each other more than ${DEEPEST} deep: does \`${request.flow}\` call itself?`);
  }
  const runId = `${run.runId}-${hashHex(markOf(key)).slice(0, 6)}`;
  if (parts.runs.get(runId) === null) {
    const found = await parts.findFlow(run.flow, request.flow, request.params);
    const lent = lentSecrets(run.plan.secrets, request.secrets);
    await parts.start({
      ...found,
      plan: { ...found.plan, secrets: [...lent, ...found.plan.secrets] },
      runId,
      trigger: { type: 'parent', id: run.runId },
      environment: run.environment,
      parent: { runId: run.runId, stepId: key.stepId, depth },
    });
  }
  if (!request.wait) return { runId, status: 'succeeded', reason: 'succeeded', outputs: {} };
  const cancel = () =>
    void parts.commands.submit({
      id: `${runId}-cancelled-by-parent`,
      runId,
      kind: 'cancel',
      at: parts.wallTime(),
      by: run.runId,
    });
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await endOf(parts.log, runId);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Secrets of the caller that the other flow's steps see too; its own of the same variable come before. */
const lentSecrets = (secrets: readonly SecretRef[], wanted: SubFlowRequest['secrets']): readonly SecretRef[] =>
  wanted === 'inherit'
    ? secrets
    : secrets.filter((secret) => wanted.includes(secret.env) || wanted.includes(secret.name));

/** Waits for the end of a run, whichever process runs it. */
function endOf(log: EventLog, runId: string): Promise<SubFlowEnd> {
  return new Promise((resolve) => {
    const stop = log.subscribe({ after: 0, stream: runStream(runId) }, (events) => {
      const end = events.find((event) => event.type === 'run.finished');
      if (end?.type !== 'run.finished') return;
      queueMicrotask(() => stop());
      resolve({ runId, status: end.status, reason: end.reason, outputs: end.outputs ?? {} });
    });
  });
}
