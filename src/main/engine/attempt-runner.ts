import { formatDuration } from '../../core/base/duration.ts';
import type { StopReason } from '../../core/frames/frame.ts';
import { textMask } from '../../core/mask/mask-text.ts';
import type { EventBody, Outputs, PreparedFacts, StepError } from '../../core/run/event.ts';
import type { BodyNode } from '../../core/run/plan.ts';
import { scopeOf } from '../../core/run/scope.ts';
import type { RunState, StepState } from '../../core/run/state.ts';
import type { ExecutionResult, PersonAnswer, SubFlowEnd, SubFlowRequest } from '../ports/executor.ts';
import type { AttemptKey, LogStore } from '../ports/log-store.ts';
import type { TerminalInput } from '../ports/processes.ts';
import { type Processes, ProcessesLost, type RunningProcess } from '../ports/processes.ts';
import { AttemptContext, type AttemptFiles, type AttemptServices } from './attempt-context.ts';
import { checkOutputs, declaredOutputs } from './declared-outputs.ts';
import { type PreparedAttempt, type PrepareParts, prepareAttempt } from './prepare-attempt.ts';
import type { RunActor } from './run-actor.ts';

export interface AttemptParts extends PrepareParts {
  readonly runFlow: (caller: Caller, request: SubFlowRequest) => Promise<SubFlowEnd>;
  readonly logs: LogStore;
  readonly processes: Processes;
  /** The private files of one attempt: nothing is made before it is asked for. */
  readonly scratch: (key: AttemptKey) => AttemptFiles;
}

/** The attempt that starts a sub-flow. */
export interface Caller {
  readonly run: RunState;
  readonly key: AttemptKey;
  readonly signal: AbortSignal;
}

/** One attempt that runs in this process. */
export interface LiveAttempt {
  readonly key: AttemptKey;
  /** Ends it; the first reason counts. */
  stop(why: StopReason): void;
  /** A person answered. */
  answer(given: PersonAnswer): void;
  /** Types into its pseudo-terminal. False when it has none. */
  type(input: TerminalInput): boolean;
  /** Ends its process group at once, without grace. */
  kill(): void;
  readonly done: Promise<void>;
}

/** Runs the body of a step whose `attempt.started` is durable; posts what comes of it. Never rejects. */
export function startAttempt(
  actor: RunActor,
  step: StepState,
  body: BodyNode,
  attempt: number,
  parts: AttemptParts,
): LiveAttempt {
  const { run } = actor;
  const key: AttemptKey = { runId: run.runId, stepId: step.id, branch: body.branch, attempt };
  const of = { runId: run.runId, stepId: step.id, branch: body.branch, attempt };
  let why: StopReason | undefined;
  let process: RunningProcess | undefined;
  let masks: readonly string[] = [];
  let facts: PreparedFacts | undefined;
  /** Made for those who look: most attempts are never stopped, and some executors never ask. */
  let abort: AbortController | undefined;
  let waitingForPerson: PromiseWithResolvers<PersonAnswer> | undefined;
  /** May come before the executor asks: to an attempt that goes on after a crash. */
  let personsAnswer: PersonAnswer | undefined;
  /** Typed before the process was there. */
  const typedAhead: TerminalInput[] = [];

  const signal = (): AbortSignal => {
    if (abort === undefined) {
      abort = new AbortController();
      if (why !== undefined) abort.abort(why);
    }
    return abort.signal;
  };

  /** Told together with the first that comes of the attempt: it costs no commit of its own. */
  const tellFacts = (): void => {
    if (facts !== undefined) actor.post({ type: 'attempt.prepared', ...of, ...facts });
    facts = undefined;
  };

  const execute = async (): Promise<EventBody> => {
    const prepared = await prepareAttempt(run, step, body, key, parts);
    if (!prepared.ok) return { type: 'attempt.failed', ...of, error: prepared.error };
    masks = prepared.value.masks;
    facts = prepared.value.facts();
    if (why !== undefined) return stoppedEvent({ status: 'stopped' });
    const result = await perform(prepared.value);
    if (result.status === 'stopped') return stoppedEvent(result);
    if (result.status === 'failed') return failedEvent(result.error, result.outputs, prepared.value);
    return succeededEvent(result, prepared.value);
  };

  const perform = async (prepared: PreparedAttempt): Promise<ExecutionResult> => {
    const context = new AttemptContext(services, prepared);
    try {
      return await prepared.executor.execute(context);
    } finally {
      await context.removeFiles();
    }
  };

  const services: AttemptServices = {
    run,
    key,
    tty: body.tty,
    logs: parts.logs,
    processes: parts.processes,
    makeFiles: parts.scratch,
    signal,
    spawned: (running, handle) => {
      process = running;
      tellFacts();
      const { pid, startTime, bootId } = running;
      const named = handle === undefined ? {} : { handle };
      actor.post({ type: 'attempt.spawned', ...of, pid, startTime, bootId, ...named });
      for (const input of typedAhead.splice(0)) typeInto(running, input);
    },
    askPerson: (question) => {
      const state = step.attempts.findLast((made) => made.branch === body.branch && made.attempt === attempt);
      const given = state?.answer ?? personsAnswer;
      if (given !== undefined) return Promise.resolve(given);
      tellFacts();
      if (state?.approval === undefined) actor.post({ type: 'approval.requested', ...of, ...question });
      const answered = Promise.withResolvers<PersonAnswer>();
      waitingForPerson = answered;
      signal().addEventListener('abort', () => answered.reject(signal().reason), { once: true });
      if (why !== undefined) answered.reject(why);
      return answered.promise;
    },
    runFlow: (request) => {
      tellFacts();
      return parts.runFlow({ run, key, signal: signal() }, request);
    },
  };

  const stoppedEvent = (result: ExecutionResult): EventBody => {
    const reason = why ?? { kind: 'cancel', reason: 'step-cancelled' };
    if (reason.kind === 'timeout') {
      const message = `did not finish within ${formatDuration(reason.after)}`;
      return { type: 'attempt.timed-out', ...of, after: reason.after, error: { kind: 'timeout', message } };
    }
    const signal = result.status === 'stopped' ? result.signal : undefined;
    return { type: 'attempt.cancelled', ...of, reason: reason.reason, ...(signal === undefined ? {} : { signal }) };
  };

  const failedEvent = (error: StepError, outputs: Outputs | undefined, prepared: PreparedAttempt): EventBody => {
    const checked = checkOutputs(outputs ?? {}, prepared.masks);
    const kept = checked.ok && Object.keys(checked.value).length > 0 ? { outputs: checked.value } : {};
    return { type: 'attempt.failed', ...of, error: masked(error, prepared.masks), ...kept };
  };

  const succeededEvent = async (
    result: Extract<ExecutionResult, { status: 'succeeded' }>,
    prepared: PreparedAttempt,
  ): Promise<EventBody> => {
    const exitCode = result.exitCode === undefined ? {} : { exitCode: result.exitCode };
    const given = result.outputs ?? {};
    if (Object.keys(given).length === 0 && Object.keys(step.plan.outputs).length === 0) {
      return { type: 'attempt.succeeded', ...of, ...exitCode };
    }
    const self = { status: 'succeeded', exitCode: result.exitCode ?? null, outputs: given, error: null, attempt };
    const outputs = await declaredOutputs(step.plan.outputs, {
      stdout: (limit) => parts.logs.readStream(key, 'stdout', limit),
      scope: { ...scopeOf(run, step), self },
      given,
      masks: prepared.masks,
    });
    if (!outputs.ok) return { type: 'attempt.failed', ...of, error: masked(outputs.error, prepared.masks) };
    return { type: 'attempt.succeeded', ...of, ...exitCode, outputs: outputs.value };
  };

  const done = execute()
    .catch((error: unknown): EventBody => {
      if (error instanceof ProcessesLost) return { type: 'attempt.lost', ...of, reason: 'helper-died' };
      const message = error instanceof Error ? error.message : String(error);
      return { type: 'attempt.failed', ...of, error: masked({ kind: 'spawn', message }, masks) };
    })
    .then((event) => {
      tellFacts();
      actor.post(event);
    });

  return {
    key,
    stop(reason) {
      if (why !== undefined) return;
      why = reason;
      abort?.abort(reason);
    },
    answer(given) {
      personsAnswer = given;
      waitingForPerson?.resolve(given);
    },
    type(input) {
      if (!body.tty) return false;
      if (process === undefined) typedAhead.push(input);
      else typeInto(process, input);
      return true;
    },
    kill() {
      why ??= { kind: 'cancel', reason: 'run-cancelled' };
      process?.signal('SIGKILL');
      abort?.abort(why);
    },
    done,
  };
}

function typeInto(process: RunningProcess, { text, size }: TerminalInput): void {
  if (size !== undefined) process.resize(size.columns, size.rows);
  if (text !== undefined) process.type(text);
}

/** No secret leaves through a message. */
const masked = (error: StepError, masks: readonly string[]): StepError => ({
  ...error,
  message: textMask(masks).apply(error.message),
});
