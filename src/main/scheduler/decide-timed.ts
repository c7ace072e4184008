import type { Deferral } from '../../core/ledger/index.ts';
import type { ScheduleEvent } from '../../core/run/event.ts';
import type { BoundSchedule, Instant, Occurrence } from '../../core/schedule/index.ts';
import {
  type Decision,
  doneUntil,
  GRACE_MS,
  isFinished,
  type Late,
  obstacleOf,
  overlapReason,
  type Situation,
} from './decide.ts';
import { clockChangeMerges, firedReasons, outcomes, type Stretch, single, triggerOf } from './outcomes.ts';
import { catchUpOf } from './scheduled-flow.ts';

export interface TimedSituation extends Situation {
  readonly bound: BoundSchedule;
}

/** What becomes of the instants of a timed trigger that are due: at most one run. Ask again until nothing comes of it. */
export function decideTimed(situation: TimedSituation): Decision {
  const { schedule, state, bound, now, hold, late } = situation;
  const before: ScheduleEvent[] = [];
  let { deferral } = state;
  if (deferral !== null && deferral.instant <= schedule.armedAt) {
    before.push(outcomes.missed(schedule.id, single(deferral.instant), 'trigger-changed'));
    deferral = null;
  }
  const first = isFinished(schedule, state) ? null : firstDue(situation, deferral);
  if (first === null || first.fireAt > now) return { before, fire: null, after: [], waitsFor: null };
  if (hold !== null) {
    if (deferral?.reason !== hold) before.push(outcomes.deferred(schedule.id, first.nominal, hold));
    return { before, fire: null, after: [], waitsFor: hold };
  }
  if (late !== null && first.fireAt <= late.until)
    return catchUp({ ...situation, before, first, deferral, late, bound });
  const waited = deferral === null ? firedReasons.due : firedReasons.waited(obstacleOf(deferral));
  return fire({ ...situation, before, deferral, late: null }, first, waited);
}

/** What was deferred comes first; a change of zone may have left it where no occurrence is any more. */
function firstDue(situation: TimedSituation, deferral: Deferral | null): Occurrence | null {
  const { bound } = situation;
  if (deferral === null) return bound.next(doneUntil(situation));
  const at = bound.next(deferral.instant - 1);
  return at?.nominal === deferral.instant ? at : { nominal: deferral.instant, fireAt: deferral.instant };
}

interface Deciding extends TimedSituation {
  readonly before: ScheduleEvent[];
  readonly deferral: Deferral | null;
}

/** Instants from `first` on passed while nothing could fire. */
function catchUp(deciding: Deciding & { readonly first: Occurrence; readonly late: Late }): Decision {
  const { schedule, bound, now, before, late } = deciding;
  const { trigger, id } = schedule;
  const last = lastDueBy(bound, Math.min(late.until, now)) ?? deciding.first;
  let { first } = deciding;
  const done: Decision = { before, fire: null, after: [], waitsFor: null };

  const oldest = trigger.catchUpWindow === undefined ? Number.NEGATIVE_INFINITY : now - trigger.catchUpWindow;
  if (first.nominal < oldest) {
    const lastOld = last.nominal < oldest ? last : (bound.previous(oldest) ?? first);
    before.push(outcomes.missed(id, stretchOf(bound, first, lastOld), 'catch-up-window'));
    const next = lastOld.nominal === last.nominal ? null : bound.next(lastOld.nominal);
    if (next === null) return done;
    first = next;
  }

  switch (catchUpOf(trigger)) {
    case 'skip': {
      const isOnTime = now - last.fireAt <= graceOf(bound, last);
      const lastSkipped = isOnTime ? bound.previous(last.nominal) : last;
      if (lastSkipped !== null && lastSkipped.nominal >= first.nominal) {
        before.push(outcomes.skipped(id, stretchOf(bound, first, lastSkipped), late.cause));
      }
      return isOnTime ? fire(deciding, last, firedReasons.due) : done;
    }
    case 'last': {
      const lastMerged = last.nominal > first.nominal ? bound.previous(last.nominal) : null;
      if (lastMerged !== null) {
        before.push(outcomes.merged(id, stretchOf(bound, first, lastMerged), last.nominal, late.cause));
      }
      return fire(deciding, last, firedReasons.catchUp(late.cause));
    }
    case 'all':
      return fire(deciding, first, firedReasons.catchUp(late.cause));
  }
}

/** Fires, or waits for the run before. What came due while it waited becomes part of it. */
function fire(deciding: Deciding, occurrence: Occurrence, reason: string): Decision {
  const { schedule, bound, now, before, deferral, busyWith, late } = deciding;
  const { nominal, fireAt: dueAt } = occurrence;
  const hasWaited = deferral?.instant === nominal && obstacleOf(deferral) === 'overlap';
  if (busyWith !== null) {
    if (!hasWaited) before.push(outcomes.deferred(schedule.id, nominal, overlapReason(busyWith)));
    return { before, fire: null, after: [], waitsFor: 'overlap' };
  }
  const after = clockChangeMerges(schedule.id, occurrence);
  // With `all`, each of the instants that are made up for gets a run of its own.
  const keepsEach = late !== null && late.until > nominal && catchUpOf(schedule.trigger) === 'all';
  if (hasWaited && !keepsEach) {
    const [next, last] = [bound.next(nominal), lastDueBy(bound, now)];
    if (next !== null && last !== null && last.nominal >= next.nominal) {
      after.push(outcomes.merged(schedule.id, stretchOf(bound, next, last), nominal, 'overlap'));
    }
  }
  return { before, fire: { nominal, dueAt, reason, trigger: triggerOf(schedule, nominal) }, after, waitsFor: null };
}

/** The last occurrence that fires at `instant` or before. */
function lastDueBy(bound: BoundSchedule, instant: Instant): Occurrence | null {
  let last = bound.previous(instant + 1);
  while (last !== null && last.fireAt > instant) last = bound.previous(last.nominal);
  return last;
}

function graceOf(bound: BoundSchedule, { nominal }: Occurrence): number {
  const next = bound.next(nominal);
  return next === null ? GRACE_MS : Math.min(GRACE_MS, (next.nominal - nominal) / 2);
}

function stretchOf(bound: BoundSchedule, first: Occurrence, last: Occurrence): Stretch {
  const count = bound.count(first.nominal - 1, last.nominal);
  return { first: first.nominal, last: last.nominal, count: Math.max(1, count) };
}
