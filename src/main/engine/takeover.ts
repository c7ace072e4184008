import type { FrameRegistry } from '../../core/frames/frame.ts';
import type { ChronumEvent, OwnerRef } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import { fold } from '../../core/run/fold.ts';
import type { BodyNode } from '../../core/run/plan.ts';
import { bodyOf } from '../../core/run/plan-tree.ts';
import type { AttemptState, RunState, StepState } from '../../core/run/state.ts';
import type { EventReader } from '../ports/event-log.ts';
import type { Executor } from '../ports/executor.ts';
import type { Processes } from '../ports/processes.ts';
import { markOf } from './environment.ts';

const PAGE = 5_000;

/**
 * The run as its events tell it, with every instant in the steady time of this process: what was waited for goes on with the rest
 * it had, never more, never negative.
 */
export function readRun(
  log: EventReader,
  runId: string,
  steadyNow: number,
  frames: FrameRegistry,
): RunState | undefined {
  let run: RunState | undefined;
  for (let after = 0; ; ) {
    const events: readonly ChronumEvent[] = log.read(runStream(runId), after, PAGE);
    for (const event of events) run = fold(run, event, Math.min(Date.parse(event.at), steadyNow), frames);
    after = events.at(-1)?.seq ?? after;
    if (events.length < PAGE) return run;
  }
}

export interface Unfinished {
  readonly step: StepState;
  readonly attempt: AttemptState;
}

export function bodyOfAttempt(step: StepState, attempt: AttemptState): BodyNode | undefined {
  const node = step.plan.nodes[bodyOf(step.plan, attempt.branch)];
  return node?.kind === 'body' ? node : undefined;
}

/** Attempts that were running when the owner died; those of groups have no process. */
export function unfinishedAttempts(run: RunState): Unfinished[] {
  const found: Unfinished[] = [];
  for (const step of run.steps.values()) {
    for (const attempt of step.attempts) {
      if (attempt.status !== 'running') continue;
      const body = bodyOfAttempt(step, attempt);
      if (body !== undefined && body.steps === undefined) found.push({ step, attempt });
    }
  }
  return found;
}

/** Ends whatever a lost attempt left running: its process group, all that carries its mark, and state outside of both. */
export async function reapAttempt(
  run: RunState,
  { step, attempt }: Unfinished,
  processes: Processes,
  executors: ReadonlyMap<string, Executor>,
): Promise<void> {
  const key = { runId: run.runId, stepId: step.id, branch: attempt.branch, attempt: attempt.attempt };
  const mark = markOf(key);
  const { pid, startTime, bootId } = attempt;
  await processes.reap({
    mark,
    ...(pid === undefined ? {} : { pid }),
    ...(startTime === undefined ? {} : { startTime }),
    ...(bootId === undefined ? {} : { bootId }),
  });
  const body = step.plan.nodes.find((node) => node.kind === 'body' && node.branch === attempt.branch);
  if (body?.kind !== 'body') return;
  const executor = executors.get(body.executor);
  // Its owner may have died between the start and writing the handle down.
  const handle = attempt.handle ?? executor?.handle?.(key);
  if (handle !== undefined) await executor?.cleanup?.(handle, { processes, env: run.environment });
}

/** Whether a run goes on by itself when its owner has died: those of a terminal wait to be resumed by a person. */
export const resumesByItself = (owner: OwnerRef, run: RunState): boolean =>
  owner.kind !== 'terminal' || run.trigger.type === 'schedule';
