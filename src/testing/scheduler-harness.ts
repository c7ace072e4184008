import type { Trigger, TriggerCommon, TriggerKind } from '../core/flow/flow.ts';
import type { Conditions, LocalZone } from '../main/ports/conditions.ts';
import type { ScheduleStore } from '../main/ports/schedule-store.ts';
import type { Dispatched, Dispatcher, Fire } from '../main/scheduler/dispatcher.ts';
import { createMemoryScheduleStore } from '../main/scheduler/memory-schedule-store.ts';
import { type ScheduledFlow, scheduleIdOf } from '../main/scheduler/scheduled-flow.ts';
import { createScheduler, type Scheduler, type SchedulerParts } from '../main/scheduler/scheduler.ts';
import { createVirtualClock, type VirtualClock } from '../main/scheduler/virtual-clock.ts';

/** Everything else that is ready runs before it resolves. */
export const eventLoopTurn = (): Promise<void> => new Promise((next) => setImmediate(next));

type TriggerText = TriggerKind & Partial<TriggerCommon>;

type ScheduledOptions = Partial<ScheduledFlow> & { readonly flowId?: string };

export function scheduledFlow(
  trigger: TriggerText,
  options: ScheduledOptions & { readonly armedAt: number },
): ScheduledFlow {
  const { flowId = 'f', ...rest } = options;
  const whole: Trigger = { id: 't', ...trigger };
  return {
    id: scheduleIdOf(flowId, whole.id),
    flow: { id: flowId, name: flowId, workspace: '/w', file: `${flowId}.chronum.yaml` },
    trigger: whole,
    labels: [],
    concurrency: null,
    ...rest,
  };
}

/** Runs that end when the test, or a time, says so. */
export interface TestRuns {
  readonly fires: Fire[];
  /** Flow by run. */
  readonly unfinished: ReadonlyMap<string, string>;
  /** Ends a run, by default the one that began first. */
  finish(runId?: string): void;
}

export interface SchedulerHarness {
  readonly clock: VirtualClock;
  readonly store: ScheduleStore;
  readonly runs: TestRuns;
  readonly scheduler: Scheduler;
  readonly reports: string[];
  readonly machine: TestMachine;
  /** A schedule of the flow `f`, armed when the first harness was made. */
  scheduled(trigger: TriggerText, options?: ScheduledOptions): ScheduledFlow;
  /** Loads and starts. */
  start(...schedules: readonly ScheduledFlow[]): Promise<void>;
  /** The process ends in a moment; another begins with the same store when `start` is called on what this returns. */
  restart(): Promise<SchedulerHarness>;
  /** The ledger of a schedule, oldest first: `fired 09:00 due`, `skipped 09:01..09:05 (5) asleep`. */
  ledger(scheduleId?: string): string[];
}

export interface HarnessOptions {
  readonly start: string;
  /** Milliseconds that a run takes; without it runs end when the test says so, `0` for at once. */
  readonly runTime?: number;
  readonly refuse?: (fire: Fire) => string | undefined;
  /** Of the machine; UTC if not given. */
  readonly zone?: string;
  readonly store?: ScheduleStore;
  readonly clock?: VirtualClock;
  readonly parts?: Partial<SchedulerParts>;
}

/** Battery, network and zone as a test wants them. */
export interface TestMachine {
  readonly conditions: Conditions;
  readonly zone: LocalZone;
  set(state: { battery?: boolean; online?: boolean; zone?: string }): void;
}

function createTestMachine(zone = 'UTC'): TestMachine {
  let state = { battery: false, online: true, zone };
  const listeners = new Set<() => void>();
  const watch = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    conditions: { onBattery: () => state.battery, online: () => state.online, watch },
    zone: { name: () => state.zone, watch },
    set: (change) => {
      state = { ...state, ...change };
      for (const listener of [...listeners]) listener();
    },
  };
}

function createTestDispatcher(clock: VirtualClock, store: ScheduleStore, options: HarnessOptions) {
  const fires: Fire[] = [];
  const unfinished = new Map<string, string>();
  const listeners = new Set<(flowId: string) => void>();
  const finish = (runId = [...unfinished.keys()][0] ?? '') => {
    const flowId = unfinished.get(runId);
    if (flowId === undefined) throw new Error(`no run ${runId} is under way`);
    unfinished.delete(runId);
    for (const listener of [...listeners]) listener(flowId);
  };
  const begin = (fire: Fire): void => {
    fires.push(fire);
    if (options.runTime === 0) return;
    unfinished.set(fire.runId, fire.schedule.flow.id);
    if (options.runTime !== undefined) void clock.sleep(options.runTime).then(() => finish(fire.runId));
  };
  const dispatcher: Dispatcher = {
    dispatch: async (batch) => {
      const answers = batch.map((fire): Dispatched => {
        const reason = options.refuse?.(fire);
        return reason === undefined ? { ok: true } : { ok: false, reason };
      });
      const accepted = batch.filter((_, index) => answers[index]?.ok === true);
      await store.record(accepted.map(({ record }) => record));
      for (const fire of accepted) begin(fire);
      return answers;
    },
    runs: {
      of: (flowId) => [...unfinished].flatMap(([runId, flow]) => (flow === flowId ? [runId] : [])),
      watch: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
  return { dispatcher, runs: { fires, unfinished, finish } satisfies TestRuns };
}

/** A scheduler on a virtual clock, with a store in memory and runs that only pretend. */
export function createSchedulerHarness(options: HarnessOptions): SchedulerHarness {
  const clock = options.clock ?? createVirtualClock({ start: Date.parse(options.start), turn: eventLoopTurn });
  const store = options.store ?? createMemoryScheduleStore();
  const { dispatcher, runs } = createTestDispatcher(clock, store, options);
  const machine = createTestMachine(options.zone);
  const reports: string[] = [];
  let runCount = 0;
  const scheduler = createScheduler({
    clock,
    store,
    dispatcher,
    conditions: machine.conditions,
    zone: machine.zone,
    newRunId: () => `run-${++runCount}`,
    report: (message) => reports.push(message),
    ...options.parts,
  });
  return {
    scheduled: (trigger, some = {}) => scheduledFlow(trigger, { armedAt: Date.parse(options.start), ...some }),
    clock,
    store,
    runs,
    scheduler,
    reports,
    machine,
    start: async (...schedules) => {
      await scheduler.load(schedules);
      scheduler.start();
      await clock.advance(0);
    },
    restart: async () => {
      await scheduler.stop();
      return createSchedulerHarness({ ...options, clock, store });
    },
    ledger: (scheduleId = 'f/t') => readLedger(store, scheduleId),
  };
}

/** The ledger of a schedule as lines for people, oldest first. Times are UTC, with the date where there is more than one. */
export function readLedger(store: Pick<ScheduleStore, 'ledger'>, scheduleId: string): string[] {
  const { entries } = store.ledger({ scheduleIds: [scheduleId] }, { limit: 100_000 });
  const days = new Set(entries.flatMap(({ first, last }) => [dayOf(first), dayOf(last)]));
  const show = (instant: number) => {
    const text = new Date(instant)
      .toISOString()
      .replace(/:00\.000Z$|Z$/, '')
      .replace(/\.000$/, '');
    return days.size > 1 ? text : text.slice(11);
  };
  return entries
    .map(({ outcome, first, last, count, reason }) => {
      const span = first === last ? show(first) : `${show(first)}..${show(last)}`;
      return `${outcome} ${span}${count > 1 ? ` (${count})` : ''} ${reason}`;
    })
    .reverse();
}

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
