/**
 * How late schedules fire: from the instant at which something is due to the moment at which the dispatcher hears of it. Against a
 * bare timer over a sorted list, which is the least that can be done, and against croner, all in one run.
 *
 *   node bench/schedule-lateness.ts [seconds] [rounds]
 *
 * Two loads: 100 schedules every 100 ms, and 10,000 one-shots at random instants in 5 s (scaled with `seconds`). Ours without a
 * ledger, and with it in SQLite, where each fire is durable before the next ones are looked at; FULL waits for the disk.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cron } from 'croner';
import { foldSchedule, isScheduleEvent, newSchedule } from '../src/core/ledger/index.ts';
import { systemClock } from '../src/main/app/system-clock.ts';
import type { SchedulerStore, StoredSchedule } from '../src/main/ports/schedule-store.ts';
import type { Dispatcher } from '../src/main/scheduler/dispatcher.ts';
import { type ScheduledFlow, scheduleIdOf } from '../src/main/scheduler/scheduled-flow.ts';
import { createScheduler } from '../src/main/scheduler/scheduler.ts';
import { openStore } from '../src/main/store/open-store.ts';
import { median } from './report.ts';

const seconds = Number(process.argv[2] ?? 5);
const rounds = Number(process.argv[3] ?? 3);

const EVERY_MS = 100;
const SCHEDULES = 100;
const ONE_SHOTS = 2_000 * seconds;
/** Time to load everything before the first instant. */
const LEAD_MS = 1_500;
/** The first instants warm everything up, for all alike; they have to be right, and their lateness does not count. */
const WARM_UP_MS = 1_000;
/** How long is waited for what is late. */
const PATIENCE_MS = 10_000;

/** Hears of fires: their lateness by a clock finer than milliseconds, and what must never be. */
interface Ear {
  hear(key: string, dueAt: number): void;
  readonly count: number;
  report(expected: number): Report;
}

interface Report {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly missed: number;
  readonly doubled: number;
  readonly early: number;
}

function createEar(measureFrom: number): Ear {
  const lateness: number[] = [];
  const heard = new Set<string>();
  let doubled = 0;
  let early = 0;
  const offset = wallOffset();
  return {
    hear: (key, dueAt) => {
      if (Date.now() < dueAt) early++;
      if (heard.has(key)) doubled++;
      heard.add(key);
      if (dueAt >= measureFrom) lateness.push(performance.now() + offset - dueAt);
    },
    get count() {
      return heard.size;
    },
    report: (expected) => {
      lateness.sort((a, b) => a - b);
      const at = (part: number) =>
        lateness[Math.min(lateness.length - 1, Math.floor(lateness.length * part))] ?? Number.NaN;
      return { p50: at(0.5), p99: at(0.99), max: at(1), missed: expected - heard.size, doubled, early };
    },
  };
}

/** What turns `performance.now()` into the wall clock with a fraction: `Date.now()` cuts it off, so that the largest of many is right. */
function wallOffset(): number {
  let offset = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < 20_000; n++) offset = Math.max(offset, Date.now() - performance.now());
  return offset;
}

interface Load {
  readonly name: string;
  /** The instants of each schedule. */
  readonly instants: (start: number) => readonly (readonly number[])[];
}

const loads: readonly Load[] = [
  {
    name: `${SCHEDULES} schedules every ${EVERY_MS} ms, ${seconds} s`,
    instants: (start) => {
      const first = Math.ceil(start / EVERY_MS) * EVERY_MS;
      const each = Array.from({ length: (seconds * 1_000 + WARM_UP_MS) / EVERY_MS }, (_, n) => first + n * EVERY_MS);
      return Array.from({ length: SCHEDULES }, () => each);
    },
  },
  {
    name: `${ONE_SHOTS} one-shots in ${seconds} s`,
    instants: (start) => {
      let random = 42;
      const span = seconds * 1_000 + WARM_UP_MS;
      return Array.from({ length: Math.round((ONE_SHOTS * span) / (seconds * 1_000)) }, () => {
        random = (random * 48_271) % 2_147_483_647;
        return [start + (random % span)];
      });
    },
  },
];

type Contender = (instants: readonly (readonly number[])[], ear: Ear) => Promise<() => Promise<void>>;

/** One timer to the next of a sorted list. */
const bareTimer: Contender = async (instants, ear) => {
  const all = instants.flatMap((list, schedule) => list.map((at) => ({ at, key: `${schedule} ${at}` })));
  all.sort((a, b) => a.at - b.at);
  let next = 0;
  let timer: NodeJS.Timeout;
  const look = () => {
    while (next < all.length && all[next]!.at <= Date.now()) {
      const { at, key } = all[next++]!;
      ear.hear(key, at);
    }
    if (next < all.length) timer = setTimeout(look, all[next]!.at - Date.now());
  };
  look();
  return async () => clearTimeout(timer);
};

/** Croner has no intervals below a second: each instant is a job of its own, made when the one before has fired. */
const croner: Contender = async (instants, ear) => {
  const jobs = new Set<Cron>();
  for (const [schedule, list] of instants.entries()) {
    const begin = (index: number) => {
      const at = list[index];
      if (at === undefined) return;
      const job = new Cron(new Date(at), () => {
        ear.hear(`${schedule} ${at}`, at);
        jobs.delete(job);
        begin(index + 1);
      });
      jobs.add(job);
    };
    begin(0);
  }
  return async () => {
    for (const job of jobs) job.stop();
  };
};

function scheduled(list: readonly number[], n: number): ScheduledFlow {
  const id = String(n);
  const first = list[0]!;
  return {
    id: scheduleIdOf('bench', id),
    flow: { id: `bench-${n}`, name: 'noop', workspace: '/w', file: 'noop.chronum.yaml' },
    trigger:
      list.length > 1
        ? { type: 'every', every: EVERY_MS, id, endAt: new Date(list.at(-1)!).toISOString() }
        : { type: 'at', at: new Date(first).toISOString(), id },
    labels: [],
    armedAt: first - 1,
    concurrency: { group: 'own' },
  };
}

const ours =
  (open: () => { store: SchedulerStore; close(): void }): Contender =>
  async (instants, ear) => {
    const { store, close } = open();
    const dispatcher: Dispatcher = {
      dispatch: async (fires) => {
        for (const { schedule, nominal, dueAt } of fires) ear.hear(`${schedule.id} ${nominal}`, dueAt);
        await store.record(fires.map(({ record }) => record));
        return fires.map(() => ({ ok: true }));
      },
    };
    const scheduler = createScheduler({ clock: systemClock, store, dispatcher });
    await scheduler.load(instants.map(scheduled));
    scheduler.start();
    return async () => {
      await scheduler.stop();
      close();
    };
  };

/** Keeps what was decided last of each schedule, and no history. */
function cursorsAlone(): SchedulerStore {
  const states = new Map<string, StoredSchedule>();
  const see = (id: string, at: number) => {
    const state = states.get(id) ?? { ...newSchedule(at), id, seq: 0 };
    states.set(id, state);
    return state;
  };
  return {
    see: async (ids, at) => ids.map((id) => see(id, at)),
    get: (id) => states.get(id) ?? null,
    record: async (appends) => {
      for (const { events } of appends) {
        for (const event of events) {
          if (!isScheduleEvent(event)) continue;
          const before = see(event.scheduleId, 0);
          states.set(event.scheduleId, { ...before, ...foldSchedule(before, event), seq: before.seq + 1 });
        }
      }
    },
    pauses: () => [],
    watch: () => () => {},
  };
}

const inSqlite = (synchronous: 'NORMAL' | 'FULL') => () => {
  const folder = mkdtempSync(join(tmpdir(), 'chronum-bench-'));
  const store = openStore({ dataFolder: folder, synchronous });
  const close = () => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { store: store.schedules, close };
};

const contenders: Readonly<Record<string, Contender>> = {
  'bare timer': bareTimer,
  'ours, no ledger': ours(() => ({ store: cursorsAlone(), close: () => {} })),
  'ours, SQLite NORMAL': ours(inSqlite('NORMAL')),
  'ours, SQLite FULL': ours(inSqlite('FULL')),
  croner,
};

/** One contender under one load, in a process of its own: what others left in memory is none of its business. */
async function measure(load: Load, begin: Contender): Promise<Report> {
  const start = Date.now() + LEAD_MS;
  const ear = createEar(start + WARM_UP_MS);
  const instants = load.instants(start);
  const expected = instants.reduce((sum, list) => sum + list.length, 0);
  const last = Math.max(...instants.map((list) => list.at(-1)!));
  const end = await begin(instants, ear);
  await systemClock.sleepUntil(last + 300);
  while (ear.count < expected && Date.now() < last + PATIENCE_MS) await systemClock.sleep(50);
  await end();
  return ear.report(expected);
}

const measureApart = (load: number, name: string): Report => {
  const args = [import.meta.filename, String(seconds), String(rounds), String(load), name];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Report;
};

const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(9);

function compare(load: number): void {
  console.log(loads[load]!.name);
  const reports = new Map<string, Report[]>(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, all] of reports) all.push(measureApart(load, name));
  }
  const bare = reports.get('bare timer')!;
  for (const [name, all] of reports) {
    const of = (pick: (report: Report) => number) => median(all.map(pick));
    const ratio = median(all.map(({ p99 }, round) => p99 / bare[round]!.p99));
    const wrong = all.reduce((sum, { missed, doubled, early }) => sum + missed + doubled + early, 0);
    const verdict = wrong === 0 ? 'none missed, doubled or early' : `WRONG: ${JSON.stringify(all)}`;
    const times = `p50 ${ms(of(({ p50 }) => p50))}  p99 ${ms(of(({ p99 }) => p99))}  max ${ms(of(({ max }) => max))}`;
    console.log(`  ${name.padEnd(20)} ${times}  p99 to bare ${ratio.toFixed(2)}x  ${verdict}`);
  }
}

const [load, name] = process.argv.slice(4);
if (load === undefined || name === undefined) for (const index of loads.keys()) compare(index);
else console.log(JSON.stringify(await measure(loads[Number(load)]!, contenders[name]!)));
