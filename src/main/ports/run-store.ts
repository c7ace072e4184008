import type { RunCounts, RunStatus, RunTrigger } from '../../core/run/event.ts';

/** One row of the run list: a read model, written in the transaction of the events it sums up. Times are RFC 3339 UTC. */
export interface RunSummary {
  readonly id: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly workspace: string;
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  readonly status: RunStatus;
  /** Pause was asked for; an interrupted run remembers it. */
  readonly paused: boolean;
  readonly reason: string | null;
  readonly trigger: RunTrigger;
  readonly labels: readonly string[];
  readonly ownerId: string | null;
  readonly rerunOf: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Of a finished run; all zero before. */
  readonly counts: RunCounts;
  /** Steps of the plan at its top. */
  readonly stepCount: number;
  /** Sequence number and position of the run's last event. */
  readonly seq: number;
  readonly position: number;
  /** A person wants to keep it, whatever else is cleared away. */
  readonly pinned: boolean;
}

export interface RunFilter {
  readonly flowId?: string;
  readonly workspace?: string;
  readonly status?: readonly RunStatus[];
  readonly triggerType?: string;
  readonly label?: string;
  /** Found in flow name, file or run id. */
  readonly text?: string;
  readonly from?: string;
  readonly to?: string;
  /** Only those that are pinned. */
  readonly pinned?: true;
}

export interface RunPage {
  readonly runs: readonly RunSummary[];
  /** Pass as `before` to get the next page; null at the end. */
  readonly next: string | null;
}

/** What may be asked of the runs without changing any. */
export interface RunReader {
  /** Newest first. `before` is the `next` of the page before. */
  list(filter: RunFilter, options: { limit: number; before?: string }): RunPage;
  /** How many there are, counted up to `most`. */
  count(filter: RunFilter, most: number): number;
  get(runId: string): RunSummary | null;
  /** By a unique prefix of the id, or null; throws nothing. */
  find(idOrPrefix: string): RunSummary | null;
  /** The last run of each flow of a workspace. */
  latestByFlow(workspace: string): ReadonlyMap<string, RunSummary>;
  /** Runs that have not finished, whoever owns them. */
  unfinished(): RunSummary[];
}

export interface RunStore extends RunReader {
  /**
   * Deletes finished runs with their events and tells so in the `system` stream; resolves to the ids deleted. Done in batches
   * that never block for long; after a crash the rest is deleted by a later opening.
   */
  remove(runIds: readonly string[]): Promise<string[]>;
  /** Keeps finished and unfinished runs from being cleared away, or no longer. Unknown ids are passed over. */
  pin(runIds: readonly string[], pinned: boolean): Promise<void>;
}
