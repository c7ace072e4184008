import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStream } from '../core/run/event.ts';
import { openStoreReadOnly } from '../main/store/open-store.ts';
import { diceOf, type Roll } from '../testing/dice.ts';
import { allRuns, breachesIn, standstill, unfinishedRuns } from '../testing/kills/aftermath.ts';
import { ended, helpersOf, kill, processesOf } from '../testing/kills/processes.ts';
import { randomFlow } from '../testing/kills/random-flow.ts';

/**
 * Random flows run by the real terminal process, while it, its helper, or whoever takes its run over is killed with SIGKILL at
 * random moments, again and again. CHRONUM_NIGHTLY=1 makes 300 kills of each kind (CHRONUM_KILLS says another number);
 * CHRONUM_KILLS_SEED repeats what a run printed. The app is killed in e2e/kills.spec.ts, the daemon in daemon.test.ts.
 */
const SEED = process.env.CHRONUM_KILLS_SEED ?? String(Date.now());
const KILLS = {
  owner: killsOf(10),
  helper: killsOf(8),
  successor: killsOf(6),
};
const KILLS_A_FLOW = 5;
const LONGEST_MS = 60_000;

function killsOf(usual: number): number {
  return Number(process.env.CHRONUM_KILLS ?? (process.env.CHRONUM_NIGHTLY === '1' ? 300 : usual));
}

const ROOT = join(import.meta.dirname, '..', '..');
const CLI = join(ROOT, 'out', 'cli', 'index.mjs');

interface Room {
  readonly dataFolder: string;
  readonly file: string;
  readonly dice: Roll;
}

describe.skipIf(process.platform !== 'linux')(`kills (seed ${SEED})`, () => {
  let folder: string;

  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'build', 'index.ts'), '--if-stale', 'terminal'], {
      stdio: 'pipe',
    });
    folder = mkdtempSync(join(tmpdir(), 'chronum-kills-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  /** So many kills of a kind, a few to a flow; `scene` returns how many there were. */
  const rounds = (kind: keyof typeof KILLS, scene: (room: Room, kills: number) => Promise<number>) => async () => {
    let left = KILLS[kind];
    for (let round = 0; left > 0; round++) {
      const dice = diceOf(`${SEED} ${kind}`, round);
      const home = join(folder, `${kind}-${round}`);
      mkdirSync(join(home, 'work'), { recursive: true });
      const room = { dataFolder: join(home, 'data'), file: join(home, 'work', 'random.chronum.yaml'), dice };
      writeFileSync(room.file, randomFlow(dice));
      // A flow may be over before its last kill; the next has another chance.
      left -= Math.max(1, await scene(room, Math.min(left, KILLS_A_FLOW)));
      await checkAftermath(room.dataFolder, `${kind} round ${round}`);
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
  };

  it(`of the owner: ${KILLS.owner}`, { timeout: 20 * LONGEST_MS + KILLS.owner * 6_000 }, async () => {
    await rounds('owner', async (room, kills) => {
      const { dataFolder, file, dice } = room;
      await killAfter(start(dataFolder, ['run', file]), dice(1_000) + 300);
      let done = 1;
      while (done < kills && unfinishedRuns(dataFolder).length > 0) {
        await killAfter(start(dataFolder, ['resume', '--all']), dice(1_000) + 300);
        done++;
      }
      if (allRuns(dataFolder).length > 0) await inTime(start(dataFolder, ['resume', '--all']), room);
      return done;
    })();
  });

  it(`of the helper: ${KILLS.helper}`, { timeout: 20 * LONGEST_MS + KILLS.helper * 6_000 }, async () => {
    await rounds('helper', async (room, kills) => {
      const { dataFolder, file, dice } = room;
      const child = start(dataFolder, ['run', file]);
      const gone = ended(child);
      let done = 0;
      const patience = performance.now() + LONGEST_MS;
      while (done < kills && child.exitCode === null && performance.now() < patience) {
        await Promise.race([sleep(dice(250) + 60), gone]);
        for (const helper of helpersOf(dataFolder)) {
          kill(helper);
          done++;
        }
      }
      await inTime(child, room);
      // It was not the one that died: its run is at its end, by itself.
      expect(child.signalCode).toBeNull();
      expect(unfinishedRuns(dataFolder)).toEqual([]);
      return done;
    })();
  });

  it(`of who takes over: ${KILLS.successor}`, { timeout: 20 * LONGEST_MS + KILLS.successor * 6_000 }, async () => {
    await rounds('successor', async (room, kills) => {
      const { dataFolder, file, dice } = room;
      const first = start(dataFolder, ['run', file]);
      await Promise.race([until(() => allRuns(dataFolder).length > 0), ended(first)]);
      await killAfter(first, dice(400));
      let done = 0;
      while (done < kills && unfinishedRuns(dataFolder).length > 0) {
        const successor = start(dataFolder, ['resume', '--all']);
        // In the middle of the takeover: what the first left behind is being ended, and nothing is decided yet.
        if (await sawTakeover(dataFolder, successor)) await sleep(dice(40));
        successor.kill('SIGKILL');
        await ended(successor);
        done++;
      }
      await inTime(start(dataFolder, ['resume', '--all']), room);
      return done;
    })();
  });

  function start(dataFolder: string, args: readonly string[]): ChildProcess {
    const env = { ...process.env, CHRONUM_HOME: dataFolder, INIT_CWD: folder };
    return spawn(process.execPath, [CLI, ...args], { cwd: folder, env, stdio: 'ignore' });
  }
});

async function checkAftermath(dataFolder: string, round: string): Promise<void> {
  await expect.poll(() => processesOf(dataFolder), { timeout: 20_000, message: round }).toEqual([]);
  if (allRuns(dataFolder).length > 0) expect(breachesIn(dataFolder), `${round}, seed ${SEED}`).toEqual([]);
}

/** Waits as long as a person who pulls the plug, then does. */
async function killAfter(child: ChildProcess, ms: number): Promise<void> {
  const gone = ended(child);
  await Promise.race([sleep(ms), gone]);
  child.kill('SIGKILL');
  await gone;
}

/** A process that does not come to its end is one of the things that must not be. */
async function inTime(child: ChildProcess, { dataFolder, file }: Room): Promise<void> {
  const late = new AbortController();
  const isLate = sleep(LONGEST_MS, true, { signal: late.signal }).catch(() => false);
  const wasLate = await Promise.race([ended(child).then(() => false), isLate]);
  late.abort();
  if (!wasLate) return;
  child.kill('SIGKILL');
  const told = `${readFileSync(file, 'utf8')}\n${standstill(dataFolder)}`;
  expect.fail(`a process was not at its end after ${LONGEST_MS / 1000} seconds, seed ${SEED}:\n${told}`);
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(10);
}

/** False when the process ended before it took over. */
async function sawTakeover(dataFolder: string, successor: ChildProcess): Promise<boolean> {
  if (!existsSync(join(dataFolder, 'chronum.db'))) return false;
  const store = openStoreReadOnly({ dataFolder });
  try {
    const takeovers = () =>
      store.runs
        .unfinished()
        .flatMap(({ id }) => store.events.read(runStream(id), 0))
        .filter(({ type }) => type === 'run.owner-changed').length;
    const before = takeovers();
    while (successor.exitCode === null && successor.signalCode === null) {
      if (takeovers() > before) return true;
      await sleep(3);
    }
    return false;
  } finally {
    store.close();
  }
}
