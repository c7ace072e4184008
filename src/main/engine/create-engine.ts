import type { FrameRegistry } from '../../core/frames/frame.ts';
import { BUILT_IN_FRAMES } from '../../core/frames/registry.ts';
import type { NewEvent, OwnerRef } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import { fold } from '../../core/run/fold.ts';
import { bodyOf } from '../../core/run/plan-tree.ts';
import type { RunState, StepState } from '../../core/run/state.ts';
import type { Clock } from '../ports/clock.ts';
import type { CommandQueue } from '../ports/commands.ts';
import type { Coordination } from '../ports/coordination.ts';
import type { EventLog, StoreUnavailable, StreamAppend } from '../ports/event-log.ts';
import type { AttemptKey } from '../ports/log-store.ts';
import type { Owners } from '../ports/owners.ts';
import type { TerminalInput } from '../ports/processes.ts';
import type { RunStore } from '../ports/run-store.ts';
import { answerQuestion } from './answers.ts';
import { type AttemptParts, type LiveAttempt, startAttempt } from './attempt-runner.ts';
import { commandEvents, terminalInput } from './command-events.ts';
import type { Engine, FindFlow, FinishedRun, StartedRun, StartRequest } from './engine.ts';
import { createPlaces, lockHolder } from './places.ts';
import { createRecovery } from './recovery.ts';
import { createRunActor, type Effect, type RunActor } from './run-actor.ts';
import { createRunBeginning } from './run-beginning.ts';
import { createSteadyClock } from './steady-clock.ts';
import { runSubFlow } from './sub-flow.ts';

export interface EngineParts extends Omit<AttemptParts, 'runFlow' | 'withheld'> {
  readonly coordination: Coordination;
  readonly findFlow: FindFlow;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly runs: RunStore;
  readonly commands: CommandQueue;
  readonly owners: Owners;
  readonly owner: OwnerRef;
  readonly frames?: FrameRegistry;
  /** What `maxParallel: auto` means on this machine. */
  readonly cores: number;
  readonly newRunId: () => string;
  readonly newSeed: () => string;
  /** Brings the executors and frames that a workspace adds, before a run of it begins or goes on here. Never rejects. */
  readonly prepareWorkspace: (workspace: string) => Promise<void>;
  /** What recovery does with interrupted runs, unless the flow says otherwise. */
  readonly onInterrupted: () => 'resume' | 'ask' | 'fail';
  /** Something that a person should know and that no run can tell: the store refused, a run was lost to another process. */
  readonly report: (problem: { readonly code: string; readonly message: string; readonly runId?: string }) => void;
}

const attemptId = (stepId: string, branch: string, attempt: number): string => `${stepId} ${branch} ${attempt}`;

interface LiveRun {
  readonly actor: RunActor;
  readonly attempts: Map<string, LiveAttempt>;
  /** Questions to the world that have no answer yet. */
  readonly questions: Map<string, AbortController>;
  /** Commands handed to the actor and not yet gone from the queue. */
  readonly commands: Set<string>;
  readonly finish: (finished: FinishedRun) => void;
  readonly finished: Promise<FinishedRun>;
}

export function createEngine(parts: EngineParts): Engine {
  const { log, commands, owner } = parts;
  const frames = parts.frames ?? BUILT_IN_FRAMES;
  const clock = createSteadyClock(parts.clock);
  const live = new Map<string, LiveRun>();
  /** Inherited variables of runs of this process that hold a secret: kept here alone. */
  const withheld = new Map<string, Readonly<Record<string, string>>>();
  let closed = false;

  const wallTime = () => new Date(clock.read().wall).toISOString();
  const newCommandId = () => `${parts.newRunId()}-${owner.id}`;
  const places = createPlaces({ coordination: parts.coordination, commands, newCommandId, wallTime });
  const subFlows = { ...parts, start: (request: StartRequest) => start(request), newCommandId, wallTime };
  const attemptParts: AttemptParts = {
    ...parts,
    runFlow: (caller, request) => runSubFlow(subFlows, caller, request),
    withheld: (runId) => withheld.get(runId) ?? {},
  };
  const beginning = createRunBeginning(parts);
  const recovery = createRecovery<LiveRun>(
    { ...parts, clock, frames },
    {
      isLive: (runId) => live.has(runId),
      isClosed: () => closed,
      attach: (run) => attach(run),
      begin: (...attempt) => begin(...attempt),
      unlock: (...attempt) => unlock(...attempt),
      takeCommands: () => takeCommands(),
    },
  );
  let unwatch: (() => void) | undefined;

  /** Commands of other processes are looked for while there are runs that they could be for: looking costs a little all the time. */
  function watchCommands(): void {
    const isNeeded = live.size > 0 && !closed;
    if (isNeeded && unwatch === undefined) {
      unwatch = commands.watch(() => takeCommands());
      // One may have come for the first run before.
      parts.clock.soon(takeCommands);
    } else if (!isNeeded) {
      unwatch?.();
      unwatch = undefined;
    }
  }

  function attach(run: RunState): LiveRun {
    const { promise: finished, resolve: finish } = Promise.withResolvers<FinishedRun>();
    const actor = createRunActor(run, {
      log,
      clock,
      perform: (_, effects) => perform(entry, effects),
      onCommitted: ({ run: of }, events) => freeLocks(of, events),
      onLost(lost, error) {
        parts.report({
          code: 'run-lost',
          message: `run ${lost.run.runId} was let go: ${error.message}`,
          runId: lost.run.runId,
        });
        letGo(entry);
        live.delete(lost.run.runId);
        watchCommands();
        withheld.delete(lost.run.runId);
        parts.triggerFiles.remove(lost.run.runId);
      },
      onFinished(done) {
        live.delete(done.run.runId);
        watchCommands();
        withheld.delete(done.run.runId);
        parts.triggerFiles.remove(done.run.runId);
        places.look();
        const end = done.run.end;
        if (end !== undefined)
          finish({ runId: done.run.runId, status: end.status, handlersFailed: end.handlersFailed });
      },
      onStalled(stalled, error: StoreUnavailable) {
        parts.report({ code: `store-${error.code}`, message: error.message, runId: stalled.run.runId });
      },
    });
    const entry: LiveRun = { actor, attempts: new Map(), questions: new Map(), commands: new Set(), finish, finished };
    live.set(run.runId, entry);
    watchCommands();
    return entry;
  }

  function letGo(entry: LiveRun): void {
    entry.actor.stop();
    for (const attempt of entry.attempts.values()) attempt.kill();
    for (const question of entry.questions.values()) question.abort();
  }

  function perform(entry: LiveRun, effects: readonly Effect[]): void {
    for (const effect of effects) {
      switch (effect.do) {
        case 'start':
          begin(entry, effect.step, effect.node, effect.attempt);
          break;
        case 'stop':
          entry.attempts.get(attemptId(effect.step.id, effect.branch, effect.attempt))?.stop(effect.why);
          break;
        case 'admit':
          places.admit(entry.actor, effect.group, effect.limit);
          break;
        case 'ask':
          if (effect.question.startsWith('lock:')) {
            places.lock(entry.actor, effect.step, effect.node, effect.question, effect.data);
          } else answer(entry, effect);
      }
    }
  }

  function begin(entry: LiveRun, step: StepState, node: number, attempt: number): void {
    const body = step.plan.nodes[node];
    if (body?.kind !== 'body') return;
    const id = attemptId(step.id, body.branch, attempt);
    const started = startAttempt(entry.actor, step, body, attempt, attemptParts);
    entry.attempts.set(id, started);
    void started.done.then(() => entry.attempts.delete(id));
  }

  /** An attempt has its lock until its end is durable, that of a group as well; a step that ends has none, started or not. */
  function freeLocks(run: RunState, events: readonly NewEvent[]): void {
    for (const event of events) {
      if (!('stepId' in event) || event.stepId === undefined) continue;
      const step = run.steps.get(event.stepId);
      if (step?.plan.concurrency === undefined) continue;
      if (step.finishedAt !== undefined) {
        for (const [asked, group] of step.answers ?? []) {
          const question = asked.slice(asked.indexOf(':') + 1);
          if (!question.startsWith('lock:') || typeof group !== 'string') continue;
          places.unlock(group, lockHolder(run.runId, step.id, question));
        }
      } else if (event.type.startsWith('attempt.') && 'branch' in event && 'attempt' in event) {
        const { branch, attempt } = event;
        const isRunning = step.attempts.some(
          (made) => made.branch === branch && made.attempt === attempt && made.status === 'running',
        );
        if (!isRunning) unlock(run, step, bodyOf(step.plan, branch), branch, attempt);
      }
    }
  }

  /** Gives back the lock that the attempt of a step held across runs. */
  function unlock(run: RunState, step: StepState, node: number, branch: string, attempt: number): void {
    const question = `lock:${branch}:${attempt}`;
    const group = step.answers?.get(`${node}:${question}`);
    if (typeof group === 'string') places.unlock(group, lockHolder(run.runId, step.id, question));
  }

  /** Asks the world once for each question; the answer is recorded before anything comes of it. */
  function answer(entry: LiveRun, { step, node, question, data }: Extract<Effect, { do: 'ask' }>): void {
    const { run } = entry.actor;
    const id = `${step.id} ${node} ${question}`;
    if (entry.questions.has(id)) return;
    const abort = new AbortController();
    entry.questions.set(id, abort);
    answerQuestion({ run, step, node, question, data, signal: abort.signal }, { ...parts, clock })
      .then(
        (given) =>
          entry.actor.post({
            type: 'fact.answered',
            runId: run.runId,
            stepId: step.id,
            branch: 'body',
            frame: node,
            question,
            answer: given,
          }),
        (error: unknown) => {
          if (abort.signal.aborted) return;
          const message = error instanceof Error ? error.message : String(error);
          parts.report({ code: 'question-failed', message: `${step.id}: ${message}`, runId: run.runId });
        },
      )
      .finally(() => entry.questions.delete(id));
  }

  function takeCommands(): void {
    if (closed || live.size === 0) return;
    for (const command of commands.pending([...live.keys()])) {
      const entry = live.get(command.runId);
      if (entry === undefined || entry.commands.has(command.id)) continue;
      entry.commands.add(command.id);
      if (command.kind === 'input') {
        const typed = terminalInput(command);
        if (typed !== undefined) input(typed.key, typed.input);
      }
      const events = commandEvents(entry.actor.run, command);
      if (events.length === 0) entry.actor.dismiss(command.id);
      for (const [index, event] of events.entries()) {
        entry.actor.post(event, index === 0 ? command.id : undefined);
        if (event.type === 'approval.answered') {
          entry.attempts.get(attemptId(event.stepId, event.branch, event.attempt))?.answer(event);
        }
      }
    }
  }

  function input({ runId, stepId, branch, attempt }: AttemptKey, typed: TerminalInput): boolean | undefined {
    return live
      .get(runId)
      ?.attempts.get(attemptId(stepId, branch, attempt))
      ?.type(typed);
  }

  const start = async (request: StartRequest): Promise<StartedRun> => (await startAll([request]))[0]!;

  async function startAll(given: readonly StartRequest[]): Promise<StartedRun[]> {
    for (const workspace of new Set(given.map(({ flow }) => flow.workspace))) await parts.prepareWorkspace(workspace);
    const requests = await Promise.all(given.map(beginning.check));
    const now = clock.read();
    const at = new Date(now.wall).toISOString();
    const appends: StreamAppend[] = [];
    /** Where the run of each request stands among them. */
    const places: number[] = [];
    for (const request of requests) {
      const { runId } = request;
      const events = beginning.events(request).map((body) => ({ at, ...body }) as NewEvent);
      places.push(appends.length);
      appends.push({ stream: runStream(runId), expectedSeq: 0, events }, ...(request.alongside ?? []));
    }
    const stored = await log.appendMany(appends);
    return places.map((place) => {
      let run: RunState | undefined;
      for (const event of stored[place] ?? []) run = fold(run, event, now.steady, frames);
      if (run === undefined) throw new Error(`${appends[place]?.stream} could not be made from its first event`);
      const held = requests.find((request) => request.runId === run.runId)?.withheld ?? {};
      if (Object.keys(held).length > 0) withheld.set(run.runId, held);
      const entry = attach(run);
      entry.actor.wake();
      return { runId: run.runId, finished: entry.finished };
    });
  }

  return {
    start,
    startAll,
    active: () => [...live.keys()],
    recover: recovery.recover,
    resume: recovery.resume,
    finished: (runId) => live.get(runId)?.finished,
    input,
    cancelAll(by) {
      for (const { actor } of live.values()) {
        if (actor.run.cancel !== undefined) continue;
        actor.post({ type: 'run.cancel-requested', runId: actor.run.runId, by, reason: 'cancelled' });
      }
    },
    record(runId, event) {
      const entry = live.get(runId);
      if (entry === undefined || entry.actor.run.end !== undefined) return false;
      entry.actor.post({ ...event, runId });
      return true;
    },
    killAll() {
      for (const { attempts } of live.values()) for (const attempt of attempts.values()) attempt.kill();
    },
    async close() {
      closed = true;
      watchCommands();
      const ending: Promise<void>[] = [];
      for (const entry of live.values()) {
        letGo(entry);
        for (const attempt of entry.attempts.values()) ending.push(attempt.done);
      }
      places.close();
      await Promise.all(ending);
      for (const runId of live.keys()) parts.triggerFiles.remove(runId);
      live.clear();
    },
  };
}
