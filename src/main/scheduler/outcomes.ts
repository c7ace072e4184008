import { type Absence, BACKFILL, type Obstacle } from '../../core/ledger/index.ts';
import type { RunTrigger, ScheduleEvent } from '../../core/run/event.ts';
import type { Instant, Occurrence } from '../../core/schedule/index.ts';
import type { ScheduledFlow } from './scheduled-flow.ts';

/** Neighbouring instants that get one outcome. */
export interface Stretch {
  readonly first: Instant;
  readonly last: Instant;
  readonly count: number;
}

let lastInstant = Number.NaN;
let lastText = '';

/** RFC 3339 in UTC. What is decided together has few instants. */
export function instantText(instant: Instant): string {
  if (instant !== lastInstant) {
    lastText = new Date(instant).toISOString();
    lastInstant = instant;
  }
  return lastText;
}

/** The events that give instants their outcome. */
export const outcomes = {
  fired: (scheduleId: string, instant: Instant, runId: string, reason: string): ScheduleEvent => ({
    type: 'schedule.fired',
    scheduleId,
    instant: instantText(instant),
    runId,
    reason,
  }),
  skipped: (scheduleId: string, stretch: Stretch, reason: string): ScheduleEvent => ({
    type: 'schedule.skipped',
    scheduleId,
    ...span(stretch),
    reason,
  }),
  missed: (scheduleId: string, stretch: Stretch, reason: string): ScheduleEvent => ({
    type: 'schedule.missed',
    scheduleId,
    ...span(stretch),
    reason,
  }),
  merged: (scheduleId: string, stretch: Stretch, into: Instant, reason: string): ScheduleEvent => ({
    type: 'schedule.merged',
    scheduleId,
    ...span(stretch),
    into: instantText(into),
    reason,
  }),
  deferred: (scheduleId: string, instant: Instant, reason: string): ScheduleEvent => ({
    type: 'schedule.deferred',
    scheduleId,
    instant: instantText(instant),
    reason,
  }),
} as const;

function span({ first, last, count }: Stretch) {
  const instant = instantText(first);
  return count === 1 ? { instant } : { instant, last: instantText(last), count };
}

export const single = (instant: Instant): Stretch => ({ first: instant, last: instant, count: 1 });

/** Why something fired. */
export const firedReasons = {
  due: 'due',
  backfill: BACKFILL,
  catchUp: (cause: Absence | Obstacle): string => `catch-up:${cause}`,
  waited: (cause: Obstacle): string => `waited:${cause}`,
} as const;

/** What a run of a timed trigger knows of it. */
export const triggerOf = ({ trigger }: ScheduledFlow, nominal: Instant): RunTrigger => ({
  type: trigger.type,
  id: trigger.id,
  scheduledAt: instantText(nominal),
});

/** The wall times that a clock change swallowed became part of the occurrence at its end. */
export function clockChangeMerges(scheduleId: string, { nominal, gap }: Occurrence): ScheduleEvent[] {
  if (gap === undefined || gap.merged === 0) return [];
  const stretch = { first: nominal, last: nominal, count: gap.merged };
  return [outcomes.merged(scheduleId, stretch, nominal, `clock-change:${gap.first.slice(0, 16)}`)];
}
