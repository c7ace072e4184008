import { parseInstant } from '../core/schedule/index.ts';
import type { Clock } from '../main/ports/clock.ts';
import type { SchedulerStore } from '../main/ports/schedule-store.ts';
import type { Dispatcher } from '../main/scheduler/dispatcher.ts';
import type { DueFinder } from '../main/scheduler/due-finder.ts';
import { createMemoryScheduleStore } from '../main/scheduler/memory-schedule-store.ts';
import { createScheduler } from '../main/scheduler/scheduler.ts';

/** A dispatcher of one's own: says what is due. Whoever makes no runs hands the records to the store, and that is the fire. */
const telling = (store: SchedulerStore, lines: string[]): Dispatcher => ({
  async dispatch(fires) {
    await store.record(fires.map((fire) => fire.record));
    for (const { schedule, trigger } of fires) lines.push(`${schedule.flow.name} at ${trigger.scheduledAt}`);
    return fires.map(() => ({ ok: true }));
  },
});

/** A store of one's own: the one in memory, and every outcome told. A database would append the events and keep the fold of them. */
function auditing(lines: string[]): SchedulerStore {
  const store = createMemoryScheduleStore();
  return {
    ...store,
    async record(appends) {
      await store.record(appends);
      for (const { events } of appends) lines.push(...events.map(({ type }) => type));
    },
  };
}

/** An engine of one's own: a plain list, searched each time. Slow with many schedules, and four lines long. */
function listed(): DueFinder {
  const dueAt = new Map<number, number>();
  const inOrder = () => [...dueAt].sort(([a, x], [b, y]) => x - y || a - b);
  return {
    set: (key, at) => void dueAt.set(key, at),
    remove: (key) => void dueAt.delete(key),
    earliest: () => inOrder()[0]?.[1],
    take(now, limit) {
      const due = inOrder().flatMap(([key, at]) => (at <= now ? [key] : []));
      for (const key of due.slice(0, limit)) dueAt.delete(key);
      return due.slice(0, limit);
    },
    get size() {
      return dueAt.size;
    },
  };
}

/** A clock of one's own: nobody ever waits, and time passes only where somebody would have. */
function impatient(start: number): Clock {
  let now = start;
  const jump = async (instant: number, signal?: AbortSignal) => {
    await new Promise((next) => setImmediate(next));
    signal?.throwIfAborted();
    now = Math.max(now, instant);
  };
  return {
    now: () => now,
    monotonic: () => now - start,
    sleep: (ms, signal) => jump(now + ms, signal),
    sleepUntil: jump,
    soon: (task) => void setImmediate(task),
  };
}

/** Fires every day at nine in Berlin until it has done so `days` times. Resolves to what happened. */
export async function nineOClock(days: number): Promise<string[]> {
  const lines: string[] = [];
  const begin = parseInstant('2026-03-27T00:00:00Z');
  if (!begin.ok) throw new Error(begin.error.message);
  const store = auditing(lines);
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  const tell = telling(store, lines);
  const scheduler = createScheduler({
    clock: impatient(begin.value),
    store,
    engine: listed(),
    dispatcher: {
      async dispatch(fires) {
        const answers = await tell.dispatch(fires);
        if (fires.some((fire) => store.get(fire.schedule.id)?.runs === days)) resolve();
        return answers;
      },
    },
  });
  await scheduler.load([
    {
      id: 'morning/nine',
      flow: { id: 'morning', name: 'morning', workspace: '/home/ada/flows', file: 'morning.chronum.yaml' },
      trigger: { type: 'cron', cron: '0 9 * * *', timezone: 'Europe/Berlin', id: 'nine', maxRuns: days },
      labels: [],
      armedAt: begin.value,
      concurrency: null,
    },
  ]);
  scheduler.start();
  await enough;
  await scheduler.stop();
  return lines;
}
