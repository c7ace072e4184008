import type { FrameRegistry } from '../../core/frames/frame.ts';
import type { NewEvent, OwnerRef } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import { fold } from '../../core/run/fold.ts';
import { bodyOf } from '../../core/run/plan-tree.ts';
import type { RunState, StepState } from '../../core/run/state.ts';
import { type EventLog, SequenceConflict } from '../ports/event-log.ts';
import type { Executor } from '../ports/executor.ts';
import type { Owners } from '../ports/owners.ts';
import type { Processes } from '../ports/processes.ts';
import type { RunStore, RunSummary } from '../ports/run-store.ts';
import type { Engine } from './engine.ts';
import type { RunActor } from './run-actor.ts';
import type { SteadyClock } from './steady-clock.ts';
import {
  bodyOfAttempt,
  readRun,
  reapAttempt,
  resumesByItself,
  type Unfinished,
  unfinishedAttempts,
} from './takeover.ts';

export interface RecoveryParts {
  readonly log: EventLog;
  readonly runs: RunStore;
  readonly owners: Owners;
  readonly owner: OwnerRef;
  readonly clock: SteadyClock;
  readonly frames: FrameRegistry;
  readonly executors: ReadonlyMap<string, Executor>;
  readonly processes: Processes;
  /** Brings what a workspace adds to the engine: its runs cannot be read, let alone go on, without. Never rejects. */
  readonly prepareWorkspace: (workspace: string) => Promise<void>;
  readonly onInterrupted: () => 'resume' | 'ask' | 'fail';
  readonly report: (problem: { readonly code: string; readonly message: string; readonly runId?: string }) => void;
}

/** What the engine does with a run that is its own from now on. */
export interface RecoveryHost<Live extends { readonly actor: RunActor }> {
  isLive(runId: string): boolean;
  isClosed(): boolean;
  attach(run: RunState): Live;
  /** Goes on with an attempt that has no process to lose. */
  begin(entry: Live, step: StepState, node: number, attempt: number): void;
  unlock(run: RunState, step: StepState, node: number, branch: string, attempt: number): void;
  takeCommands(): void;
}

/** A helper that dies while it ends what is left is started again so often. */
const MOST_REAPS = 3;

/** Takes runs over whose owner has died: the one way for app, daemon and terminal. */
export function createRecovery<Live extends { readonly actor: RunActor }>(
  parts: RecoveryParts,
  host: RecoveryHost<Live>,
): Pick<Engine, 'recover' | 'resume'> {
  const { log, runs, owners, owner, clock, frames, report } = parts;

  async function recover(): Promise<readonly string[]> {
    const taken: string[] = [];
    for (const summary of runs.unfinished()) {
      if (host.isClosed()) break;
      try {
        if (await recoverRun(summary)) taken.push(summary.id);
      } catch (error) {
        // The others are not to wait for it; it is tried again at the next look.
        const message = `run ${summary.id} cannot be recovered yet: ${messageOf(error)}`;
        report({ code: 'recovery-failed', message, runId: summary.id });
      }
    }
    return taken;
  }

  /** As the flow and the setting say. False when it is not (or not yet) to go on here. */
  async function recoverRun(summary: RunSummary): Promise<boolean> {
    const run = await readInterrupted(summary);
    if (run === undefined) return false;
    const policy = run.plan.onInterrupted ?? parts.onInterrupted();
    if (policy === 'fail') return takeOver(run, 'fail');
    if (policy === 'resume' && resumesByItself(run.owner, run)) return takeOver(run, 'resume');
    await markInterrupted(run);
    return false;
  }

  /** Undefined for a run that somebody looks after, or that has finished. */
  async function readInterrupted(summary: RunSummary): Promise<RunState | undefined> {
    if (host.isLive(summary.id) || isHeld(summary)) return undefined;
    await parts.prepareWorkspace(summary.workspace);
    if (host.isClosed() || host.isLive(summary.id)) return undefined;
    const run = readRun(log, summary.id, clock.read().steady, frames);
    return run?.end === undefined ? run : undefined;
  }

  const isHeld = (summary: RunSummary): boolean =>
    summary.ownerId !== null && (summary.ownerId === owner.id || owners.isAlive(summary.ownerId));

  /** Its steps end now; whether it goes on is for a person to say. */
  async function markInterrupted(run: RunState): Promise<void> {
    if (run.status === 'interrupted') return;
    for (const left of unfinishedAttempts(run)) await reap(run, left);
    const at = new Date(clock.read().wall).toISOString();
    const event: NewEvent = { at, type: 'run.interrupted', runId: run.runId, reason: 'owner-died' };
    await log.append(runStream(run.runId), run.seq, [event]).catch(letOthersGoFirst);
  }

  /**
   * The new owner first, so that of two who try one gives way; then what is left of lost attempts ends; then the run goes on. Who
   * dies in between leaves a run with a dead owner and open attempts, as it was found.
   */
  async function takeOver(run: RunState, how: 'resume' | 'fail'): Promise<boolean> {
    const before = run.owner.id;
    const now = clock.read();
    const at = new Date(now.wall).toISOString();
    const event: NewEvent = { at, type: 'run.owner-changed', runId: run.runId, owner, previous: before };
    const stored = await log.append(runStream(run.runId), run.seq, [event]).catch(letOthersGoFirst);
    if (stored === undefined) return false;
    fold(run, stored[0]!, now.steady);
    const open = unfinishedAttempts(run);
    const goesOn = ({ step, attempt }: Unfinished) =>
      parts.executors.get(bodyOfAttempt(step, attempt)?.executor ?? '')?.resumable === true;
    const lost = open.filter((left) => !goesOn(left));
    for (const left of lost) {
      // The run is this process's now: it goes on even where an attempt could not be cleaned up after.
      await reap(run, left).catch((error: unknown) => {
        const message = `what run ${run.runId} left of ${left.step.id} could not be ended: ${messageOf(error)}`;
        report({ code: 'reap-failed', message, runId: run.runId });
      });
    }
    const entry = host.attach(run);
    for (const { step, attempt } of open.filter(goesOn)) {
      host.begin(entry, step, bodyOf(step.plan, attempt.branch), attempt.attempt);
    }
    for (const { step, attempt } of lost) {
      const of = { runId: run.runId, stepId: step.id, branch: attempt.branch, attempt: attempt.attempt };
      entry.actor.post({ type: 'attempt.lost', ...of, reason: 'owner-died' });
    }
    giveBackLocks(run);
    if (how === 'fail')
      entry.actor.post({ type: 'run.cancel-requested', runId: run.runId, by: 'recovery', reason: 'interrupted' });
    entry.actor.wake();
    host.takeCommands();
    return true;
  }

  async function reap(run: RunState, left: Unfinished): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await reapAttempt(run, left, parts.processes, parts.executors);
      } catch (error) {
        if (tries === MOST_REAPS) throw error;
      }
    }
  }

  /** Locks of attempts that ended while their owner died. Those of lost ones are given back when their loss is written down. */
  function giveBackLocks(run: RunState): void {
    for (const step of run.steps.values()) {
      if (step.plan.concurrency === undefined) continue;
      for (const { branch, attempt, status } of step.attempts) {
        if (status !== 'running') host.unlock(run, step, bodyOf(step.plan, branch), branch, attempt);
      }
    }
  }

  return {
    recover,
    async resume(runId) {
      const summary = runs.get(runId);
      const run = summary === null ? undefined : await readInterrupted(summary);
      return run !== undefined && takeOver(run, 'resume');
    },
  };
}

/** Somebody else wrote to the run meanwhile: it is theirs. */
function letOthersGoFirst(error: unknown): undefined {
  if (!(error instanceof SequenceConflict)) throw error;
  return undefined;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
