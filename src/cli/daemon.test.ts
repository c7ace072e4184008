import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStudio } from '../main/app/studio.ts';
import type { LedgerEntry } from '../main/ports/schedule-store.ts';
import { openStore, type Store } from '../main/store/open-store.ts';
import { diceOf } from '../testing/dice.ts';
import { until } from '../testing/until.ts';

/**
 * Schedules fired by the real daemon, which is killed with SIGKILL at random moments, again and again. CHRONUM_NIGHTLY=1 makes 300
 * kills of the 30 (CHRONUM_KILLS says another number), CHRONUM_KILLS_SEED repeats what a run printed.
 */
const KILLS = Number(process.env.CHRONUM_KILLS ?? (process.env.CHRONUM_NIGHTLY === '1' ? 300 : 30));
const SEED = process.env.CHRONUM_KILLS_SEED ?? String(Date.now());

const ROOT = join(import.meta.dirname, '..', '..');
const CLI = join(ROOT, 'out', 'cli', 'index.mjs');

/** Milliseconds between the instants of each trigger, by its id. */
const EVERY: Readonly<Record<string, number>> = { often: 50, merging: 100, each: 250, jittered: 200 };

const FLOWS: Readonly<Record<string, string>> = {
  quick: `
name: quick
triggers:
  - {id: often, every: 50ms}
steps: [{id: nothing, executor: noop}]
`,
  slow: `
name: slow
triggers:
  - {id: merging, every: 100ms, catchUp: last}
steps: [{id: wait, executor: noop, delay: 150ms}]
`,
  own: `
name: own
concurrency: {group: own, limit: 5}
triggers:
  - {id: each, every: 250ms, catchUp: all, catchUpWindow: 3s}
  - {id: jittered, every: 200ms, jitter: 80ms}
steps: [{id: nothing, executor: noop}]
`,
};

describe.skipIf(process.platform === 'win32')(`the daemon (seed ${SEED})`, () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'build', 'index.ts'), '--if-stale', 'terminal'], {
      stdio: 'pipe',
    });
    folder = mkdtempSync(join(tmpdir(), 'chronum-daemon-'));
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const prepare = (name: string) => {
    const work = join(folder, name, 'work');
    const dataFolder = join(folder, name, 'data');
    mkdirSync(work, { recursive: true });
    for (const [flow, text] of Object.entries(FLOWS)) writeFileSync(join(work, `${flow}.chronum.yaml`), text);
    const file = join(work, 'quick.chronum.yaml');
    run(dataFolder, 'schedule', 'arm', file, '--trust');
    run(dataFolder, 'schedule', 'arm', '--yes');
    return { dataFolder, work };
  };

  const run = (dataFolder: string, ...args: readonly string[]): string =>
    execFileSync(process.execPath, [CLI, ...args], {
      cwd: folder,
      env: { ...process.env, CHRONUM_HOME: dataFolder, INIT_CWD: folder },
      encoding: 'utf8',
    });

  const startDaemon = (dataFolder: string) => {
    const child = spawn(process.execPath, [CLI, 'daemon', '--json'], {
      cwd: folder,
      env: { ...process.env, CHRONUM_HOME: dataFolder, INIT_CWD: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    let out = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    const gone = once(child, 'exit');
    const end = async (signal: NodeJS.Signals) => {
      child.kill(signal);
      const [code] = await gone;
      return code as number | null;
    };
    return { isFiring: () => out.includes('"firing":true'), end };
  };

  it(`killed ${KILLS} times gives each instant exactly one outcome, and each fire its run`, {
    timeout: 60_000 + KILLS * 4_000,
  }, async () => {
    const { dataFolder } = prepare('kills');
    for (let kill = 0; kill < KILLS; kill++) {
      const dice = diceOf(SEED, kill);
      const daemon = startDaemon(dataFolder);
      // Some are killed while they begin, most while they fire.
      if (dice(6) > 0) await until(daemon.isFiring, 'the daemon to fire');
      await sleep(dice(700));
      await daemon.end('SIGKILL');
    }
    const last = startDaemon(dataFolder);
    await until(last.isFiring, 'the last daemon to fire');
    await sleep(1_500);
    expect(await last.end('SIGTERM')).toBe(0);

    const store = openStore({ dataFolder });
    try {
      for (const [triggerId, every] of Object.entries(EVERY)) checkSchedule(store, triggerId, every);
    } finally {
      store.close();
    }
  });

  it('and the app never both fire: one holds the lock, the other takes over within seconds', {
    timeout: 120_000,
  }, async () => {
    const { dataFolder } = prepare('lock');
    const daemon = startDaemon(dataFolder);
    await until(daemon.isFiring, 'the daemon to fire');
    const app = await createStudio({
      kind: 'app',
      dataFolder,
      helper: { helperCommand: process.execPath, helperArgs: [join(ROOT, 'src', 'helper', 'index.ts')], env: {} },
      ownFolder: ROOT,
      environment: {},
    });
    const second = startDaemon(dataFolder);
    await sleep(3_000);
    expect([app.firing.isHere(), second.isFiring()]).toEqual([false, false]);
    const killedAt = Date.now();
    await daemon.end('SIGKILL');
    await until(() => app.firing.isHere() || second.isFiring(), 'one of them to take over');
    expect(Date.now() - killedAt).toBeLessThan(10_000);
    await sleep(3_000);
    const holders = [app.firing.isHere(), second.isFiring()];
    expect(holders.filter(Boolean)).toHaveLength(1);
    // Whichever it is ends, and the other fires.
    if (holders[0] === true) {
      await app.close();
      await until(second.isFiring, 'the daemon to take over');
      await sleep(500);
      await second.end('SIGTERM');
    } else {
      await second.end('SIGKILL');
      await until(app.firing.isHere, 'the app to take over');
      await sleep(500);
      await app.close();
    }
    const store = openStore({ dataFolder });
    for (const [triggerId, every] of Object.entries(EVERY)) checkSchedule(store, triggerId, every);
    store.close();
  });
});

/** Every instant from the arming to the last decided one has one outcome, and fires and runs belong together one to one. */
function checkSchedule(store: Store, triggerId: string, every: number): void {
  const armed = store.workspaces.list().flatMap(({ path }) => store.schedules.armed(path));
  const { scheduleId, armedAt } = armed.find((one) => one.scheduleId.endsWith(`/${triggerId}`))!;
  const state = store.schedules.get(scheduleId)!;
  const rows = allRows(store, scheduleId);
  const counted = new Map<number, string>();
  for (const { outcome, first, last, count } of rows) {
    expect([triggerId, outcome, (last - first) / every + 1]).toEqual([triggerId, outcome, count]);
    for (let instant = first; instant <= last; instant += every) {
      const before = counted.get(instant);
      if (before !== undefined)
        throw new Error(`${triggerId} ${new Date(instant).toISOString()}: ${before} and ${outcome}`);
      counted.set(instant, outcome);
    }
  }
  const decided = state.decided!;
  const waits = state.deferral === null ? 0 : 1;
  const due = Math.floor(decided / every) - Math.floor(armedAt / every);
  expect([triggerId, counted.size - waits]).toEqual([triggerId, due]);
  expect(Math.min(...counted.keys())).toBeGreaterThan(armedAt);

  const runs = store.runs.list({}, { limit: 1_000_000 }).runs.filter(({ trigger }) => trigger.id === triggerId);
  const fired = rows.filter(({ outcome }) => outcome === 'fired');
  expect(runs.length).toBeGreaterThan(2);
  expect(fired.map(({ runId, first }) => `${runId} ${new Date(first).toISOString()}`).sort()).toEqual(
    runs.map(({ id, trigger }) => `${id} ${trigger.scheduledAt}`).sort(),
  );
  expect(state.runs).toBe(runs.length);
}

function allRows({ schedules }: Store, scheduleId: string): LedgerEntry[] {
  const rows: LedgerEntry[] = [];
  let before: number | undefined;
  do {
    const page = schedules.ledger(
      { scheduleIds: [scheduleId] },
      { limit: 5_000, ...(before === undefined ? {} : { before }) },
    );
    rows.push(...page.entries);
    before = page.next ?? undefined;
  } while (before !== undefined);
  return rows;
}
