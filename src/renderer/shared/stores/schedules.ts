import { create } from 'zustand';
import type { PauseTarget, ScheduleRow, SchedulesOwner } from '../../../contract/schedules.ts';
import { client } from '../client/client.ts';
import { follow } from '../client/follow.ts';

interface Schedules {
  readonly phase: 'loading' | 'ready';
  /** By workspace, flow and place in its file. */
  readonly rows: readonly ScheduleRow[];
  readonly byId: ReadonlyMap<string, ScheduleRow>;
  readonly pauses: readonly PauseTarget[];
  readonly owner: SchedulesOwner;
  readonly localZone: string;
  /** Grows with every news, for those who keep something made from them. */
  readonly version: number;
}

export const useSchedules = create<Schedules>(() => ({
  phase: 'loading',
  rows: [],
  byId: new Map(),
  pauses: [],
  owner: null,
  localZone: 'UTC',
  version: 0,
}));

const inOrder = (a: ScheduleRow, b: ScheduleRow): number =>
  a.workspace.localeCompare(b.workspace) ||
  a.flowName.localeCompare(b.flowName) ||
  a.file.localeCompare(b.file) ||
  a.index - b.index;

/** Keeps all schedules as they stand, whoever fires them, until the returned function is called. */
export const followSchedules = (): (() => void) =>
  follow({
    open: (signal) => client.schedules.watch(undefined, { signal }),
    onItem: ({ reset, rows, gone, ...rest }) =>
      useSchedules.setState((before) => {
        const byId = new Map(reset ? [] : before.byId);
        for (const row of rows) byId.set(row.id, row);
        for (const id of gone) byId.delete(id);
        return { ...rest, phase: 'ready', byId, rows: [...byId.values()].sort(inOrder), version: before.version + 1 };
      }),
  });
