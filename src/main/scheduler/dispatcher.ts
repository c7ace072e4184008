import type { RunTrigger } from '../../core/run/event.ts';
import type { Instant } from '../../core/schedule/index.ts';
import type { StreamAppend } from '../ports/event-log.ts';
import type { ScheduledFlow } from './scheduled-flow.ts';

/** A run that is due. */
export interface Fire {
  readonly schedule: ScheduledFlow;
  /** The run has to have this id: `record` names it. */
  readonly runId: string;
  /** The instant that names this fire, and the one at which it was due: later by the trigger's jitter. */
  readonly nominal: Instant;
  readonly dueAt: Instant;
  readonly trigger: RunTrigger;
  /** What the ledger says of it. */
  readonly record: StreamAppend;
}

export type Dispatched =
  | { readonly ok: true }
  /** The flow cannot run as it is: the instant is missed, for this reason, such as `flow-invalid`. */
  | { readonly ok: false; readonly reason: string };

/** What a scheduler hands its fires to. */
export interface Dispatcher {
  /**
   * Makes the runs; resolves when each of them and its `record` are durable, or refused, in the order of `fires`. A run and
   * its record are written in one transaction, so that no crash leaves one without the other; whoever has no runs to write
   * hands the records to the store. Rejects when nothing can be written now: what has not been recorded is then tried again.
   */
  dispatch(fires: readonly Fire[]): Promise<readonly Dispatched[]>;
  /** Without this, runs of a flow are taken to end at once. */
  readonly runs?: UnfinishedRuns;
}

/** What the rule for overlapping runs looks at. */
export interface UnfinishedRuns {
  /** Ids of the runs of a flow that triggers started and that have not finished. */
  of(flowId: string): readonly string[];
  /** Calls `listener` with the id of a flow when a run of it may have finished. Returns a function that ends it. */
  watch(listener: (flowId: string) => void): () => void;
}
