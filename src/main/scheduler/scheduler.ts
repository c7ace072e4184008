import { foldSchedule } from '../../core/ledger/index.ts';
import type { Instant } from '../../core/schedule/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Conditions, LocalZone } from '../ports/conditions.ts';
import { SequenceConflict } from '../ports/event-log.ts';
import type { SchedulerStore } from '../ports/schedule-store.ts';
import { watchAbsence } from './absence.ts';
import { jitteredStart, type Occurring } from './decide-event.ts';
import type { Dispatcher } from './dispatcher.ts';
import { createHeapFinder, type DueFinder } from './due-finder.ts';
import { holdOf } from './obstacles.ts';
import { createPlanner, type Moment, type Planned } from './planner.ts';
import { createScheduleTable } from './schedule-table.ts';
import { isTimed, type ScheduledFlow } from './scheduled-flow.ts';
import { type Settled, writeDecisions } from './settlement.ts';

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
  /**
   * Something happened that an event trigger waits for. Resolves to true when its outcome is durable, or nothing waits for it; to
   * false when the scheduler ended before.
   */
  occurred(scheduleId: string, occurring: Occurring): Promise<boolean>;
  readonly size: number;
  /** Fires no more; resolves when what was begun is written. */
  stop(): Promise<void>;
}

/** Schedules decided about in one go: their outcomes share transactions, and others get their turn after them. */
const DECIDED_AT_ONCE = 1_000;
const SEEN_AT_ONCE = 1_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 30_000;

export function createScheduler(parts: SchedulerParts): Scheduler {
  const { clock, store, dispatcher, conditions } = parts;
  const finder = parts.engine ?? createHeapFinder();
  const table = createScheduleTable();
  const moment: Moment = {
    pauses: store.pauses(),
    absence: null,
    localZone: { name: parts.zone?.name() ?? 'UTC', since: Number.NEGATIVE_INFINITY },
    waiting: new Map(),
    late: new Map(),
    arrivals: new Map(),
  };
  const { waiting, late, arrivals } = moment;
  const { runs } = dispatcher;
  const planner = createPlanner({ table, moment, store, runs, conditions, newRunId: parts.newRunId });
  let running: Promise<void> | undefined;
  let isStopping = false;
  let ending: (() => void)[] = [];
  let nudge: () => void = () => {};
  /** Ends the sleep that is under way; a new one only after it was used. */
  let alarm = new AbortController();
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

  const placeInLine = (key: number, due: Instant | undefined) => {
    if (due === undefined) finder.remove(key);
    else finder.set(key, due);
  };

  /** Decides about what is due now, and writes it. False when nothing was. */
  async function pass(): Promise<boolean> {
    const now = clock.now();
    const keys = finder.take(now, DECIDED_AT_ONCE);
    if (keys.length === 0) return false;
    let all: readonly Planned[];
    try {
      const begun = new Map<string, string>();
      all = keys.flatMap((key) => planner.plan(key, now, begun) ?? []);
    } catch (error) {
      failed(keys, error);
      return true;
    }
    for (const { key, decision } of all) {
      // Registered before anything is awaited, so that its end in between is noticed.
      if (decision.waitsFor === null) waiting.delete(key);
      else waiting.set(key, decision.waitsFor);
    }
    await writeDecisions(all, now, {
      store,
      dispatcher,
      settled: (one) => settled(one, now),
      failed: (some, error) =>
        failed(
          some.map(({ key }) => key),
          error,
        ),
    });
    return true;
  }

  function settled({ planned, events }: Settled, now: Instant): void {
    const { key, state, decision, arrival } = planned;
    retryMs = FIRST_RETRY_MS;
    if (arrival !== undefined) {
      const line = arrivals.get(key)?.filter((other) => other !== arrival) ?? [];
      if (line.length === 0) arrivals.delete(key);
      else arrivals.set(key, line);
      arrival.decided(true);
    }
    // What it waits for has ended while this was written.
    if (decision.waitsFor !== null && !waiting.has(key)) {
      makeDue(key, now);
      return;
    }
    let after = state;
    for (const event of events) after = { ...after, ...foldSchedule(after, event) };
    const due = decision.waitsFor === null ? planner.nextDue(key, after, now) : arrivals.get(key)?.[0]?.startAt;
    const cause = late.get(key);
    if (cause !== undefined && (due === undefined || due > cause.until)) late.delete(key);
    placeInLine(key, due);
  }

  /** Nothing of it was written. It is decided anew from what the store says then. */
  function failed(keys: readonly number[], error: unknown): void {
    const now = clock.now();
    for (const key of keys) {
      waiting.delete(key);
      finder.set(key, now + retryMs);
    }
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    if (error instanceof SequenceConflict) return;
    const message = error instanceof Error ? error.message : String(error);
    parts.report?.(`Schedules cannot fire now, and will be tried again: ${message}`);
  }

  async function run(): Promise<void> {
    const absence = watchAbsence(clock, 'not-running');
    let expected: Instant | undefined;
    while (!isStopping) {
      absence.look(expected);
      moment.absence = absence.last;
      while (!isStopping && (await exclusively(pass)) && isDueNow()) {
        await new Promise<void>((next) => clock.soon(next));
      }
      if (!isStopping) expected = await sleepUntilDue();
    }
  }

  const isDueNow = (): boolean => (finder.earliest() ?? Number.POSITIVE_INFINITY) <= clock.now();

  /** Resolves when something is due or a nudge came; to the instant that was waited for. */
  async function sleepUntilDue(): Promise<Instant | undefined> {
    if (isDueNow()) return undefined;
    const due = finder.earliest();
    let wasNudged = false;
    await new Promise<void>((wake) => {
      nudge = () => {
        wasNudged = true;
        wake();
      };
      if (due !== undefined) clock.sleepUntil(due, alarm.signal).then(wake, wake);
    });
    nudge = () => {};
    if (!wasNudged) return due;
    alarm.abort();
    alarm = new AbortController();
    return undefined;
  }

  function lookAtHolds(): void {
    moment.pauses = store.pauses();
    const now = clock.now();
    for (const [key, obstacle] of [...waiting]) {
      const schedule = table.get(key);
      if (obstacle === 'overlap' || schedule === undefined) continue;
      const hold = holdOf(schedule, moment.pauses, conditions);
      if (hold === obstacle) continue;
      waiting.delete(key);
      if (hold === null) late.set(key, { until: now, cause: obstacle });
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

  /** What was due in the zone before is decided first; in the new one only what comes from now on is due. */
  const lookAtZone = () =>
    exclusively(async () => {
      const name = parts.zone?.name() ?? moment.localZone.name;
      if (name === moment.localZone.name) return;
      while (await pass());
      const now = clock.now();
      moment.localZone = { name, since: now };
      for (const [key, { id, trigger }] of table.all()) {
        if (!isTimed(trigger) || trigger.timezone !== undefined || waiting.has(key)) continue;
        placeInLine(key, planner.nextDue(key, planner.stateOf(id, now), now));
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
      const due = planner.nextDue(key, states[index] ?? planner.stateOf(schedule.id, now), now);
      placeInLine(key, due);
      if (isNew && due !== undefined && due <= now && running !== undefined) {
        late.set(key, { until: now, cause: 'not-loaded' });
      }
    }
  }

  function forget(key: number): void {
    finder.remove(key);
    waiting.delete(key);
    late.delete(key);
    for (const { decided } of arrivals.get(key) ?? []) decided(true);
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
      moment.pauses = store.pauses();
      ending = [
        store.watch(lookAtHolds),
        conditions?.watch(lookAtHolds) ?? (() => {}),
        parts.zone?.watch(() => void lookAtZone()) ?? (() => {}),
        runs?.watch(lookAtOverlaps) ?? (() => {}),
      ];
      running = run();
    },
    occurred: (scheduleId, occurring) =>
      new Promise((decided) => {
        const key = table.keyOf(scheduleId);
        const schedule = key === undefined ? undefined : table.get(key);
        if (isStopping) return decided(false);
        if (key === undefined || schedule === undefined || isTimed(schedule.trigger)) return decided(true);
        const startAt = jitteredStart(schedule, occurring.at);
        const line = arrivals.get(key) ?? [];
        arrivals.set(key, [...line, { occurring, startAt, decided }]);
        if (line.length === 0) makeDue(key, startAt);
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
      for (const line of arrivals.values()) for (const { decided } of line) decided(false);
    },
  };
}
