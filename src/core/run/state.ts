import type { Heap } from '../base/heap.ts';
import type { Json } from '../base/json.ts';
import type {
  FlowRef,
  Outputs,
  OwnerRef,
  PreparedFacts,
  ReasonCode,
  ReusedEnd,
  RunEnd,
  RunStatus,
  RunTrigger,
  StepEnd,
  StepError,
  StepStatus,
} from './event.ts';
import type { Plan, PlanStep } from './plan.ts';

/**
 * What `fold` makes of a run's events: the only source of every view of a run. One fold owns and changes it; everybody else
 * reads it through the readonly types. Times are RFC 3339 UTC texts as recorded; instants that decide something are numbers
 * in the run's own steady time (see `fold`).
 */
export interface RunState {
  readonly runId: string;
  readonly flow: FlowRef;
  readonly plan: Plan;
  readonly params: Readonly<Record<string, Json>>;
  readonly trigger: RunTrigger;
  readonly seed: string;
  readonly createdAt: string;
  readonly rerunOf: string | undefined;
  readonly labels: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly previous: Json;
  readonly parent: { readonly runId: string; readonly stepId: string; readonly depth: number } | undefined;
  owner: OwnerRef;
  status: RunStatus;
  reason: ReasonCode | undefined;
  startedAt: string | undefined;
  finishedAt: string | undefined;
  /** Set once by `run.finished`. */
  end: { readonly status: RunEnd; readonly handlersFailed: boolean; readonly outputs: Outputs } | undefined;
  /** Sequence number of the last event, and its steady time. */
  seq: number;
  at: number;
  /** Every step by full id, in the order in which they came to be (file order for those of the plan). */
  readonly steps: Map<string, StepState>;
  readonly graph: Graph;
  /** Set while and after handlers run. */
  handlers: Graph | undefined;
  cancel: { readonly by: string; readonly reason: ReasonCode } | undefined;
  paused: boolean;
  /** Steady time at which it was paused. */
  pausedAt: number | undefined;
  readonly agenda: Agenda;
  /** Steady time at which the run's own timeout ends it. */
  deadline: number | undefined;
  /** The registered frames by name: `frameNamed` gives one. */
  readonly frames: ReadonlyMap<string, unknown>;
  /** Set when a cancel came while handlers ran: it ends them too. */
  handlersCancelled: boolean;
  /** Steps asked for, when not all were. */
  readonly selection: ReadonlySet<string> | undefined;
  /** Recorded ends of another run for steps that are still to come: each is taken over once. */
  readonly reusable: Map<string, ReusedEnd>;
  /** Makes the order of arrival of steps unique. */
  created: number;
}

/** A set of steps with needs among each other: the flow's, a group's, or the handlers. */
export interface Graph {
  readonly steps: StepState[];
  /** The group's step, or undefined for the flow itself. */
  readonly owner: StepState | undefined;
  /** Steps that have not ended, auxiliary ones not counted. */
  open: number;
  /** Ids of steps that ended failed without `continueOnError`, in the order they did. */
  readonly failed: StepState[];
  cancelled: number;
  /** The step whose failure stopped this graph, once one did. */
  stoppedBy: StepState | undefined;
}

export interface StepState {
  /** `test[os=linux]/lint`. */
  readonly id: string;
  readonly plan: PlanStep;
  /** Order of arrival: breaks ties between instances of one step of the plan. */
  readonly arrival: number;
  readonly graph: Graph;
  /** The step that this one is an instance of. */
  readonly expandedFrom: StepState | undefined;
  /** Index of the node where this step begins: 0, or below `expand` for an instance. */
  readonly entry: number;
  readonly values: Readonly<Record<string, Json>> | undefined;
  readonly item: Json | undefined;
  readonly index: number | undefined;
  status: StepStatus;
  reason: ReasonCode | undefined;
  because: readonly string[] | undefined;
  error: StepError | undefined;
  /** What really happened, where `continueOnError` or a fallback changed the status. */
  outcome: StepEnd | undefined;
  outputs: Outputs | undefined;
  /** Instances' results in order, for an expanded step. */
  results: Json | undefined;
  startedAt: string | undefined;
  finishedAt: string | undefined;
  /** Why it waits and until when (RFC 3339), while status is `waiting`. */
  waiting: { readonly reason: ReasonCode; readonly until: string | undefined } | undefined;
  retry: { readonly number: number; readonly limit: number } | undefined;
  attempts: AttemptState[];
  /** State of each frame by node index; undefined until its first event. */
  frames: unknown[];
  /** State of each body by node index. */
  bodies: (BodyState | undefined)[];
  /** How many needs of a plain list are not fulfilled yet. */
  openNeeds: number;
  /** Steps (of the same graph) whose needs name this one. */
  dependents: StepState[];
  instances: StepState[] | undefined;
  openInstances: number;
  failedInstances: number;
  /** Answers to questions asked of the world outside, by `<node>:<question>`. */
  answers: Map<string, Json> | undefined;
  /** Instances that run, and those that wait for a place among them (`maxParallel` of the step). */
  runningInstances: number;
  holdsInstancePlace: boolean;
  instanceQueue: StepState[] | undefined;
  cancelRequested: ReasonCode | undefined;
  reusedFrom: string | undefined;
}

export type AttemptStatus = 'running' | 'succeeded' | 'failed' | 'timed-out' | 'cancelled' | 'lost';

export interface AttemptState {
  readonly branch: string;
  readonly attempt: number;
  readonly startedAt: string;
  status: AttemptStatus;
  finishedAt: string | undefined;
  pid: number | undefined;
  startTime: number | undefined;
  bootId: string | undefined;
  handle: string | undefined;
  command: string | undefined;
  /** What it ran with, where that says more than the plan. */
  prepared: PreparedFacts | undefined;
  exitCode: number | undefined;
  signal: string | undefined;
  error: StepError | undefined;
  outputs: Outputs | undefined;
  /** Whether it takes a place of maxParallel while it runs. */
  readonly holdsSlot: boolean;
  /** What a person answered. */
  answer:
    | { readonly answer: 'approve' | 'reject'; readonly by: string; readonly comment?: string; readonly inputs?: Json }
    | undefined;
  approval: { readonly message: string; readonly until: string | undefined; readonly inputs: Json } | undefined;
}

/** How far a body got in the present round. `none`: to be started. */
export interface BodyState {
  /** Attempts lost in a row. */
  lost: number;
  current: AttemptState | undefined;
  /** The lost attempt after which a person says whether to run it again (`onLost: ask`). */
  asked: AttemptState | undefined;
  result: Result | undefined;
  /** For a group: its steps, made anew each round. */
  graph: Graph | undefined;
}

/** How a node ended: what a frame gives to the one around it. */
export interface Result {
  readonly status: StepEnd;
  readonly reason: ReasonCode;
  readonly error?: StepError;
  readonly outputs?: Outputs;
  readonly because?: readonly string[];
  readonly outcome?: StepEnd;
}

/** What there is to look at, so that `decide` never scans the run. */
export interface Agenda {
  /** Steps to be looked at: something happened to them that may ask for an action. In order of arrival. */
  readonly due: Set<StepState>;
  /** Steps that want a place among the running ones, by rank. May hold steps that have left; those are passed over. */
  readonly queued: Heap<StepState>;
  readonly timers: Heap<Timer>;
  /** Attempts that hold a place. */
  running: number;
}

export interface Timer {
  readonly at: number;
  readonly step: StepState;
  readonly node: number;
}

/** The attempt of a step that waits for a person's answer: an approval, or one that was lost and is asked about. */
export const openQuestion = (step: StepState): AttemptState | undefined =>
  step.finishedAt !== undefined
    ? undefined
    : step.attempts.findLast(
        ({ approval, answer, status }) =>
          approval !== undefined && answer === undefined && (status === 'running' || status === 'lost'),
      );
