import { newSchedule, type Obstacle } from '../../core/ledger/index.ts';
import { type NewEvent, type ScheduleEvent, scheduleStream } from '../../core/run/event.ts';
import type { Instant } from '../../core/schedule/index.ts';
import type { Conditions } from '../ports/conditions.ts';
import type { StreamAppend } from '../ports/event-log.ts';
import type { Pause, SchedulerStore, StoredSchedule } from '../ports/schedule-store.ts';
import { type Decision, doneUntil, isFinished, type Late, type PlannedFire } from './decide.ts';
import { decideEvent, type Occurring } from './decide-event.ts';
import { decideTimed } from './decide-timed.ts';
import type { Dispatcher, Fire } from './dispatcher.ts';
import { holdOf } from './obstacles.ts';
import { instantText, outcomes } from './outcomes.ts';
import type { ScheduleTable } from './schedule-table.ts';
import { isTimed, type ScheduledFlow } from './scheduled-flow.ts';
import { createTimings } from './timing.ts';

/** An event on its way to a decision. */
export interface Arrival {
  readonly occurring: Occurring;
  readonly startAt: Instant;
  readonly decided: (isDurable: boolean) => void;
}

/** What the moment brings to decisions, beside triggers and what is stored. Maps are by key of the table. */
export interface Moment {
  pauses: readonly Pause[];
  /** The last time nothing could fire. */
  absence: Late | null;
  /** The zone of the machine, and since when it counts. */
  localZone: { readonly name: string; readonly since: Instant };
  /** What has to end before it is worth deciding again. */
  readonly waiting: Map<number, Obstacle>;
  /** What kept this one alone from firing on time. */
  readonly late: Map<number, Late>;
  readonly arrivals: Map<number, Arrival[]>;
}

/** A decision about one schedule, on its way into the store. */
export interface Planned {
  readonly key: number;
  readonly schedule: ScheduledFlow;
  readonly state: StoredSchedule;
  readonly decision: Decision;
  readonly arrival: Arrival | undefined;
  readonly fire: Fire | null;
  readonly events: readonly ScheduleEvent[];
}

export interface Planner {
  /** What becomes of a schedule that is due. `begun` holds the runs of this go by flow, and gets the one that is added. */
  plan(key: number, now: Instant, begun: Map<string, string>): Planned | undefined;
  /** When it is to be decided about next; undefined for never by the clock alone. */
  nextDue(key: number, state: StoredSchedule, now: Instant): Instant | undefined;
  stateOf(scheduleId: string, now: Instant): StoredSchedule;
}

/** Runs of one flow under way at once while many are made up for, where the flow itself would let all of them begin. */
const MOST_MADE_UP_AT_ONCE = 20;

export function createPlanner(parts: {
  readonly table: ScheduleTable;
  readonly moment: Moment;
  readonly store: Pick<SchedulerStore, 'get'>;
  readonly runs: Dispatcher['runs'];
  readonly conditions: Conditions | undefined;
  readonly newRunId: (() => string) | undefined;
}): Planner {
  const { table, moment, store, runs, conditions, newRunId } = parts;
  const timings = createTimings();

  const sinceOf = ({ trigger, armedAt }: ScheduledFlow): Instant =>
    trigger.timezone === undefined ? Math.max(armedAt, moment.localZone.since) : armedAt;

  const stateOf = (id: string, now: Instant): StoredSchedule => store.get(id) ?? { ...newSchedule(now), id, seq: 0 };

  /** The run that has to finish before another of the flow begins. */
  function busyWith({ flow, concurrency }: ScheduledFlow, begun: Map<string, string>, isLate: boolean) {
    if (runs === undefined) return null;
    if (concurrency === null) return begun.get(flow.id) ?? runs.of(flow.id)[0] ?? null;
    if (!isLate) return null;
    const unfinished = runs.of(flow.id);
    return unfinished.length >= MOST_MADE_UP_AT_ONCE ? (unfinished[0] ?? null) : null;
  }

  function decide(
    key: number,
    schedule: ScheduledFlow,
    state: StoredSchedule,
    now: Instant,
    begun: Map<string, string>,
  ) {
    const late = laterOf(moment.late.get(key), moment.absence);
    const situation = {
      schedule,
      state,
      now,
      since: sinceOf(schedule),
      hold: holdOf(schedule, moment.pauses, conditions),
      busyWith: busyWith(schedule, begun, late !== null),
      late,
    };
    if (isTimed(schedule.trigger)) {
      const bound = timings.bind(schedule, state, moment.localZone.name);
      return bound === null ? undefined : { decision: decideTimed({ ...situation, bound }), arrival: undefined };
    }
    const first = moment.arrivals.get(key)?.[0];
    const arrival = first !== undefined && first.startAt <= now ? first : undefined;
    const occurring = arrival?.occurring ?? null;
    return { decision: decideEvent({ ...situation, occurring, localZone: moment.localZone.name }), arrival };
  }

  function fireOf(schedule: ScheduledFlow, state: StoredSchedule, { before, after, fire }: Decision, now: Instant) {
    if (fire === null) return { fire: null, events: before };
    const runId = newRunId?.() ?? `${schedule.id}@${instantText(fire.nominal)}`;
    const events = [...before, firedEvent(schedule.id, fire, runId), ...after];
    const { nominal, dueAt, trigger } = fire;
    const record = appendOf(schedule.id, state, events, now);
    return { fire: { schedule, runId, nominal, dueAt, trigger, record }, events };
  }

  return {
    stateOf,
    plan: (key, now, begun) => {
      const schedule = table.get(key);
      if (schedule === undefined) return undefined;
      const state = stateOf(schedule.id, now);
      const decided = decide(key, schedule, state, now, begun);
      if (decided === undefined) return undefined;
      const { fire, events } = fireOf(schedule, state, decided.decision, now);
      if (fire !== null && schedule.concurrency === null) begun.set(schedule.flow.id, fire.runId);
      return { key, schedule, state, ...decided, fire, events };
    },
    nextDue: (key, state, now) => {
      const schedule = table.get(key);
      if (schedule === undefined) return undefined;
      if (!isTimed(schedule.trigger)) return state.deferral === null ? moment.arrivals.get(key)?.[0]?.startAt : now;
      if (isFinished(schedule, state)) return undefined;
      if (state.deferral !== null) return now;
      const bound = timings.bind(schedule, state, moment.localZone.name);
      return bound?.next(doneUntil({ since: sinceOf(schedule), state }))?.fireAt;
    },
  };
}

const laterOf = (own: Late | undefined, all: Late | null): Late | null =>
  own !== undefined && own.until >= (all?.until ?? Number.NEGATIVE_INFINITY) ? own : all;

/** How the events of a decision are written. */
export function appendOf(
  scheduleId: string,
  { seq }: Pick<StoredSchedule, 'seq'>,
  events: readonly ScheduleEvent[],
  now: Instant,
): StreamAppend {
  const at = instantText(now);
  const stream = scheduleStream(scheduleId);
  return { stream, expectedSeq: seq, events: events.map((event) => ({ at, ...event }) as NewEvent) };
}

function firedEvent(scheduleId: string, { nominal, reason, mark }: PlannedFire, runId: string): ScheduleEvent {
  const fired = outcomes.fired(scheduleId, nominal, runId, reason);
  return mark === undefined ? fired : { ...fired, mark };
}
