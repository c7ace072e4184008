import type { Json } from '../../core/base/json.ts';
import type { FrameRegistry } from '../../core/frames/frame.ts';
import { BUILT_IN_FRAMES } from '../../core/frames/registry.ts';
import { describeTrigger } from '../../core/run/describe-trigger.ts';
import type { EventBody, NewEvent, OwnerRef } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import { fold } from '../../core/run/fold.ts';
import { bodyOf } from '../../core/run/plan-tree.ts';
import { resolvePlan } from '../../core/run/resolve-plan.ts';
import type { RunState, StepState } from '../../core/run/state.ts';
import type { Clock } from '../ports/clock.ts';
import type { CommandQueue } from '../ports/commands.ts';
import type { Coordination } from '../ports/coordination.ts';
import type { EventLog, StoreUnavailable, StreamAppend } from '../ports/event-log.ts';
import type { Owners } from '../ports/owners.ts';
import type { RunStore, RunSummary } from '../ports/run-store.ts';
import { answerQuestion } from './answers.ts';
import { type AttemptParts, type LiveAttempt, startAttempt } from './attempt-runner.ts';
import { commandEvents } from './command-events.ts';
import type { Engine, FindFlow, FinishedRun, StartedRun, StartRequest } from './engine.ts';
import { createPlaces, lockHolder } from './places.ts';
import { readEnvFiles } from './prepare-attempt.ts';
import { createRunActor, type Effect, type RunActor } from './run-actor.ts';
import { findSecrets, withoutSecrets } from './secrets.ts';
import { createSteadyClock } from './steady-clock.ts';
import { runSubFlow } from './sub-flow.ts';
import { bodyOfAttempt, readRun, reapAttempt, resumesByItself, unfinishedAttempts } from './takeover.ts';

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
  /** What recovery does with interrupted runs, unless the flow says otherwise. */
  readonly onInterrupted: () => 'resume' | 'ask' | 'fail';
  /** Something that a person should know and that no run can tell: the store refused, a run was lost to another process. */
  readonly report: (problem: { readonly code: string; readonly message: string; readonly runId?: string }) => void;
}

/** The flow cannot run as it is; each problem names its key. */
export class RunRefused extends Error {
  override readonly name = 'RunRefused';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
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
  const { log, runs, commands, owners, owner } = parts;
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
    void started.done.then(() => {
      entry.attempts.delete(id);
      unlock(entry.actor.run, step, node, body.branch, attempt);
    });
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

  const start = async (request: StartRequest): Promise<StartedRun> => (await startAll([request]))[0]!;

  async function startAll(given: readonly StartRequest[]): Promise<StartedRun[]> {
    const requests = await Promise.all(given.map(withSecretsApart));
    const now = clock.read();
    const at = new Date(now.wall).toISOString();
    const appends: StreamAppend[] = [];
    /** Where the run of each request stands among them. */
    const places: number[] = [];
    for (const request of requests) {
      const { runId } = request;
      const events = firstEvents(runId, request).map((body) => ({ at, ...body }) as NewEvent);
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

  /** A run that would fail for want of a secret does not start, and no secret is written down with it. Rejects with RunRefused. */
  async function withSecretsApart(request: StartRequest) {
    const { workspace, file } = request.flow;
    const base = parts.files.dirname(parts.files.resolve(workspace, file));
    const dotenv = await readEnvFiles(request.plan, base, parts.files);
    const { values, problems } = await findSecrets(request.plan, parts.secrets, dotenv.ok ? dotenv.value : {});
    if (problems.length > 0) throw new RunRefused(problems);
    const { recorded, withheld } = withoutSecrets(request.environment, values);
    return { ...request, runId: request.runId ?? parts.newRunId(), environment: recorded, withheld };
  }

  /** Throws RunRefused. */
  function firstEvents(runId: string, request: StartRequest): EventBody[] {
    const plan = resolvePlan(
      request.plan,
      {
        params: request.params,
        env: request.environment,
        trigger: describeTrigger(request.trigger),
        flow: { name: request.flow.name, file: request.flow.file, workspace: request.flow.workspace },
      },
      parts.cores,
    );
    if (!plan.ok) throw new RunRefused(plan.error);
    const previous = previousRun(request.flow.id);
    const created: EventBody = {
      type: 'run.created',
      runId,
      flow: request.flow,
      plan: plan.value,
      params: request.params,
      trigger: request.trigger,
      seed: request.seed ?? parts.newSeed(),
      owner,
      environment: request.environment,
      ...(request.labels === undefined ? {} : { labels: request.labels }),
      ...(request.rerunOf === undefined ? {} : { rerunOf: request.rerunOf }),
      ...(request.selection === undefined ? {} : { selection: request.selection }),
      ...(request.parent === undefined ? {} : { parent: request.parent }),
      ...(previous === undefined ? {} : { previous }),
    };
    return [created, ...(request.reuse ?? []).map((step): EventBody => ({ type: 'step.reused', runId, ...step }))];
  }

  /** `previous` in expressions: how the last finished run of the flow ended. */
  function previousRun(flowId: string): Json | undefined {
    const [last] = runs.list({ flowId, status: ['succeeded', 'failed', 'cancelled'] }, { limit: 1 }).runs;
    if (last === undefined) return undefined;
    const [end] = log.read(runStream(last.id), last.seq - 1, 1);
    if (end?.type !== 'run.finished') return undefined;
    return { id: last.id, status: end.status, outputs: end.outputs ?? {}, finishedAt: end.at };
  }

  async function recover(): Promise<readonly string[]> {
    const taken: string[] = [];
    for (const summary of runs.unfinished()) {
      if (closed || live.has(summary.id) || isHeld(summary)) continue;
      const run = readRun(log, summary.id, clock.read().steady, frames);
      if (run === undefined || run.end !== undefined) continue;
      const policy = run.plan.onInterrupted === 'fail' ? 'fail' : parts.onInterrupted();
      if (policy !== 'fail' && (policy === 'ask' || !resumesByItself(run.owner, run))) {
        await markInterrupted(run);
        continue;
      }
      if (await takeOver(run, policy === 'fail' ? 'fail' : 'resume')) taken.push(run.runId);
    }
    return taken;
  }

  const isHeld = (summary: RunSummary): boolean =>
    summary.ownerId !== null && (summary.ownerId === owner.id || owners.isAlive(summary.ownerId));

  /** Its steps end now; whether it goes on is for a person to say. */
  async function markInterrupted(run: RunState): Promise<void> {
    if (run.status === 'interrupted') return;
    for (const left of unfinishedAttempts(run)) await reapAttempt(run, left, parts.processes, parts.executors);
    const at = new Date(clock.read().wall).toISOString();
    const event: NewEvent = { at, type: 'run.interrupted', runId: run.runId, reason: 'owner-died' };
    await log.append(runStream(run.runId), run.seq, [event]).catch(() => undefined);
  }

  /** The new owner first, so that of two who try one gives way; then what is left of lost attempts ends; then the run goes on. */
  async function takeOver(run: RunState, how: 'resume' | 'fail'): Promise<boolean> {
    const before = run.owner.id;
    const now = clock.read();
    const at = new Date(now.wall).toISOString();
    const event: NewEvent = { at, type: 'run.owner-changed', runId: run.runId, owner, previous: before };
    try {
      const [stored] = await log.append(runStream(run.runId), run.seq, [event]);
      fold(run, stored!, now.steady);
    } catch {
      return false;
    }
    const open = unfinishedAttempts(run);
    const goesOn = ({ step, attempt }: (typeof open)[number]) =>
      parts.executors.get(bodyOfAttempt(step, attempt)?.executor ?? '')?.resumable === true;
    const lost = open.filter((left) => !goesOn(left));
    for (const left of lost) await reapAttempt(run, left, parts.processes, parts.executors);
    const entry = attach(run);
    for (const { step, attempt } of open.filter(goesOn)) {
      begin(entry, step, bodyOf(step.plan, attempt.branch), attempt.attempt);
    }
    for (const { step, attempt } of lost) {
      const of = { runId: run.runId, stepId: step.id, branch: attempt.branch, attempt: attempt.attempt };
      entry.actor.post({ type: 'attempt.lost', ...of, reason: 'owner-died' });
    }
    giveBackLocks(run);
    if (how === 'fail')
      entry.actor.post({ type: 'run.cancel-requested', runId: run.runId, by: 'recovery', reason: 'interrupted' });
    entry.actor.wake();
    takeCommands();
    return true;
  }

  /** Locks of attempts that ended while their owner died. */
  function giveBackLocks(run: RunState): void {
    for (const step of run.steps.values()) {
      if (step.plan.concurrency === undefined) continue;
      for (const { branch, attempt, status } of step.attempts) {
        if (status !== 'running') unlock(run, step, bodyOf(step.plan, branch), branch, attempt);
      }
    }
  }

  return {
    start,
    startAll,
    active: () => [...live.keys()],
    recover,
    async resume(runId) {
      const summary = runs.get(runId);
      if (summary === null || live.has(runId) || isHeld(summary)) return false;
      const run = readRun(log, runId, clock.read().steady, frames);
      return run !== undefined && run.end === undefined && takeOver(run, 'resume');
    },
    finished: (runId) => live.get(runId)?.finished,
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
