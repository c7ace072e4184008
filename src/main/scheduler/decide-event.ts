import { hashUnit } from '../../core/base/hash.ts';
import type { Json } from '../../core/base/json.ts';
import type { RunTrigger, ScheduleEvent } from '../../core/run/event.ts';
import { bindSchedule, type Instant, parseInstant, withWindow } from '../../core/schedule/index.ts';
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
import { firedReasons, instantText, outcomes, single } from './outcomes.ts';
import { catchUpOf, type ScheduledFlow } from './scheduled-flow.ts';
import { exceptOf, seedOf, zoneOf } from './timing.ts';

/** Something that an event trigger waits for has happened. */
export interface Occurring {
  readonly at: Instant;
  readonly files?: readonly string[];
  readonly data?: Json;
  /** Where its source stands with it: told again, it is known. */
  readonly mark?: number;
}

export interface EventSituation extends Situation {
  /** Null to look again at what was deferred. */
  readonly occurring: Occurring | null;
  readonly localZone: string;
}

/** What becomes of an event: a run, a part of one that waits, or nothing. */
export function decideEvent(situation: EventSituation): Decision {
  const { schedule, state } = situation;
  const before: ScheduleEvent[] = [];
  let { deferral } = state;
  if (deferral !== null && deferral.instant <= schedule.armedAt) {
    before.push(outcomes.missed(schedule.id, single(deferral.instant), 'trigger-changed'));
    deferral = null;
  }
  const cleared: Cleared = { ...situation, before, deferral };
  const { occurring } = situation;
  if (occurring === null) return deferral === null ? nothing(before) : lookAgain(cleared, deferral);
  if (isFinished(schedule, state) || (occurring.mark ?? Number.POSITIVE_INFINITY) <= state.mark) return nothing(before);
  return happened(cleared, occurring);
}

interface Cleared extends EventSituation {
  readonly before: ScheduleEvent[];
  readonly deferral: EventSituation['state']['deferral'];
}

const nothing = (before: readonly ScheduleEvent[]): Decision => ({ before, fire: null, after: [], waitsFor: null });

function happened(cleared: Cleared, occurring: Occurring): Decision {
  const { schedule, before, deferral, localZone } = cleared;
  const latest = Math.max(doneUntil(cleared), deferral?.instant ?? Number.NEGATIVE_INFINITY);
  // Each event has an instant of its own, also where two come within a millisecond.
  const instant = Math.max(occurring.at, latest + 1);
  const marked = occurring.mark === undefined ? {} : { mark: occurring.mark };
  const allowed = allows(schedule, instant, localZone);
  if (allowed === 'outside') return nothing(before);
  if (allowed === 'excepted') {
    before.push({ ...outcomes.skipped(schedule.id, single(instant), 'except'), ...marked });
    return nothing(before);
  }
  const trigger = triggerOf(schedule, instant, occurring);
  if (deferral !== null) {
    const merged = outcomes.merged(schedule.id, single(instant), deferral.instant, obstacleOf(deferral));
    before.push({ ...merged, ...marked, trigger } as ScheduleEvent);
    return { ...nothing(before), waitsFor: obstacleNow(cleared) };
  }
  const obstacle = obstacleNow(cleared);
  if (obstacle !== null) {
    const deferred = outcomes.deferred(schedule.id, instant, reasonOf(cleared));
    before.push({ ...deferred, ...marked, trigger } as ScheduleEvent);
    return { ...nothing(before), waitsFor: obstacle };
  }
  const late = lateFor(cleared, occurring.at);
  const given = late === null ? null : givenUp(cleared, instant, late);
  if (given !== null) {
    before.push({ ...given, ...marked });
    return nothing(before);
  }
  const reason = late === null ? firedReasons.due : firedReasons.catchUp(late.cause);
  const planned = { nominal: instant, dueAt: occurring.at, reason, trigger, ...marked };
  return { before, fire: planned, after: [], waitsFor: null };
}

/** It happened while nobody was there to hear of it. */
const lateFor = ({ now, late }: Situation, at: Instant): Late | null =>
  late !== null && at <= late.until && now - at > GRACE_MS ? late : null;

/** What `catchUp` and `catchUpWindow` do not make up for. */
function givenUp({ schedule, now }: Situation, instant: Instant, { cause }: Late): ScheduleEvent | null {
  if (now - instant > (schedule.trigger.catchUpWindow ?? Number.POSITIVE_INFINITY)) {
    return outcomes.missed(schedule.id, single(instant), 'catch-up-window');
  }
  return catchUpOf(schedule.trigger) === 'skip' ? outcomes.skipped(schedule.id, single(instant), cause) : null;
}

/** Something was deferred, and what held it back may have ended. */
function lookAgain(cleared: Cleared, deferral: NonNullable<Cleared['deferral']>): Decision {
  const { schedule, before, hold, late, busyWith } = cleared;
  const { instant } = deferral;
  const trigger = deferral.trigger ?? triggerOf(schedule, instant, { at: instant });
  const heldBy = obstacleOf(deferral);
  const defer = (reason: string) => {
    const deferred = outcomes.deferred(schedule.id, instant, reason);
    before.push({ ...deferred, trigger } as ScheduleEvent);
  };
  if (hold !== null) {
    if (heldBy !== hold) defer(hold);
    return { ...nothing(before), waitsFor: hold };
  }
  const given = late === null ? null : givenUp(cleared, instant, late);
  if (given !== null) return nothing([...before, given]);
  if (busyWith !== null) {
    if (heldBy !== 'overlap') defer(overlapReason(busyWith));
    return { ...nothing(before), waitsFor: 'overlap' };
  }
  const reason = late === null ? firedReasons.waited(heldBy) : firedReasons.catchUp(late.cause);
  return { before, fire: { nominal: instant, dueAt: instant, reason, trigger }, after: [], waitsFor: null };
}

const obstacleNow = ({ hold, busyWith }: Situation) => hold ?? (busyWith === null ? null : 'overlap');

const reasonOf = ({ hold, busyWith }: Situation): string => hold ?? overlapReason(busyWith ?? '');

const triggerOf = ({ trigger }: ScheduledFlow, instant: Instant, { files, data }: Occurring): RunTrigger => ({
  type: trigger.type,
  id: trigger.id,
  scheduledAt: instantText(instant),
  ...(files === undefined ? {} : { files }),
  ...(data === undefined ? {} : { data }),
});

/** When the run of an event is to start: later by its seeded jitter. */
export const jitteredStart = (schedule: ScheduledFlow, at: Instant): Instant => {
  const { jitter } = schedule.trigger;
  return jitter === undefined ? at : at + Math.floor(hashUnit(seedOf(schedule), 'jitter', at) * (jitter + 1));
};

/** Whether `startAt` and `endAt` (else `outside`) and `except` let an event at this instant through. */
function allows(schedule: ScheduledFlow, at: Instant, localZone: string): 'yes' | 'outside' | 'excepted' {
  const { trigger } = schedule;
  const startAt = readInstant(trigger.startAt);
  const endAt = readInstant(trigger.endAt);
  if ((startAt !== undefined && at < startAt) || (endAt !== undefined && at > endAt)) return 'outside';
  const except = exceptOf(trigger, schedule.except);
  if (!except.ok || except.value.length === 0) return 'yes';
  const spec = withWindow({ kind: 'at', at }, { except: except.value });
  if (!spec.ok) return 'yes';
  const zone = zoneOf(trigger, localZone);
  return bindSchedule(spec.value, { anchor: at, zone, seed: trigger.id }).next(at - 1) === null ? 'excepted' : 'yes';
}

function readInstant(text: string | undefined): Instant | undefined {
  const instant = text === undefined ? undefined : parseInstant(text);
  return instant?.ok === true ? instant.value : undefined;
}
