import { foldSchedule, newSchedule, type Obstacle } from '../../core/ledger/index.ts';
import { type NewEvent, type ScheduleEvent, scheduleStream } from '../../core/run/event.ts';
import type { Instant } from '../../core/schedule/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Conditions, LocalZone } from '../ports/conditions.ts';
import { SequenceConflict, type StreamAppend } from '../ports/event-log.ts';
import type { SchedulerStore, StoredSchedule } from '../ports/schedule-store.ts';
import { watchAbsence } from './absence.ts';
import { type Decision, doneUntil, isFinished, type Late, type PlannedFire } from './decide.ts';
import { decideEvent, jitteredStart, type Occurring } from './decide-event.ts';
import { decideTimed } from './decide-timed.ts';
import type { Dispatcher, Fire } from './dispatcher.ts';
import { createHeapFinder, type DueFinder } from './due-finder.ts';
import { holdOf } from './obstacles.ts';
import { instantText, outcomes, single } from './outcomes.ts';
import { createScheduleTable } from './schedule-table.ts';
import { isTimed, type ScheduledFlow } from './scheduled-flow.ts';
import { createTimings } from './timing.ts';

/** A scheduler is put together from these; any of them may be somebody's own. */
export interface SchedulerParts {
  readonly clock: Clock;
  readonly store: SchedulerStore;
  readonly dispatcher: Dispatcher;
  /** A binary heap, if not given. */
  readonly engine?: DueFinder;
  /** Battery and network; without them nothing waits for either. */
  readonly conditions?: Conditions;
  /** For triggers that name no time zone. UTC, if not given. */
  readonly zone?: LocalZone;
  /** Ids for the runs; by default made of the schedule and the instant. */
  readonly newRunId?: () => string;
  /** What a person should know: the store or the dispatcher refused, and it will be tried again. */
  readonly report?: (message: string) => void;
}

export interface Scheduler {
  /** Schedules these and no others. What is known by its id goes on where it was. */
  load(schedules: Iterable<ScheduledFlow>): Promise<void>;
  /** Begins to fire: first what was due while nobody did. */
  start(): void;
  /** Something happened that an event trigger waits for. Resolves when its outcome is durable, or nothing waits for it. */
  occurred(scheduleId: string, occurring: Occurring): Promise<void>;
  readonly size: number;
  /** Fires no more; resolves when what was begun is written. */
  stop(): Promise<void>;
}

interface Arrival {
  readonly occurring: Occurring;
  readonly startAt: Instant;
  readonly decided: () => void;
}

/** A decision about one schedule, on its way into the store. */
interface Planned {
  readonly key: number;
  readonly schedule: ScheduledFlow;
  readonly state: StoredSchedule;
  readonly decision: Decision;
  readonly arrival: Arrival | undefined;
  readonly fire: Fire | null;
  readonly events: readonly ScheduleEvent[];
}

/** Schedules decided about in one go: their outcomes share transactions, and others get their turn after them. */
const DECIDED_AT_ONCE = 1_000;
const SEEN_AT_ONCE = 1_000;
/** Runs of one flow under way at once while many are made up for, where the flow itself would let all of them begin. */
const MOST_MADE_UP_AT_ONCE = 20;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 30_000;

export function createScheduler(parts: SchedulerParts): Scheduler {
  const { clock, store, dispatcher, conditions } = parts;
  const report = parts.report ?? (() => {});
  const finder = parts.engine ?? createHeapFinder();
  const table = createScheduleTable();
  const timings = createTimings();
  const localZone = { name: parts.zone?.name() ?? 'UTC', since: Number.NEGATIVE_INFINITY };
  let pauses = store.pauses();
  /** By key: what has to end before it is worth deciding again. */
  const waiting = new Map<number, Obstacle>();
  /** By key: what kept this one alone from firing on time. */
  const lateByKey = new Map<number, Late>();
  const arrivals = new Map<number, Arrival[]>();

  let absence: ReturnType<typeof watchAbsence> | undefined;
  let ending: (() => void)[] = [];
  let running: Promise<void> | undefined;
  let isStopping = false;
  let nudge: () => void = () => {};
  let retryMs = FIRST_RETRY_MS;

  /** Loading and deciding take turns. */
  let turn: Promise<unknown> = Promise.resolve();
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  };

  const makeDue = (key: number, at: Instant) => {
    finder.set(key, at);
    nudge();
  };

  const sinceOf = ({ trigger, armedAt }: ScheduledFlow): Instant =>
    trigger.timezone === undefined ? Math.max(armedAt, localZone.since) : armedAt;

  const stateOf = (id: string, now: Instant): StoredSchedule => store.get(id) ?? { ...newSchedule(now), id, seq: 0 };

  /** When the schedule is to be decided about next; undefined for never by the clock alone. */
  function nextDue(key: number, schedule: ScheduledFlow, state: StoredSchedule, now: Instant): Instant | undefined {
    if (!isTimed(schedule.trigger)) return state.deferral === null ? arrivals.get(key)?.[0]?.startAt : now;
    if (isFinished(schedule, state)) return undefined;
    if (state.deferral !== null) return now;
    const bound = timings.bind(schedule, state, localZone.name);
    return bound?.next(doneUntil({ since: sinceOf(schedule), state }))?.fireAt;
  }

  function plan(key: number, now: Instant, begun: Map<string, string>): Planned | undefined {
    const schedule = table.get(key);
    if (schedule === undefined) return undefined;
    const state = stateOf(schedule.id, now);
    const late = laterOf(lateByKey.get(key), absence?.last);
    const situation = {
      schedule,
      state,
      now,
      since: sinceOf(schedule),
      hold: holdOf(schedule, pauses, conditions),
      busyWith: busyWith(schedule, begun, late !== null),
      late,
    };
    let decision: Decision;
    let arrival: Arrival | undefined;
    if (isTimed(schedule.trigger)) {
      const bound = timings.bind(schedule, state, localZone.name);
      if (bound === null) return undefined;
      decision = decideTimed({ ...situation, bound });
    } else {
      arrival = arrivals.get(key)?.[0];
      const occurring = arrival !== undefined && arrival.startAt <= now ? arrival.occurring : null;
      if (occurring === null) arrival = undefined;
      decision = decideEvent({ ...situation, occurring, localZone: localZone.name });
    }
    // Registered before anything is awaited, so that its end in between is noticed.
    if (decision.waitsFor === null) waiting.delete(key);
    else waiting.set(key, decision.waitsFor);
    return { key, schedule, state, decision, arrival, ...withFire(schedule, state, decision, now, begun) };
  }

  function withFire(
    schedule: ScheduledFlow,
    state: StoredSchedule,
    decision: Decision,
    now: Instant,
    begun: Map<string, string>,
  ): Pick<Planned, 'fire' | 'events'> {
    const planned = decision.fire;
    if (planned === null) return { fire: null, events: decision.before };
    const runId = parts.newRunId?.() ?? `${schedule.id}@${instantText(planned.nominal)}`;
    if (!schedule.ownConcurrency) begun.set(schedule.flow.id, runId);
    const events = [...decision.before, firedEvent(schedule.id, planned, runId), ...decision.after];
    const record = appendOf(schedule, state, events, now);
    const { nominal, dueAt, trigger } = planned;
    return { fire: { schedule, runId, nominal, dueAt, trigger, record }, events };
  }

  /** The run that has to finish before another of the flow begins. */
  function busyWith(schedule: ScheduledFlow, begun: Map<string, string>, isLate: boolean): string | null {
    const { flow, ownConcurrency } = schedule;
    if (dispatcher.runs === undefined) return null;
    if (!ownConcurrency) return begun.get(flow.id) ?? dispatcher.runs.of(flow.id)[0] ?? null;
    if (!isLate) return null;
    const unfinished = dispatcher.runs.of(flow.id);
    return unfinished.length >= MOST_MADE_UP_AT_ONCE ? (unfinished[0] ?? null) : null;
  }

  /** Decides about what is due now, and writes it. False when nothing was. */
  async function pass(): Promise<boolean> {
    const now = clock.now();
    const keys = finder.take(now, DECIDED_AT_ONCE);
    if (keys.length === 0) return false;
    const begun = new Map<string, string>();
    const all = keys.flatMap((key) => plan(key, now, begun) ?? []);
    const fires = all.filter(({ fire }) => fire !== null);
    const others = all.filter(({ fire }) => fire === null);
    await settleOthers(others, now);
    if (fires.length > 0) await settleFires(fires, now);
    return true;
  }

  async function settleOthers(others: readonly Planned[], now: Instant): Promise<void> {
    const written = others.filter(({ events }) => events.length > 0);
    try {
      if (written.length > 0) {
        await store.record(written.map(({ schedule, state, events }) => appendOf(schedule, state, events, now)));
      }
      for (const planned of others) settle(planned, planned.events, now);
    } catch (error) {
      failed(others, error);
    }
  }

  async function settleFires(planned: readonly Planned[], now: Instant): Promise<void> {
    try {
      const answers = await dispatcher.dispatch(planned.flatMap(({ fire }) => fire ?? []));
      retryMs = FIRST_RETRY_MS;
      for (const [index, one] of planned.entries()) {
        const answer = answers[index];
        if (answer === undefined || answer.ok) settle(one, one.events, now);
        else await settleRefused(one, answer.reason, now);
      }
    } catch (error) {
      failed(planned, error);
    }
  }

  /** The flow cannot run as it is: nobody would fire this instant later. */
  async function settleRefused(planned: Planned, reason: string, now: Instant): Promise<void> {
    const { schedule, state, decision } = planned;
    if (decision.fire === null) return;
    const missed = outcomes.missed(schedule.id, single(decision.fire.nominal), `refused:${reason}`);
    const { mark } = decision.fire;
    const events = [...decision.before, mark === undefined ? missed : { ...missed, mark }, ...decision.after];
    try {
      await store.record([appendOf(schedule, state, events, now)]);
      settle(planned, events, now);
    } catch (error) {
      failed([planned], error);
    }
  }

  /** What was decided is durable: when is the schedule due next? */
  function settle(
    { key, schedule, state, decision, arrival }: Planned,
    events: readonly ScheduleEvent[],
    now: Instant,
  ) {
    if (arrival !== undefined) {
      arrivals.get(key)?.shift();
      if (arrivals.get(key)?.length === 0) arrivals.delete(key);
      arrival.decided();
    }
    // What it waits for has ended while this was written.
    if (decision.waitsFor !== null && !waiting.has(key)) return makeDue(key, now);
    let after = state;
    for (const event of events) after = { ...after, ...foldSchedule(after, event) };
    const due = decision.waitsFor === null ? nextDue(key, schedule, after, now) : arrivals.get(key)?.[0]?.startAt;
    const late = lateByKey.get(key);
    if (late !== undefined && (due === undefined || due > late.until)) lateByKey.delete(key);
    if (due !== undefined) finder.set(key, due);
  }

  /** Nothing of it was written. It is decided anew from what the store says then. */
  function failed(planned: readonly Planned[], error: unknown): void {
    const now = clock.now();
    for (const { key } of planned) {
      waiting.delete(key);
      finder.set(key, now + retryMs);
    }
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    if (error instanceof SequenceConflict) return;
    report(`Schedules cannot fire, and will be tried again: ${error instanceof Error ? error.message : String(error)}`);
  }

  async function run(): Promise<void> {
    let expected: Instant | undefined;
    while (!isStopping) {
      absence?.look(expected);
      let more = true;
      while (more && !isStopping) {
        more = await exclusively(pass);
        const earliest = finder.earliest();
        if (earliest === undefined || earliest > clock.now()) break;
        if (more) await new Promise<void>((next) => clock.soon(next));
      }
      if (!isStopping) expected = await sleepUntilDue();
    }
  }

  /** Resolves when something is due or a nudge came; to the instant that was waited for. */
  async function sleepUntilDue(): Promise<Instant | undefined> {
    const due = finder.earliest();
    if (due !== undefined && due <= clock.now()) return due;
    const { promise: nudged, resolve } = Promise.withResolvers<void>();
    const alarm = new AbortController();
    let wasNudged = false;
    nudge = () => {
      wasNudged = true;
      resolve();
    };
    const rang = due === undefined ? nudged : clock.sleepUntil(due, alarm.signal).catch(() => {});
    await Promise.race([rang, nudged]);
    nudge = () => {};
    if (wasNudged) alarm.abort();
    return wasNudged ? undefined : due;
  }

  function lookAtHolds(): void {
    pauses = store.pauses();
    const now = clock.now();
    for (const [key, obstacle] of [...waiting]) {
      const schedule = table.get(key);
      if (obstacle === 'overlap' || schedule === undefined) continue;
      const hold = holdOf(schedule, pauses, conditions);
      if (hold === obstacle) continue;
      waiting.delete(key);
      if (hold === null) lateByKey.set(key, { until: now, cause: obstacle });
      makeDue(key, now);
    }
  }

  function lookAtOverlaps(flowId: string): void {
    for (const [key, obstacle] of [...waiting]) {
      if (obstacle !== 'overlap' || table.get(key)?.flow.id !== flowId) continue;
      waiting.delete(key);
      makeDue(key, clock.now());
    }
  }

  /** What was due in the zone before is decided first; in the new one only what comes from now on is. */
  const lookAtZone = () =>
    exclusively(async () => {
      const name = parts.zone?.name() ?? localZone.name;
      if (name === localZone.name) return;
      while (await pass());
      const now = clock.now();
      localZone.name = name;
      localZone.since = now;
      for (const [key, schedule] of table.all()) {
        if (!isTimed(schedule.trigger) || schedule.trigger.timezone !== undefined || waiting.has(key)) continue;
        const due = nextDue(key, schedule, stateOf(schedule.id, now), now);
        if (due === undefined) finder.remove(key);
        else finder.set(key, due);
      }
      nudge();
    });

  async function loadSome(schedules: readonly ScheduledFlow[]): Promise<void> {
    const now = clock.now();
    const changed = schedules.filter((schedule) => {
      const key = table.keyOf(schedule.id);
      if (key === undefined || table.get(key) !== schedule) return true;
      table.keep(key);
      return false;
    });
    const states = await store.see(
      changed.map(({ id }) => id),
      now,
    );
    for (const [index, schedule] of changed.entries()) {
      const isNew = table.keyOf(schedule.id) === undefined;
      const key = table.put(schedule);
      waiting.delete(key);
      const due = nextDue(key, schedule, states[index] ?? stateOf(schedule.id, now), now);
      if (due === undefined) finder.remove(key);
      else finder.set(key, due);
      if (isNew && due !== undefined && due <= now && running !== undefined) {
        lateByKey.set(key, { until: now, cause: 'not-loaded' });
      }
    }
  }

  function forget(key: number): void {
    finder.remove(key);
    waiting.delete(key);
    lateByKey.delete(key);
    for (const { decided } of arrivals.get(key) ?? []) decided();
    arrivals.delete(key);
  }

  return {
    load: (schedules) =>
      exclusively(async () => {
        table.beginListing();
        let some: ScheduledFlow[] = [];
        for (const schedule of schedules) {
          some.push(schedule);
          if (some.length < SEEN_AT_ONCE) continue;
          await loadSome(some);
          some = [];
        }
        await loadSome(some);
        for (const key of table.sweep()) forget(key);
        nudge();
      }),
    start: () => {
      if (running !== undefined) return;
      absence = watchAbsence(clock, 'not-running');
      pauses = store.pauses();
      ending = [
        store.watch(lookAtHolds),
        conditions?.watch(lookAtHolds) ?? (() => {}),
        parts.zone?.watch(() => void lookAtZone()) ?? (() => {}),
        dispatcher.runs?.watch(lookAtOverlaps) ?? (() => {}),
      ];
      running = run();
    },
    occurred: (scheduleId, occurring) =>
      new Promise((decided) => {
        const key = table.keyOf(scheduleId);
        const schedule = key === undefined ? undefined : table.get(key);
        if (key === undefined || schedule === undefined || isTimed(schedule.trigger) || isStopping) return decided();
        const line = arrivals.get(key) ?? [];
        arrivals.set(key, line);
        line.push({ occurring, startAt: jitteredStart(schedule, occurring.at), decided });
        if (line.length === 1) makeDue(key, line[0]!.startAt);
      }),
    get size() {
      return table.size;
    },
    stop: async () => {
      isStopping = true;
      for (const end of ending) end();
      nudge();
      await running;
      await turn;
    },
  };
}

const laterOf = (own: Late | undefined, all: Late | null | undefined): Late | null =>
  own !== undefined && own.until >= (all?.until ?? Number.NEGATIVE_INFINITY) ? own : (all ?? null);

const appendOf = (
  { id }: ScheduledFlow,
  { seq }: StoredSchedule,
  events: readonly ScheduleEvent[],
  now: Instant,
): StreamAppend => {
  const at = instantText(now);
  return {
    stream: scheduleStream(id),
    expectedSeq: seq,
    events: events.map((event) => ({ at, ...event }) as NewEvent),
  };
};

function firedEvent(scheduleId: string, { nominal, reason, mark }: PlannedFire, runId: string): ScheduleEvent {
  const fired = outcomes.fired(scheduleId, nominal, runId, reason);
  return mark === undefined ? fired : { ...fired, mark };
}
