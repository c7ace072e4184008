/**
 * A million schedules: memory, time to load, wake-ups of an idle hour on the virtual clock, CPU of an idle stretch on the real one.
 *
 *   node --expose-gc bench/schedule-million.ts [schedules] [idle seconds]
 *
 * Mixed: crons in many forms and zones, some with H of their own, calendars, intervals. None is due in the idle time, so that what
 * is measured is the waiting. Croner does the same with fewer jobs, counted up.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cron } from 'croner';
import type { Trigger } from '../src/core/flow/flow.ts';
import { systemClock } from '../src/main/app/system-clock.ts';
import type { Clock } from '../src/main/ports/clock.ts';
import type { SchedulerStore } from '../src/main/ports/schedule-store.ts';
import { createMemoryScheduleStore } from '../src/main/scheduler/memory-schedule-store.ts';
import type { ScheduledFlow } from '../src/main/scheduler/scheduled-flow.ts';
import { createScheduler } from '../src/main/scheduler/scheduler.ts';
import { createVirtualClock } from '../src/main/scheduler/virtual-clock.ts';
import { openStore } from '../src/main/store/open-store.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const idleSeconds = Number(process.argv[3] ?? 10);
const CRONER_JOBS = Math.min(count, 20_000);
const HOUR = 3_600_000;

const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Sydney', 'UTC'];
const loop = (): Promise<void> => new Promise((next) => setImmediate(next));
const { gc } = globalThis as { gc?: () => void };
const collect = async () => {
  for (let n = 0; n < 3; n++) {
    gc?.();
    await sleep(50);
  }
};
/** What is in use after a collection; the binaries and what was freed do not count. */
const memory = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

/** Two hours from now at the earliest, by the clock of its zone. */
function triggerOf(n: number, now: number): Trigger {
  const later = new Date(now + (2 + (n % 20)) * HOUR + (n % 3_600) * 1_000);
  const [minute, hour] = [later.getUTCMinutes(), later.getUTCHours()];
  const common = { id: `trigger-${n % 1_000}`, timezone: 'UTC' };
  switch (n % 5) {
    case 0:
      return { type: 'cron', cron: `${minute} ${hour} * * *`, ...common };
    case 1:
      return {
        type: 'cron',
        cron: `${minute} ${hour} 1,15 * MON`,
        ...common,
        timezone: zones[n % zones.length]!,
        startAt: new Date(now + 2 * HOUR).toISOString(),
      };
    case 2:
      return { type: 'cron', cron: 'H H * * *', ...common, startAt: new Date(now + 2 * HOUR).toISOString() };
    case 3:
      return { type: 'every', every: 24 * HOUR, offset: (now + 2 * HOUR + n) % (24 * HOUR), ...common };
    default:
      return {
        type: 'calendar',
        calendar: { month: 'every(3)', day: 'L', hour: String(hour), minute: String(minute) },
        ...common,
      };
  }
}

/** Made one after the other, as a source would read them: they are part of what a schedule costs. */
function* schedules(now: number): Generator<ScheduledFlow> {
  for (let n = 0; n < count; n++) {
    const flowId = `flow-${n}`;
    yield {
      id: `${flowId}/t`,
      flow: { id: flowId, name: 'noop', workspace: '/w', file: 'noop.chronum.yaml' },
      trigger: triggerOf(n, now),
      labels: [],
      armedAt: now,
      concurrency: null,
    };
  }
}

/** The wall clock, with its wake-ups counted. */
function counting(clock: Clock): Clock & { readonly wakeUps: number } {
  let wakeUps = 0;
  return {
    ...clock,
    sleepUntil: (instant, signal) => clock.sleepUntil(instant, signal).finally(() => wakeUps++),
    get wakeUps() {
      return wakeUps;
    },
  };
}

async function measure(
  name: string,
  clock: Clock,
  store: SchedulerStore,
  idle: () => Promise<string>,
): Promise<number> {
  await collect();
  const before = memory();
  const dispatcher = { dispatch: async (fires: readonly unknown[]) => fires.map(() => ({ ok: true }) as const) };
  const scheduler = createScheduler({ clock, store, dispatcher });
  const started = performance.now();
  await scheduler.load(schedules(clock.now()));
  scheduler.start();
  const took = performance.now() - started;
  await collect();
  const each = (memory() - before) / count;
  console.log(
    `${name}: ${count.toLocaleString('en')} loaded in ${(took / 1000).toFixed(1)} s (${((took / count) * 1000).toFixed(1)} µs each), ` +
      `${megabytes(each * count)} (${Math.round(each)} bytes each, the triggers themselves included)`,
  );
  console.log(`${name}: ${await idle()}`);
  await scheduler.stop();
  return each;
}

const virtual = createVirtualClock({ start: Date.now(), turn: loop });
await measure('in memory', virtual, createMemoryScheduleStore(), async () => {
  const before = virtual.wakeUps;
  await virtual.advance(HOUR);
  return `${virtual.wakeUps - before} wake-ups of the scheduler in an idle hour of the virtual clock`;
});

const folder = mkdtempSync(join(tmpdir(), 'chronum-bench-'));
const store = openStore({ dataFolder: folder });
const real = counting(systemClock);
const each = await measure('SQLite', real, store.schedules, async () => {
  const [cpu, started] = [process.cpuUsage(), performance.now()];
  await sleep(idleSeconds * 1_000);
  const { user, system } = process.cpuUsage(cpu);
  const share = (user + system) / 1_000 / (performance.now() - started);
  return `${(share * 100).toFixed(2)} % of a core over ${idleSeconds} idle seconds, ${real.wakeUps} wake-ups of the scheduler`;
});
store.close();
rmSync(folder, { recursive: true, force: true });

await collect();
const before = memory();
const started = performance.now();
const jobs = Array.from({ length: CRONER_JOBS }, (_, n) => {
  const later = new Date(Date.now() + (2 + (n % 20)) * HOUR);
  return new Cron(`${n % 60} ${later.getUTCHours()} * * *`, { timezone: zones[n % zones.length]! }, () => {});
});
const took = performance.now() - started;
await collect();
const cronerEach = (memory() - before) / CRONER_JOBS;
console.log(
  `croner: ${CRONER_JOBS.toLocaleString('en')} jobs in ${(took / 1000).toFixed(1)} s (${((took / CRONER_JOBS) * 1000).toFixed(1)} µs each), ` +
    `${Math.round(cronerEach)} bytes each: ${(cronerEach / each).toFixed(1)}x ours`,
);
for (const job of jobs) job.stop();
