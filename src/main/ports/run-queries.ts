import type { RunListFormat } from '../../core/export/run-list.ts';
import type { Cleared, RetentionPolicy } from '../../core/run/retention.ts';
import type { DayOutcomes, RunOutcome, StepTime } from '../../core/run/statistics.ts';
import type { RunFilter, RunPage } from './run-store.ts';

/** A flow that has runs, as its latest one called it. */
export interface RunFlow {
  readonly flowId: string;
  readonly flowName: string;
  readonly workspace: string;
  readonly file: string;
  /** Newest first. */
  readonly recent: readonly RunOutcome[];
}

/** What the runs in the store can be chosen by. */
export interface RunFacets {
  /** By name. */
  readonly flows: readonly RunFlow[];
  readonly labels: readonly string[];
  readonly triggers: readonly string[];
}

export interface FlowStatistics {
  readonly flowId: string;
  /** Newest first. */
  readonly recent: readonly RunOutcome[];
  /** In the order in which the days were asked for. */
  readonly days: readonly DayOutcomes[];
  /** Over the latest finished runs, as many as were read. */
  readonly slowest: readonly StepTime[];
  readonly slowestOf: number;
}

export interface FlowQuestion {
  readonly flowId: string;
  /** Where days begin, rising, in milliseconds since the Unix epoch; the last one is where the last day ends. */
  readonly days: readonly number[];
}

export interface ExportQuestion {
  readonly filter: RunFilter;
  /** Only these, when given. */
  readonly runIds?: readonly string[];
  readonly format: RunListFormat;
  /** Absolute; written beside and renamed, so that there never is half of it. */
  readonly path: string;
}

export interface RetentionQuestion {
  readonly policy: Omit<RetentionPolicy, 'byFlow'> & {
    readonly byFlow: readonly (readonly [string, { readonly runs?: number; readonly days?: number }])[];
  };
  readonly now: number;
  /** Bytes of logs by run; absent runs have none. */
  readonly bytes: ReadonlyMap<string, number>;
}

/**
 * Questions to the store that may take longer than a frame: lists, statistics, exports. Asked of a connection that only reads, away
 * from the thread that runs flows. Rejects with StoreUnavailable.
 */
export interface RunQueries {
  list(filter: RunFilter, options: { limit: number; before?: string }): Promise<RunPage>;
  count(filter: RunFilter, most: number): Promise<number>;
  facets(): Promise<RunFacets>;
  flowStatistics(question: FlowQuestion): Promise<FlowStatistics>;
  /** Resolves to how many runs were written. */
  exportRuns(question: ExportQuestion): Promise<number>;
  /** Which runs a policy would clear away now, oldest first. */
  retention(question: RetentionQuestion): Promise<readonly Cleared[]>;
  close(): Promise<void>;
}
