import type { Milliseconds } from '../base/duration.ts';
import type { Json } from '../base/json.ts';
import type { ErrorKind } from '../flow/flow.ts';
import type { Plan } from './plan.ts';
import type { RunEnd, StepEnd } from './status.ts';

export type { RunEnd, RunStatus, StepEnd, StepStatus } from './status.ts';

/**
 * Everything that can happen, as one discriminated union: the vocabulary of the log, the bus, hooks and exporters.
 * Stored runs depend on it: add members and optional fields, never change the meaning of one.
 */
export type ChronumEvent = Stored<EventBody>;

/** What the log adds to an event. `seq` counts from 1 in its stream, `position` rises over the whole store. */
export interface Placed {
  readonly stream: string;
  readonly seq: number;
  readonly position: number;
}

/** `at` is RFC 3339, UTC, in milliseconds. */
export type NewEvent<B extends EventBody = EventBody> = B extends EventBody ? { readonly at: string } & B : never;
export type Stored<B extends EventBody = EventBody> = B extends EventBody
  ? Placed & { readonly at: string } & B
  : never;
export type EventType = EventBody['type'];
export type EventBody = RunEvent | ScheduleEvent | HookEvent | CustomEvent;
export type EventOf<T extends EventType> = Extract<EventBody, { type: T }>;

export const runStream = (runId: string): string => `run:${runId}`;
export const scheduleStream = (scheduleId: string): string => `schedule:${scheduleId}`;
export const SYSTEM_STREAM = 'system';

export interface StepError {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly code?: string;
  readonly exitCode?: number;
  readonly signal?: string;
  readonly httpStatus?: number;
  /** What the other side asked us to wait (HTTP Retry-After): a lower bound of the next delay. */
  readonly retryAfter?: Milliseconds;
}

/**
 * Why a step has its status. Machine-readable; `explainStep` in core/run/explain.ts turns it into words.
 * A part after `:` names what decided it, such as `stopped-by:build`.
 */
export type ReasonCode = string;

export type Outputs = Readonly<Record<string, Json>>;

/** What started a run. `type` is a trigger type, or `cli`, `rerun`, `parent`. */
export interface RunTrigger {
  readonly type: string;
  readonly id?: string;
  readonly scheduledAt?: string;
  readonly files?: readonly string[];
  readonly data?: Json;
}

export interface FlowRef {
  /** Identity of the flow: stays the same over a rename that was noticed. */
  readonly id: string;
  readonly name: string;
  /** Absolute folder of the workspace, and the file relative to it with `/`. */
  readonly workspace: string;
  readonly file: string;
}

/** The process that runs a run. `id` names its lock; see Owners. */
export interface OwnerRef {
  readonly id: string;
  readonly kind: 'app' | 'terminal' | 'daemon';
  readonly pid: number;
}

export interface RunCounts {
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
}

interface OfRun {
  readonly runId: string;
}
interface OfStep extends OfRun {
  /** Full id: `test[os=linux]/lint` for a step in a group in a matrix. */
  readonly stepId: string;
}
interface OfAttempt extends OfStep {
  /** `body`, `else`, `fallback/0`, .. */
  readonly branch: string;
  /** From 1, counted over all attempts of the step's branch. */
  readonly attempt: number;
}

/** Secrets are `***` in all of it. What the run inherits is in `run.created`; what every step gets (`CHRONUM_..`) goes without saying. */
export interface PreparedFacts {
  /** The script or command. */
  readonly command?: string;
  /** The absolute folder, where the step asks for another one than its file's. */
  readonly cwd?: string;
  readonly shell?: string;
  /** The options of its executor. */
  readonly with?: Json;
  /** Variables of its own by name, with where they come from. Values of secrets and of files are never recorded. */
  readonly env?: readonly PreparedVariable[];
}

export interface PreparedVariable {
  readonly name: string;
  readonly value?: string;
  readonly from: 'flow' | 'step' | 'secret' | 'file';
}

/** The recorded end of a step of another run, taken over in place of running it again. */
export interface ReusedEnd {
  readonly stepId: string;
  readonly fromRun: string;
  readonly status: StepEnd;
  readonly outcome?: StepEnd;
  readonly outputs?: Outputs;
  readonly results?: Json;
}

export type RunEvent =
  // --- the run
  | (OfRun & {
      type: 'run.created';
      flow: FlowRef;
      plan: Plan;
      params: Readonly<Record<string, Json>>;
      trigger: RunTrigger;
      seed: string;
      owner: OwnerRef;
      labels?: readonly string[];
      /** What another owner needs to go on: the variables of the starter that steps inherit, without secrets. */
      environment?: Readonly<Record<string, string>>;
      rerunOf?: string;
      parent?: { runId: string; stepId: string; depth: number };
      /** Set when only some steps were asked for. */
      selection?: readonly string[];
      breakpoints?: readonly string[];
      /** Recorded ends of instances and of steps of groups, taken over when those come to be. */
      reusable?: readonly ReusedEnd[];
      /** Outputs of the last finished run of the flow, asked for once. */
      previous?: Json;
    })
  | (OfRun & { type: 'run.queued'; group: string; reason: ReasonCode })
  | (OfRun & { type: 'run.started' })
  | (OfRun & { type: 'run.paused'; by: string })
  | (OfRun & { type: 'run.resumed'; by: string })
  | (OfRun & { type: 'run.cancel-requested'; by: string; reason: ReasonCode })
  | (OfRun & { type: 'run.interrupted'; reason: ReasonCode })
  | (OfRun & { type: 'run.owner-changed'; owner: OwnerRef; previous?: string })
  | (OfRun & { type: 'run.late'; deadline: string })
  | (OfRun & {
      type: 'run.finished';
      status: RunEnd;
      reason: ReasonCode;
      counts: RunCounts;
      failed: readonly string[];
      outputs?: Outputs;
      handlersFailed?: boolean;
    })
  // --- steps
  | (OfStep & { type: 'step.queued'; reason?: ReasonCode })
  | (OfStep & {
      type: 'step.waiting';
      reason: ReasonCode;
      until?: string;
      duration?: Milliseconds;
      branch?: string;
      frame?: number;
    })
  | (OfStep & { type: 'step.expanded'; instances: readonly Instance[]; branch?: string; frame?: number })
  | (OfRun & ReusedEnd & { type: 'step.reused' })
  | (OfStep & { type: 'step.succeeded'; reason: ReasonCode; outcome?: StepEnd; outputs?: Outputs; error?: StepError })
  | (OfStep & { type: 'step.failed'; reason: ReasonCode; error: StepError; outputs?: Outputs })
  | (OfStep & { type: 'step.skipped'; reason: ReasonCode; because?: readonly string[] })
  | (OfStep & { type: 'step.cancelled'; reason: ReasonCode })
  | (OfStep & { type: 'step.cancel-requested'; by: string; reason: ReasonCode })
  // --- attempts
  | (OfAttempt & { type: 'attempt.started'; handle?: string; command?: string; cwd?: string })
  /** What the attempt runs with its templates filled in, where that says more than the plan. Comes before what it does. */
  | (OfAttempt & { type: 'attempt.prepared' } & PreparedFacts)
  | (OfAttempt & { type: 'attempt.spawned'; pid: number; startTime: number; bootId: string; handle?: string })
  | (OfAttempt & { type: 'attempt.succeeded'; exitCode?: number; outputs?: Outputs })
  | (OfAttempt & { type: 'attempt.failed'; error: StepError; outputs?: Outputs })
  | (OfAttempt & { type: 'attempt.timed-out'; error: StepError; after: Milliseconds })
  | (OfAttempt & { type: 'attempt.cancelled'; reason: ReasonCode; signal?: string })
  | (OfAttempt & { type: 'attempt.lost'; reason: ReasonCode })
  // --- frames (`frame` is the index in the step's frames of that branch, outermost 0)
  | (OfStep & { type: 'dependency.resolved'; because: readonly string[]; frame?: number })
  | (OfStep & { type: 'dependency.unresolved'; because: readonly string[]; frame?: number })
  | (OfStep & { type: 'condition.evaluated'; value: boolean; expression?: string; branch?: string; frame: number })
  | (OfStep & {
      type: 'retry.scheduled';
      branch: string;
      frame: number;
      /** Number of the retry, from 1, and how many there may be. */
      retry: number;
      limit: number;
      delay: Milliseconds;
      until: string;
      error: StepError;
    })
  | (OfStep & { type: 'retry.exhausted'; branch: string; frame: number; retries: number; error: StepError })
  | (OfStep & {
      type: 'repeat.scheduled';
      branch: string;
      frame: number;
      round: number;
      delay: Milliseconds;
      until: string;
    })
  | (OfStep & { type: 'fallback.entered'; branch: string; frame: number; index: number; error: StepError })
  | (OfStep & { type: 'threshold.reached'; branch: string; frame: number; count: number; limit: number })
  /** The recorded answer to a question that a frame asked of the world outside the run. */
  | (OfStep & { type: 'fact.answered'; branch: string; frame: number; question: string; answer: Json })
  | (OfRun & { type: 'handlers.started'; handlers: readonly ('onSuccess' | 'onFailure' | 'onCancel' | 'always')[] })
  // --- people
  | (OfAttempt & { type: 'approval.requested'; message: string; until?: string; inputs?: Json })
  | (OfAttempt & {
      type: 'approval.answered';
      answer: 'approve' | 'reject';
      by: string;
      comment?: string;
      inputs?: Json;
    })
  | (OfStep & { type: 'breakpoint.hit'; branch: string; frame: number })
  | (OfStep & { type: 'breakpoint.continued'; branch: string; frame: number; by: string });

/** One instance of an expanded step: its key as shown between brackets, and its values. */
export interface Instance {
  readonly key: string;
  readonly index: number;
  readonly values: Readonly<Record<string, Json>>;
  readonly item?: Json;
}

interface OfSchedule {
  readonly scheduleId: string;
  /** The nominal instant, RFC 3339 UTC. Of a row for several: the first. */
  readonly instant: string;
  readonly reason: ReasonCode;
  /** How far the source of an event trigger has been read: what lies at or before is never told again. */
  readonly mark?: number;
}

/** One outcome for `count` neighbours, from `instant` to `last`. */
interface OfInstants extends OfSchedule {
  readonly count?: number;
  readonly last?: string;
}

export type ScheduleEvent =
  | (OfSchedule & { type: 'schedule.fired'; runId: string })
  | (OfInstants & { type: 'schedule.skipped' })
  /** `into` is the nominal instant that they became part of; `trigger` is what came with an event that was merged. */
  | (OfInstants & { type: 'schedule.merged'; into?: string; trigger?: RunTrigger })
  /** Open: later one of the others. `trigger` is what a deferred event came with. */
  | (OfSchedule & { type: 'schedule.deferred'; trigger?: RunTrigger })
  | (OfInstants & { type: 'schedule.missed' });

/** How many hooks stand between the event and what happened by itself: a chain of them ends at some depth. */
interface OfChain {
  readonly depth?: number;
}

export type HookEvent =
  | { type: 'hook.attached'; hook: string; on: readonly string[]; runId?: string }
  | { type: 'hook.detached'; hook: string; runId?: string }
  | (OfChain & { type: 'hook.failed'; hook: string; event: string; message: string; runId?: string });

export interface CustomEvent extends OfChain {
  readonly type: `x.${string}`;
  readonly runId?: string;
  readonly stepId?: string;
  readonly data?: Json;
  /** The hook that emitted it. */
  readonly by?: string;
}
