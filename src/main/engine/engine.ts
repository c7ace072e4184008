import type { Json } from '../../core/base/json.ts';
import type { CustomEvent, FlowRef, HookEvent, ReusedEnd, RunEnd, RunTrigger } from '../../core/run/event.ts';
import type { Plan } from '../../core/run/plan.ts';
import type { StreamAppend } from '../ports/event-log.ts';
import type { AttemptKey } from '../ports/log-store.ts';
import type { TerminalInput } from '../ports/processes.ts';

export interface StartRequest {
  readonly flow: FlowRef;
  readonly plan: Plan;
  /** Checked by `resolveParams` before. */
  readonly params: Readonly<Record<string, Json>>;
  readonly trigger: RunTrigger;
  readonly labels?: readonly string[];
  /** Variables that steps inherit. */
  readonly environment: Readonly<Record<string, string>>;
  readonly rerunOf?: string;
  readonly selection?: readonly string[];
  readonly seed?: string;
  /** Chosen by the caller when the same request must give the same run. */
  readonly runId?: string;
  /** Set for a sub-flow. */
  readonly parent?: { readonly runId: string; readonly stepId: string; readonly depth: number };
  /** Recorded ends of another run that stand for those of this one. */
  readonly reuse?: readonly ReusedEnd[];
  /** The same for instances and for steps of groups, which come to be later. */
  readonly reusable?: readonly ReusedEnd[];
  /** What else is written in the transaction that makes the run: either all of it is there, or the run is not. */
  readonly alongside?: readonly StreamAppend[];
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

export interface StartedRun {
  readonly runId: string;
  readonly finished: Promise<FinishedRun>;
}

/** Finds and reads a flow for another that runs it. Throws SubFlowRefused. */
export type FindFlow = (
  caller: FlowRef,
  flow: string,
  params: Readonly<Record<string, Json>>,
) => Promise<Pick<StartRequest, 'flow' | 'plan' | 'params' | 'labels'>>;

export interface FinishedRun {
  readonly runId: string;
  readonly status: RunEnd;
  readonly handlersFailed: boolean;
}

/** Runs flows: appends, folds, decides and performs. One a process. */
export interface Engine {
  /** Records the run and begins it; resolves once `run.created` is durable. */
  start(request: StartRequest): Promise<StartedRun>;
  /** The same for several in one transaction, all or none. Rejects with RunRefused when one of them cannot run. */
  startAll(requests: readonly StartRequest[]): Promise<StartedRun[]>;
  /** Runs of this process that have not finished. */
  active(): readonly string[];
  /** Takes over runs whose owner is gone, as the setting and the flow say. Resolves to the runs taken over. */
  recover(): Promise<readonly string[]>;
  /** Takes over one interrupted run, whatever the setting says. False when it has an owner that is alive, or has finished. */
  resume(runId: string): Promise<boolean>;
  /** Settles when a run of this process ends; undefined for any other. */
  finished(runId: string): Promise<FinishedRun> | undefined;
  /** Types into the terminal of an attempt that runs in this process: false when it has none, undefined when it does not run here. */
  input(attempt: AttemptKey, typed: TerminalInput): boolean | undefined;
  /** Asks all runs of this process to cancel. */
  cancelAll(by: string): void;
  /** Writes what hooks did into the stream of a run of this process. False when there is no such run (any more). */
  record(runId: string, event: HookEvent | CustomEvent): boolean;
  /** Kills what runs without waiting for grace periods: the second Ctrl-C. */
  killAll(): void;
  /** Ends the engine: stops watching, lets go of unfinished runs so that another owner may take them over. */
  close(): Promise<void>;
}
