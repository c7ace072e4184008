import type { Absence, Deferral, Obstacle } from '../../core/ledger/index.ts';
import type { RunTrigger, ScheduleEvent } from '../../core/run/event.ts';
import type { Instant } from '../../core/schedule/index.ts';
import type { StoredSchedule } from '../ports/schedule-store.ts';
import type { ScheduledFlow } from './scheduled-flow.ts';

/** What a decision about one schedule depends on besides its trigger. */
export interface Situation {
  readonly schedule: ScheduledFlow;
  readonly state: StoredSchedule;
  readonly now: Instant;
  /** Only instants after this are due: when the trigger was armed, or the machine came to the zone it counts by. */
  readonly since: Instant;
  /** What holds the schedule back besides its own runs. */
  readonly hold: Exclude<Obstacle, 'overlap'> | null;
  /** A run of the flow that has to finish first. */
  readonly busyWith: string | null;
  /** What was due until then could not fire on time. */
  readonly late: Late | null;
}

export interface Late {
  readonly until: Instant;
  readonly cause: Absence | Obstacle;
}

/** What is to be written, in this order: `before`, the fire, `after`. */
export interface Decision {
  readonly before: readonly ScheduleEvent[];
  readonly fire: PlannedFire | null;
  readonly after: readonly ScheduleEvent[];
  /** Nothing more is to be asked until this has changed. */
  readonly waitsFor: Obstacle | null;
}

export interface PlannedFire {
  readonly nominal: Instant;
  readonly dueAt: Instant;
  readonly reason: string;
  readonly trigger: RunTrigger;
  readonly mark?: number;
}

/** Everything up to here is done with, or was never due. */
export const doneUntil = ({
  since,
  state,
}: {
  readonly since: Instant;
  readonly state: Pick<StoredSchedule, 'decided'>;
}) => (state.decided === null ? since : Math.max(state.decided, since));

/** Whether `maxRuns` lets it fire again. */
export const isFinished = ({ trigger }: ScheduledFlow, { runs }: Pick<StoredSchedule, 'runs'>): boolean =>
  trigger.maxRuns !== undefined && runs >= trigger.maxRuns;

/** The reason of a deferral without what follows the colon. */
export const obstacleOf = ({ reason }: Deferral): Obstacle => reason.split(':', 1)[0] as Obstacle;

export const overlapReason = (runId: string): string => `overlap:${runId}`;

/** An instant that passed so short a time ago is on time, also when nobody was there at the very moment. */
export const GRACE_MS = 60_000;
