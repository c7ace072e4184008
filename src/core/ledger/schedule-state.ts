import type { EventBody, RunTrigger, ScheduleEvent } from '../run/event.ts';
import type { Instant } from '../schedule/index.ts';
import { BACKFILL } from './reasons.ts';

/** What is known of a schedule: a fold of the events of its stream. Instants are milliseconds since the Unix epoch. */
export interface ScheduleState {
  /** The anchor, where the trigger has no `startAt` of its own. */
  readonly firstSeen: Instant;
  /** The last nominal instant that has its outcome: it and everything before are done with. */
  readonly decided: Instant | null;
  /** How many runs it has made, backfilled ones not counted: what `maxRuns` limits. */
  readonly runs: number;
  /** Set while everything from this instant on waits for something. */
  readonly deferral: Deferral | null;
  readonly lastFired: { readonly instant: Instant; readonly runId: string } | null;
  /** How far the source of an event trigger has been read. */
  readonly mark: number;
}

export interface Deferral {
  readonly instant: Instant;
  readonly reason: string;
  /** What the deferred event came with, and all that were merged into it. */
  readonly trigger: RunTrigger | null;
}

export const isScheduleEvent = <E extends EventBody>(event: E): event is E & ScheduleEvent =>
  event.type.startsWith('schedule.');

export const newSchedule = (firstSeen: Instant): ScheduleState => ({
  firstSeen,
  decided: null,
  runs: 0,
  deferral: null,
  lastFired: null,
  mark: 0,
});

/** The state after an event. Backfilled fires change nothing: their instants had their outcome before. */
export function foldSchedule(state: ScheduleState, event: ScheduleEvent): ScheduleState {
  const instant = Date.parse(event.instant);
  const mark = Math.max(state.mark, event.mark ?? 0);
  switch (event.type) {
    case 'schedule.deferred':
      return { ...state, mark, deferral: { instant, reason: event.reason, trigger: event.trigger ?? null } };
    case 'schedule.fired': {
      if (event.reason === BACKFILL) return state;
      const { runs } = state;
      return { ...decide(state, instant, instant), mark, runs: runs + 1, lastFired: { instant, runId: event.runId } };
    }
    case 'schedule.skipped':
    case 'schedule.merged':
    case 'schedule.missed': {
      const last = event.last === undefined ? instant : Date.parse(event.last);
      const after = decide(state, instant, last);
      const came = event.type === 'schedule.merged' ? event.trigger : undefined;
      if (came === undefined || after.deferral === null) return { ...after, mark };
      return { ...after, mark, deferral: { ...after.deferral, trigger: joinTriggers(after.deferral.trigger, came) } };
    }
  }
}

/** Whether what was deferred before is no longer, or for another reason: its open row leaves the ledger. */
export function isDeferralOver(before: ScheduleState, after: ScheduleState): boolean {
  const { deferral } = before;
  if (deferral === null) return false;
  return after.deferral?.instant !== deferral.instant || after.deferral.reason !== deferral.reason;
}

/** Everything from `first` to `last` has its outcome, and what was deferred among it no longer waits. */
function decide(state: ScheduleState, first: Instant, last: Instant): ScheduleState {
  const { decided, deferral } = state;
  const isOver = deferral !== null && deferral.instant >= first && deferral.instant <= last;
  return {
    ...state,
    decided: decided === null ? last : Math.max(decided, last),
    deferral: isOver ? null : deferral,
  };
}

/** One run for two events: all their files, and what the later one brought. */
function joinTriggers(earlier: RunTrigger | null, later: RunTrigger): RunTrigger {
  if (earlier === null) return later;
  const files = [...new Set([...(earlier.files ?? []), ...(later.files ?? [])])];
  const data = later.data ?? earlier.data;
  return { ...earlier, ...(files.length > 0 ? { files } : {}), ...(data === undefined ? {} : { data }) };
}
