import { isJsonObject, type Json } from '../../core/base/json.ts';
import type { EventBody } from '../../core/run/event.ts';
import type { StepState } from '../../core/run/state.ts';
import type { CommandQueue } from '../ports/commands.ts';
import type { Coordination } from '../ports/coordination.ts';
import type { RunActor } from './run-actor.ts';

export interface PlaceParts {
  readonly coordination: Coordination;
  readonly commands: CommandQueue;
  readonly newCommandId: () => string;
  readonly wallTime: () => string;
}

/** The places that runs and steps of this process wait for: asked again whenever one may have become free. */
export interface Places {
  /** The run asks to begin. Posts `run.started` once it has its place, and how it waits until then. */
  admit(actor: RunActor, group: string, limit: number): void;
  /** A step asks for its lock. Posts the answer once it has it. */
  lock(actor: RunActor, step: StepState, node: number, question: string, data: Json): void;
  /** Leaves the line of a step's lock, or gives the lock back. */
  unlock(group: string, holder: string): void;
  /** A run of this process ended: its places are free. */
  look(): void;
  close(): void;
}

interface Waiting {
  readonly actor: RunActor;
  readonly isWanted: () => boolean;
  readonly ask: () => Promise<'held' | 'waiting' | 'over'>;
  readonly leave: () => void;
}

export const lockHolder = (runId: string, stepId: string, question: string): string => `${runId}/${stepId}/${question}`;

export function createPlaces({ coordination, commands, newCommandId, wallTime }: PlaceParts): Places {
  const waiting = new Map<string, Waiting>();
  const busy = new Set<string>();
  const missed = new Set<string>();

  const look = () => {
    for (const [key, entry] of [...waiting]) void ask(key, entry);
  };
  /** What becomes free is looked for while somebody waits for it. */
  let unwatch: (() => void) | undefined;
  const forget = (key: string) => {
    waiting.delete(key);
    if (waiting.size > 0) return;
    unwatch?.();
    unwatch = undefined;
  };

  async function ask(key: string, entry: Waiting): Promise<void> {
    if (busy.has(key)) {
      // What became free may have been so only after the question that is on its way: it is put again.
      missed.add(key);
      return;
    }
    busy.add(key);
    try {
      if (!entry.isWanted()) {
        forget(key);
        entry.leave();
        return;
      }
      if ((await entry.ask()) !== 'waiting') forget(key);
    } finally {
      busy.delete(key);
    }
    if (missed.delete(key) && waiting.get(key) === entry) void ask(key, entry);
  }

  function begin(key: string, entry: Waiting): void {
    if (waiting.has(key)) return;
    waiting.set(key, entry);
    unwatch ??= coordination.watch(look);
    void ask(key, entry);
  }

  return {
    admit(actor, group, limit) {
      const { run } = actor;
      const { onConflict = 'queue', maxQueued = 100 } = run.plan.concurrency ?? {};
      const holder = run.runId;
      let told = run.status === 'queued' && run.reason !== undefined;
      let cancelled = false;
      const request = () =>
        coordination.request({
          group,
          holder,
          runId: run.runId,
          limit,
          maxQueued: onConflict === 'skip' ? 0 : maxQueued,
        });
      begin(`run ${run.runId}`, {
        actor,
        isWanted: () => !actor.isStopped && run.startedAt === undefined && run.cancel === undefined,
        leave: () => undefined,
        async ask() {
          const answer = await request();
          if (answer.state === 'held') {
            actor.post({ type: 'run.started', runId: run.runId });
            return 'held';
          }
          if (answer.state === 'full') {
            const reason = onConflict === 'skip' ? 'concurrency-skip' : 'concurrency-full';
            actor.post(skipped(run.runId, `${reason}:${group}`));
            return 'over';
          }
          if (!told) {
            told = true;
            actor.post({ type: 'run.queued', runId: run.runId, group, reason: `concurrency:${group}` });
          }
          if (onConflict === 'cancel-in-progress' && !cancelled) {
            cancelled = true;
            await cancelOthers(group, run.runId);
          }
          return 'waiting';
        },
      });
    },

    lock(actor, step, node, question, data) {
      const spec = isJsonObject(data) ? data : {};
      const group = `step:${String(spec.group)}`;
      const limit = Number(spec.limit ?? 1);
      const { runId } = actor.run;
      const holder = lockHolder(runId, step.id, question);
      let told = false;
      begin(`lock ${holder}`, {
        actor,
        isWanted: () => !actor.isStopped && step.finishedAt === undefined && actor.run.steps.get(step.id) === step,
        leave: () => void coordination.release(group, holder),
        async ask() {
          const answer = await coordination.request({
            group,
            holder,
            runId,
            limit,
            maxQueued: Number.MAX_SAFE_INTEGER,
          });
          if (answer.state === 'held') {
            const branch = question.split(':')[1] ?? 'body';
            actor.post({ type: 'fact.answered', runId, stepId: step.id, branch, frame: node, question, answer: group });
            return 'held';
          }
          if (!told) {
            told = true;
            actor.post({ type: 'step.waiting', runId, stepId: step.id, reason: `lock:${String(spec.group)}` });
          }
          return 'waiting';
        },
      });
    },

    unlock: (group, holder) => void coordination.release(group, holder),

    look,

    close() {
      unwatch?.();
      waiting.clear();
    },
  };

  /** A newer run takes the place of those before it in the line. */
  async function cancelOthers(group: string, runId: string): Promise<void> {
    for (const member of coordination.members(group)) {
      if (member.runId === runId) return;
      const data = { reason: 'concurrency' };
      await commands.submit({
        id: newCommandId(),
        runId: member.runId,
        kind: 'cancel',
        at: wallTime(),
        by: runId,
        data,
      });
    }
  }
}

const skipped = (runId: string, reason: string): EventBody => ({
  type: 'run.finished',
  runId,
  status: 'skipped',
  reason,
  counts: { succeeded: 0, failed: 0, skipped: 0, cancelled: 0 },
  failed: [],
});
