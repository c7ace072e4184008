import type { RunConcurrency, Trigger } from '../../../core/flow/flow.ts';
import type { FlowRef } from '../../../core/run/event.ts';
import type { ExceptRange, Instant } from '../../../core/schedule/index.ts';
import type { ScheduleStore } from '../../ports/schedule-store.ts';
import {
  armPending,
  type FoundTrigger,
  type PendingTrigger,
  splitByArmed,
  switchedOff,
} from '../../scheduler/arming.ts';
import type { ScheduledFlow, ScheduleSource } from '../../scheduler/scheduled-flow.ts';

/** A trigger as it stands in a flow file. */
export interface CatalogTrigger {
  readonly flow: FlowRef;
  readonly labels: readonly string[];
  readonly trusted: boolean;
  readonly trigger: Trigger;
  readonly concurrency: RunConcurrency | null;
}

/** The triggers of all workspaces. */
export interface TriggerCatalog {
  list(): Promise<readonly CatalogTrigger[]>;
  watch(listener: () => void): () => void;
}

export interface ArmedSource extends ScheduleSource {
  /** What a person has to see before it fires, of one workspace or of all. */
  pending(workspace?: string): Promise<PendingTrigger[]>;
  /** Lets triggers through in the form they have now. Resolves to how many there were. */
  arm(scheduleIds: readonly string[]): Promise<number>;
  /** The workspace was trusted: a person has seen what is in it. */
  trusted(workspace: string): Promise<void>;
}

interface Dependencies {
  readonly catalog: TriggerCatalog;
  readonly store: Pick<ScheduleStore, 'armed' | 'arm' | 'disarm' | 'watch'>;
  readonly readExcept: (flow: FlowRef, trigger: Trigger) => Promise<readonly ExceptRange[]>;
  /** A workspace that came with the studio: its triggers need nobody to look at them. */
  readonly armsByItself: (workspace: string) => boolean;
  readonly now: () => Instant;
}

/** The triggers of trusted workspaces that a person has let through. */
export function createScheduleSource({ catalog, store, readExcept, armsByItself, now }: Dependencies): ArmedSource {
  /** Equal schedules stay the same objects, so that whoever has loaded one can tell. */
  const known = new Map<string, { readonly text: string; readonly schedule: ScheduledFlow }>();

  const same = (schedule: ScheduledFlow): ScheduledFlow => {
    const text = JSON.stringify(schedule);
    const before = known.get(schedule.id);
    if (before?.text === text) return before.schedule;
    known.set(schedule.id, { text, schedule });
    return schedule;
  };

  const withExcept = async (entry: CatalogTrigger): Promise<FoundTrigger> => {
    const { flow, labels, trigger, concurrency } = entry;
    const except = await readExcept(flow, trigger);
    return { flow, labels, trigger, concurrency, ...(except.length > 0 ? { except } : {}) };
  };

  const look = async (workspace?: string) => {
    const entries = (await catalog.list()).filter((entry) => entry.trusted);
    const found = Map.groupBy(await Promise.all(entries.map(withExcept)), ({ flow }) => flow.workspace);
    const all = { armed: [] as ScheduledFlow[], pending: [] as PendingTrigger[] };
    for (const [path, triggers] of found) {
      if (workspace !== undefined && path !== workspace) continue;
      const off = switchedOff(triggers, store.armed(path));
      if (off.length > 0) store.disarm(off);
      const first = splitByArmed(triggers, store.armed(path));
      const arms = first.pending.length > 0 && armsByItself(path);
      if (arms) armPending(store, first.pending, now());
      const { armed, pending } = arms ? splitByArmed(triggers, store.armed(path)) : first;
      all.armed.push(...armed);
      all.pending.push(...pending);
    }
    return all;
  };

  return {
    list: async () => {
      const { armed } = await look();
      const schedules = armed.map(same);
      const ids = new Set(schedules.map(({ id }) => id));
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
      return schedules;
    },
    pending: async (workspace) => (await look(workspace)).pending,
    arm: async (scheduleIds) => {
      const wanted = new Set(scheduleIds);
      const pending = (await look()).pending.filter(({ scheduleId }) => wanted.has(scheduleId));
      armPending(store, pending, now());
      return pending.length;
    },
    trusted: async (workspace) => armPending(store, (await look(workspace)).pending, now()),
    watch: (listener) => {
      const endings = [catalog.watch(listener), store.watch(listener)];
      return () => {
        for (const end of endings) end();
      };
    },
  };
}
