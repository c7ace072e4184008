import type { OwnerRef } from '../../../core/run/event.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AppSignals, Conditions, LocalZone } from '../../ports/conditions.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { Owners } from '../../ports/owners.ts';
import type { RunStore } from '../../ports/run-store.ts';
import type { ScheduleStore } from '../../ports/schedule-store.ts';
import type { KeyValueStore } from '../../ports/workspace-store.ts';
import type { Dispatcher } from '../../scheduler/dispatcher.ts';
import { takeDuty } from '../../scheduler/duty.ts';
import type { ScheduleSource } from '../../scheduler/scheduled-flow.ts';
import { createScheduler, type Scheduler } from '../../scheduler/scheduler.ts';
import { createAppSource } from '../../triggers/app-source.ts';
import type { EventSource, Occurred } from '../../triggers/event-source.ts';
import { createFlowSource } from '../../triggers/flow-source.ts';
import { createWatchSource } from '../../triggers/watch-source.ts';

/** The owner that fired schedules last, for whoever wants to know which process it is. */
const FIRING_OWNER = 'schedules/owner';
/** Of each schedule so much of the ledger is kept: of one that fires every minute, two weeks; of a daily one, all there ever was. */
const KEPT_ROWS = 20_000;
const FIRST_TRIM_MS = 120_000;
const TRIM_EVERY_MS = 6 * 3_600_000;
/** Milliseconds until what could not be read is read again. */
const READ_AGAIN_MS = 10_000;

export interface FiringParts {
  readonly clock: Clock;
  readonly owner: OwnerRef;
  readonly store: {
    readonly events: EventLog;
    readonly runs: RunStore;
    readonly schedules: ScheduleStore;
    readonly keyValues: KeyValueStore;
    readonly owners: Owners;
  };
  readonly source: ScheduleSource;
  readonly dispatcher: Dispatcher;
  readonly newRunId: () => string;
  readonly conditions: Conditions;
  readonly zone: LocalZone;
  readonly signals: AppSignals;
  readonly report: (message: string) => void;
}

export interface Firing {
  /** Whether it is this process that fires. */
  readonly isHere: boolean;
  stop(): Promise<void>;
}

/** Fires schedules in this process while it is the one whose duty that is. */
export function startFiring(parts: FiringParts): Firing {
  const { clock, owner, store, source, report } = parts;
  const { schedules } = store;
  let ending: (() => Promise<void>)[] = [];

  const stopping = new AbortController();

  const begin = async () => {
    try {
      await beginToFire();
    } catch (error) {
      await end();
      throw error;
    }
  };

  const beginToFire = async () => {
    store.keyValues.set(FIRING_OWNER, JSON.stringify(owner));
    const { dispatcher, newRunId, conditions, zone } = parts;
    const scheduler = createScheduler({ clock, store: schedules, dispatcher, newRunId, conditions, zone, report });
    ending.push(scheduler.stop);
    const sources = eventSources(parts, scheduler);
    ending.push(...sources.map((one) => one.close));
    const load = async () => {
      const list = await source.list();
      await scheduler.load(list);
      for (const one of sources) one.set(list);
    };
    const reload = oneAtATime(async () => {
      try {
        await load();
        return true;
      } catch (error) {
        report(`Schedules cannot be read, and will be tried again: ${messageOf(error)}`);
        await clock.sleep(READ_AGAIN_MS, stopping.signal).catch(() => {});
        return stopping.signal.aborted;
      }
    });
    const unwatch = source.watch(() => void reload());
    ending.unshift(async () => unwatch());
    await reload();
    scheduler.start();
    void keepTrim();
  };

  const keepTrim = async () => {
    try {
      for (let rest = FIRST_TRIM_MS; ; rest = TRIM_EVERY_MS) {
        await clock.sleep(rest, stopping.signal);
        await schedules.trim(KEPT_ROWS).catch((error: unknown) => report(messageOf(error)));
      }
    } catch {
      // It is over.
    }
  };

  const end = async () => {
    const all = ending;
    ending = [];
    for (const one of all) await one();
  };

  const duty = takeDuty({ clock, owners: store.owners, begin, end, report });
  return {
    get isHere() {
      return duty.isHeld;
    },
    stop: async () => {
      stopping.abort();
      await duty.stop();
    },
  };
}

function eventSources(parts: FiringParts, scheduler: Scheduler): EventSource[] {
  const { clock, store, signals, report } = parts;
  const { events: log, runs, keyValues } = store;
  const occurred: Occurred = (scheduleId, event) => scheduler.occurred(scheduleId, event);
  return [
    createWatchSource({ clock, occurred, report }),
    createFlowSource({ log, runs, keyValues, occurred, report }),
    createAppSource({ clock, signals, occurred }),
  ];
}

/** The process that fires schedules; null while there is none. */
export function firingOwner(store: {
  readonly keyValues: Pick<KeyValueStore, 'get'>;
  readonly owners: Pick<Owners, 'isAlive'>;
}): OwnerRef | null {
  const text = store.keyValues.get(FIRING_OWNER);
  const owner = text === null ? null : (JSON.parse(text) as OwnerRef);
  return owner !== null && store.owners.isAlive(owner.id) ? owner : null;
}

/** Does the work until it says that it is done. Calls that come meanwhile ask for it once more, after it. */
function oneAtATime(work: () => Promise<boolean>): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  let isAskedAgain = false;
  const run = async (): Promise<void> => {
    let isDone: boolean;
    do {
      isAskedAgain = false;
      isDone = await work();
    } while (isAskedAgain || !isDone);
    underWay = undefined;
  };
  return () => {
    isAskedAgain = underWay !== undefined;
    underWay ??= run();
    return underWay;
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
