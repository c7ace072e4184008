import type { LedgerRow, Outcome, ScheduleState } from '../../core/ledger/index.ts';
import type { Instant } from '../../core/schedule/index.ts';
import type { StreamAppend } from './event-log.ts';

/** A schedule as it is kept. `seq` is the last number of its stream: what the next append has to expect. */
export interface StoredSchedule extends ScheduleState {
  readonly id: string;
  readonly seq: number;
}

/** Holds back every schedule, those of flows with a label, or one. */
export type PauseTarget =
  | { readonly scope: 'all' }
  | { readonly scope: 'label'; readonly label: string }
  | { readonly scope: 'schedule'; readonly scheduleId: string };

export type Pause = PauseTarget & { readonly at: Instant; readonly by: string };

/** A row of the ledger with its place in it: newer rows have higher numbers. `at` is when the outcome was decided. */
export interface LedgerEntry extends LedgerRow {
  readonly number: number;
  readonly scheduleId: string;
  readonly at: Instant;
}

export interface LedgerFilter {
  readonly scheduleIds?: readonly string[];
  readonly outcomes?: readonly Outcome[];
  /** Rows that touch this span of nominal instants, both ends in. */
  readonly from?: Instant;
  readonly to?: Instant;
}

export interface LedgerPage {
  readonly entries: readonly LedgerEntry[];
  /** Pass as `before` to get the next page; null at the end. */
  readonly next: number | null;
}

/** A trigger in the form that a person has seen and let through. */
export interface ArmedTrigger {
  readonly scheduleId: string;
  readonly workspace: string;
  /** The whole trigger as canonical JSON: another text is another trigger. */
  readonly content: string;
  /** Instants after this count; earlier ones were never due. */
  readonly armedAt: Instant;
}

/**
 * The memory of a scheduler. Outcomes enter only as events of `schedule:<id>` streams, through `record` or in an append of the
 * event log together with the run they made; whoever writes them, state and ledger change in that transaction.
 */
export interface ScheduleStore {
  /** What is kept of these schedules, in their order. Those never seen before are made, first seen at `at`. */
  see(scheduleIds: readonly string[], at: Instant): Promise<StoredSchedule[]>;
  get(scheduleId: string): StoredSchedule | null;
  /** All or none. Rejects with SequenceConflict when somebody else has decided in between, or with StoreUnavailable. */
  record(appends: readonly StreamAppend[]): Promise<void>;
  /** Newest first. */
  ledger(filter: LedgerFilter, options: { limit: number; before?: number }): LedgerPage;
  /** Forgets all but the newest rows of each schedule. What is deferred, and the schedules themselves, stay. */
  trim(keep: number): Promise<void>;
  pauses(): readonly Pause[];
  pause(pause: Pause): void;
  /** False when there was no such pause. */
  resume(target: PauseTarget): boolean;
  armed(workspace: string): readonly ArmedTrigger[];
  arm(triggers: readonly ArmedTrigger[]): void;
  disarm(scheduleIds: readonly string[]): void;
  /** Calls `listener` when pauses or armed triggers may have changed, in any process. Returns a function that ends it. */
  watch(listener: () => void): () => void;
}

/** What a scheduler itself needs of it. */
export type SchedulerStore = Pick<ScheduleStore, 'see' | 'get' | 'record' | 'pauses' | 'watch'>;
