import { describe, expect, it, vi } from 'vitest';
import { scheduledFlow } from '../../../testing/scheduler-harness.ts';
import { until } from '../../../testing/until.ts';
import { createMemoryScheduleStore } from '../../scheduler/memory-schedule-store.ts';
import type { ScheduledFlow } from '../../scheduler/scheduled-flow.ts';
import { createTraySchedules } from './tray-schedules.ts';

const NOW = Date.parse('2026-03-28T10:00:30Z');
const MINUTE = 60_000;

function open(...first: ScheduledFlow[]) {
  const store = createMemoryScheduleStore();
  const list = { now: first };
  const clock = { now: NOW };
  let tell = () => {};
  const reports: string[] = [];
  const tray = createTraySchedules({
    source: {
      list: async () => {
        if (list.now.length === 1 && list.now[0]?.flow.name === 'broken') throw new Error('the folder is gone');
        return list.now;
      },
      watch: (listener) => {
        tell = listener;
        return () => {};
      },
    },
    store,
    zone: () => 'UTC',
    now: () => clock.now,
    report: (message) => reports.push(message),
  });
  const change = (next: ScheduledFlow[]) => {
    list.now = next;
    tell();
  };
  const next = () => tray.next(5).map(({ flowName, at }) => `${flowName} ${new Date(at).toISOString().slice(11, 16)}`);
  return { store, tray, change, clock, next, reports };
}

const every = (flowId: string, minutes: number) =>
  scheduledFlow({ type: 'every', every: minutes * MINUTE }, { flowId, armedAt: NOW });

describe('the schedules of the tray', () => {
  it('are told soonest first, and follow what is armed', async () => {
    const { tray, change, next } = open(every('slow', 60), every('quick', 5));
    const heard = vi.fn();
    tray.subscribe(heard);
    expect(tray.state()).toBeNull();
    await until(() => tray.state() !== null, 'the schedules');
    expect(next()).toEqual(['quick 10:05', 'slow 11:00']);
    change([every('slow', 60)]);
    await until(() => heard.mock.calls.length === 2, 'the change');
    expect(next()).toEqual(['slow 11:00']);
    change([]);
    await until(() => tray.state() === null, 'no schedules');
    expect(next()).toEqual([]);
  });

  it('say whether all are paused, and leave out what is paused alone', async () => {
    const { tray, store, next } = open(every('slow', 60), every('quick', 5));
    await until(() => tray.state() !== null, 'the schedules');
    store.pause({ scope: 'schedule', scheduleId: every('quick', 5).id, at: NOW, by: 'ada' });
    expect(next()).toEqual(['slow 11:00']);
    expect(tray.state()).toEqual({ paused: false });
    store.pause({ scope: 'all', at: NOW, by: 'ada' });
    expect(tray.state()).toEqual({ paused: true });
    store.resume({ scope: 'all' });
    expect(tray.state()).toEqual({ paused: false });
  });

  it('say when they cannot be read, and keep what was known', async () => {
    const { tray, change, next, reports } = open(every('slow', 60));
    await until(() => tray.state() !== null, 'the schedules');
    change([every('broken', 1)]);
    await until(() => reports.length > 0, 'a report');
    expect(reports[0]).toContain('the folder is gone');
    expect(next()).toEqual(['slow 11:00']);
  });
});
