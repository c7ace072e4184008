import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChronumEvent, runStream } from '../core/run/event.ts';
import { openStoreReadOnly } from '../main/store/open-store.ts';
import { sqliteRuntime } from '../main/store/sqlite-runtime.ts';
import { diceOf, type Roll } from '../testing/dice.ts';

/**
 * Random flows run by the real terminal process, which is killed with SIGKILL at random moments, again and again, and resumed.
 * CHRONUM_KILLS sets how many kills there are in all (300 at night), CHRONUM_KILLS_SEED repeats what a run printed.
 */
const KILLS = Number(process.env.CHRONUM_KILLS ?? 30);
const SEED = process.env.CHRONUM_KILLS_SEED ?? String(Date.now());
const KILLS_A_FLOW = 5;

const ROOT = join(import.meta.dirname, '..', '..');
const CLI = join(ROOT, 'out', 'cli', 'index.mjs');

describe.skipIf(process.platform !== 'linux')(`kills of the terminal process (seed ${SEED})`, () => {
  let folder: string;

  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'build', 'index.ts'), '--if-stale', 'terminal'], {
      stdio: 'pipe',
    });
    folder = mkdtempSync(join(tmpdir(), 'chronum-kills-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  const rounds = Math.ceil(KILLS / KILLS_A_FLOW);
  it.each(Array.from({ length: rounds }, (_, i) => i))(
    'flow %i ends, whatever died, with nothing done twice and nothing left',
    { timeout: 120_000 },
    async (round) => {
      const dice = diceOf(SEED, round);
      const home = join(folder, String(round));
      const work = join(home, 'work');
      mkdirSync(work, { recursive: true });
      const file = join(work, 'random.chronum.yaml');
      writeFileSync(file, randomFlow(dice));
      const dataFolder = join(home, 'data');

      await killAfter(start(dataFolder, ['run', file]), dice(1_400) + 300);
      for (let kill = 1; kill < KILLS_A_FLOW; kill++) {
        if (unfinished(dataFolder).length === 0) break;
        await killAfter(start(dataFolder, ['resume', '--all']), dice(1_400) + 300);
      }
      if (!existsSync(join(dataFolder, 'chronum.db')) || runs(dataFolder).length === 0) return;
      await ended(start(dataFolder, ['resume', '--all']));

      expect(unfinished(dataFolder)).toEqual([]);
      for (const runId of runs(dataFolder)) {
        checkHistory(eventsOf(dataFolder, runId));
        await expect.poll(() => markedProcesses(runId), { timeout: 10_000 }).toEqual([]);
      }
      await expect.poll(() => processesOf(dataFolder), { timeout: 20_000 }).toEqual([]);
      expect(integrity(dataFolder)).toBe('ok');
    },
  );

  function start(dataFolder: string, args: readonly string[]): ChildProcess {
    const env = { ...process.env, CHRONUM_HOME: dataFolder, INIT_CWD: folder };
    return spawn(process.execPath, [CLI, ...args], { cwd: folder, env, stdio: 'ignore' });
  }
});

/** A graph of small shell steps: some slow, some that fail at first, some that leave children in the background. */
function randomFlow(dice: Roll): string {
  const size = 3 + dice(8);
  const steps = Array.from({ length: size }, (_, i) => {
    const needs = Array.from({ length: i }, (_, n) => `s${n}`).filter(() => dice(3) === 0);
    const slow = (dice(25) / 100).toFixed(2);
    const behaviour = [
      `sleep ${slow}`,
      `sleep 300 & sleep ${slow}`,
      `(sleep 300 > /dev/null & sleep ${slow}) | cat`,
      `test -e flag-${i} || { touch flag-${i}; exit 7; }; sleep ${slow}`,
    ][dice(4)];
    return [
      `  - id: s${i}`,
      `    needs: [${needs.join(', ')}]`,
      '    retry: {limit: 2, delay: 50ms}',
      '    gracePeriod: 200ms',
      '    run: |',
      `      echo "begin s${i} $CHRONUM_ATTEMPT" >> trace`,
      `      ${behaviour}`,
      `      echo "end s${i} $CHRONUM_ATTEMPT" >> trace`,
    ].join('\n');
  });
  return `name: random\nmaxParallel: ${1 + dice(4)}\nsteps:\n${steps.join('\n')}\n`;
}

/** Waits as long as a person who pulls the plug, then does. */
async function killAfter(child: ChildProcess, ms: number): Promise<void> {
  const gone = ended(child);
  await Promise.race([sleep(ms), gone]);
  child.kill('SIGKILL');
  await gone;
}

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('close', () => resolve()));

function read<T>(dataFolder: string, look: (store: ReturnType<typeof openStoreReadOnly>) => T): T {
  const store = openStoreReadOnly({ dataFolder });
  try {
    return look(store);
  } finally {
    store.close();
  }
}

const runs = (dataFolder: string): string[] =>
  read(dataFolder, (store) => store.runs.list({}, { limit: 10 }).runs.map(({ id }) => id));
const unfinished = (dataFolder: string): string[] =>
  existsSync(join(dataFolder, 'chronum.db'))
    ? read(dataFolder, (store) => store.runs.unfinished().map(({ id }) => id))
    : [];
const eventsOf = (dataFolder: string, runId: string): ChronumEvent[] =>
  read(dataFolder, (store) => store.events.read(runStream(runId), 0));

/** What must hold of any history, whatever happened to the processes that wrote it. */
function checkHistory(events: readonly ChronumEvent[]): void {
  expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1));
  expect(events.at(-1)?.type).toBe('run.finished');
  const open = new Map<string, string>();
  const succeeded = new Set<string>();
  for (const event of events) {
    if (!event.type.startsWith('attempt.') || !('attempt' in event)) continue;
    const key = `${event.stepId}/${event.branch}/${event.attempt}`;
    if (event.type === 'attempt.started') {
      expect(succeeded, `${event.stepId} ran again after it had succeeded`).not.toContain(event.stepId);
      expect(open.has(key), `${key} started twice`).toBe(false);
      open.set(key, 'running');
    } else if (event.type !== 'attempt.spawned') {
      expect(open.get(key), `${key} ended without running`).toBe('running');
      open.set(key, event.type);
    }
    if (event.type === 'attempt.succeeded') succeeded.add(event.stepId);
  }
  expect([...open].filter(([, state]) => state === 'running')).toEqual([]);
  const owners = events.filter((event) => event.type === 'run.owner-changed').length;
  const lost = events.filter((event) => event.type === 'attempt.lost').length;
  expect(lost === 0 || owners > 0).toBe(true);
}

/** Processes that carry the mark of an attempt of this run. */
function markedProcesses(runId: string): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/environ`, 'latin1').includes(`CHRONUM_ATTEMPT=${runId}/`);
    } catch {
      return false;
    }
  });
}

/** Programs of the studio itself on this data folder: owners, helpers. */
function processesOf(dataFolder: string): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/environ`, 'latin1').split('\0').includes(`CHRONUM_HOME=${dataFolder}`);
    } catch {
      return false;
    }
  });
}

function integrity(dataFolder: string): unknown {
  const Sqlite = sqliteRuntime();
  const database = new Sqlite(join(dataFolder, 'chronum.db'), { readonly: true });
  try {
    return database.pragma('integrity_check', { simple: true });
  } finally {
    database.close();
  }
}
