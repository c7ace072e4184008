import type { Decision } from '../../core/frames/frame.ts';
import { decide, settle } from '../../core/run/decide.ts';
import type { Now } from '../../core/run/evaluate.ts';
import type { ChronumEvent, EventBody, NewEvent } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import { fold } from '../../core/run/fold.ts';
import type { RunState, StepState } from '../../core/run/state.ts';
import { nextWake } from '../../core/run/timers.ts';
import type { EventLog } from '../ports/event-log.ts';
import { SequenceConflict, StoreUnavailable } from '../ports/event-log.ts';
import type { SteadyClock } from './steady-clock.ts';

/** What a decision asks of the world once the events that record it are durable. */
export type Effect =
  | Exclude<Decision, { do: 'record' | 'start' }>
  | (Extract<Decision, { do: 'start' }> & { readonly attempt: number });

export interface ActorParts {
  readonly log: EventLog;
  readonly clock: SteadyClock;
  /** Performs effects; never throws. What comes of them arrives through `post`. */
  readonly perform: (actor: RunActor, effects: readonly Effect[]) => void;
  /** Another process took the run over, or the log cannot be written any more: everything of it is to be ended here. */
  readonly onLost: (actor: RunActor, error: Error) => void;
  /** Told of what was just made durable, before its effects are performed. */
  readonly onCommitted: (actor: RunActor, events: readonly NewEvent[]) => void;
  readonly onFinished: (actor: RunActor) => void;
  /** The store refused; the actor keeps its events and tries again. */
  readonly onStalled: (actor: RunActor, error: StoreUnavailable) => void;
}

export interface RunActor {
  readonly run: RunState;
  /** Hands in what happened; recorded together with whatever else has come until the next turn. */
  post(event: EventBody, answers?: string): void;
  /** Commands that ask for nothing (any more): taken off the queue with the next append. */
  dismiss(commandId: string): void;
  /** Looks at the run now: at its start and after a takeover. */
  wake(): void;
  /** Stops for good; nothing is appended after. */
  stop(): void;
  readonly isStopped: boolean;
}

const RETRY_APPEND_MS = 500;
const MOST_TURNS = 1_000_000;

/**
 * Runs one run: folds what happened, decides, and appends both in one transaction before any of it is performed. So an attempt is
 * durable as started before its process exists, and transitions that are ready together share a commit.
 */
export function createRunActor(run: RunState, parts: ActorParts): RunActor {
  const { log, clock } = parts;
  const stream = runStream(run.runId);
  let inbox: EventBody[] = [];
  let answers: string[] = [];
  let scheduled = false;
  let busy = false;
  let stopped = false;
  let alarm: { at: number; cancel: AbortController } | undefined;

  const actor: RunActor = {
    run,
    post(event, answer) {
      inbox.push(event);
      if (answer !== undefined) answers.push(answer);
      schedule();
    },
    dismiss(commandId) {
      answers.push(commandId);
      schedule();
    },
    wake: () => schedule(),
    stop() {
      stopped = true;
      alarm?.cancel.abort();
    },
    get isStopped() {
      return stopped;
    },
  };

  /** Events that arrive in the same turn of the event loop are folded and committed together. */
  function schedule(): void {
    if (scheduled || busy || stopped) return;
    scheduled = true;
    clock.soon(() => {
      scheduled = false;
      void turn();
    });
  }

  async function turn(): Promise<void> {
    if (busy || stopped) return;
    busy = true;
    try {
      do {
        const batch = gather();
        if (batch.events.length > 0 || batch.answers.length > 0) await append(batch);
        if (stopped) return;
        parts.onCommitted(actor, batch.events);
        if (batch.effects.length > 0) parts.perform(actor, batch.effects);
      } while (inbox.length > 0 || answers.length > 0);
    } finally {
      busy = false;
    }
    if (run.end !== undefined) {
      actor.stop();
      parts.onFinished(actor);
    } else setAlarm();
  }

  /** Folds the inbox and everything that follows from it at once, up to what needs the world. */
  function gather(): { events: NewEvent[]; answers: string[]; effects: Effect[] } {
    const events: NewEvent[] = [];
    const effects: Effect[] = [];
    const now: Now = clock.read();
    const at = new Date(now.wall).toISOString();
    const take = (body: EventBody) => {
      const event = { at, ...body } as NewEvent;
      events.push(event);
      fold(run, { ...event, stream, seq: run.seq + 1, position: 0 } as ChronumEvent, now.steady);
    };
    const given = inbox;
    const answered = answers;
    inbox = [];
    answers = [];
    for (const body of given) if (run.end === undefined) take(body);
    for (let i = 0; i < MOST_TURNS && run.end === undefined; i++) {
      const decided = decide(run, now);
      settle(run, decided);
      const before = events.length;
      for (const decision of decided.decisions) {
        if (decision.do === 'record') take(decision.event);
        else if (decision.do === 'start') start(decision, take, effects);
        else effects.push(decision);
      }
      if (events.length === before) break;
    }
    return { events, answers: answered, effects };
  }

  function start(
    decision: Extract<Decision, { do: 'start' }>,
    take: (body: EventBody) => void,
    effects: Effect[],
  ): void {
    const { step, node } = decision;
    const body = step.plan.nodes[node];
    if (body?.kind !== 'body') return;
    const attempt = attemptsOf(step, body.branch) + 1;
    take({ type: 'attempt.started', runId: run.runId, stepId: step.id, branch: body.branch, attempt });
    if (body.steps === undefined) effects.push({ ...decision, attempt });
  }

  async function append(batch: { events: NewEvent[]; answers: string[] }): Promise<void> {
    const expected = run.seq - batch.events.length;
    for (;;) {
      try {
        await log.append(stream, expected, batch.events, batch.answers.length > 0 ? { answers: batch.answers } : {});
        return;
      } catch (error) {
        if (error instanceof StoreUnavailable) {
          parts.onStalled(actor, error);
          await clock.sleep(RETRY_APPEND_MS);
          if (stopped) return;
          continue;
        }
        actor.stop();
        parts.onLost(actor, error instanceof SequenceConflict ? error : (error as Error));
        return;
      }
    }
  }

  function setAlarm(): void {
    const at = nextWake(run, clock.read().steady);
    if (at === alarm?.at) return;
    alarm?.cancel.abort();
    alarm = undefined;
    if (at === undefined) return;
    const cancel = new AbortController();
    alarm = { at, cancel };
    clock.sleepUntilSteady(at, cancel.signal).then(
      () => {
        alarm = undefined;
        schedule();
      },
      () => undefined,
    );
  }

  return actor;
}

/** Attempts of a branch are counted over all rounds. */
const attemptsOf = (step: StepState, branch: string): number => {
  let count = 0;
  for (const attempt of step.attempts) if (attempt.branch === branch) count++;
  return count;
};
