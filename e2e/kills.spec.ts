import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { diceOf } from '../src/testing/dice.ts';
import { allRuns, breachesIn, unfinishedRuns } from '../src/testing/kills/aftermath.ts';
import { ended, processesOf } from '../src/testing/kills/processes.ts';
import { randomFlow } from '../src/testing/kills/random-flow.ts';
import { chronum, expect, test, writeWorkspace } from './studio.ts';

/**
 * The real app runs random flows that it starts itself, and is killed with SIGKILL at random moments, again and again; each start
 * takes over what the one before left. CHRONUM_NIGHTLY=1 makes 300 kills of the 6 (CHRONUM_KILLS says another number),
 * CHRONUM_KILLS_SEED repeats what a run printed.
 */
const KILLS = Number(process.env.CHRONUM_KILLS ?? (process.env.CHRONUM_NIGHTLY === '1' ? 300 : 6));
const SEED = process.env.CHRONUM_KILLS_SEED ?? String(Date.now());
const KILLS_A_FLOW = 6;
const ROOT = dirname(import.meta.dirname);

test.skip(process.platform !== 'linux', 'looks for processes in /proc');

test(`the app ends its runs, though killed ${KILLS} times`, async ({ folder }) => {
  process.stdout.write(`kills of the app: CHRONUM_KILLS_SEED=${SEED}\n`);
  test.setTimeout(120_000 + KILLS * 10_000);
  for (let done = 0, round = 0; done < KILLS; round++) {
    const dice = diceOf(`${SEED} app`, round);
    const home = join(folder, String(round));
    const dataFolder = join(home, 'data');
    const flow = randomFlow(dice, 'triggers:\n  - {id: at-start, app: start}\n');
    const work = writeWorkspace(join(home, 'work'), { 'random.chronum.yaml': flow });
    const file = join(work, 'random.chronum.yaml');
    expect((await chronum(dataFolder, ['schedule', 'arm', file, '--trust'])).code).toBe(0);
    expect((await chronum(dataFolder, ['schedule', 'arm', '--yes'])).code).toBe(0);

    for (let kill = 0; kill < KILLS_A_FLOW && done < KILLS; kill++, done++) {
      const before = allRuns(dataFolder).length;
      const app = startHidden(dataFolder);
      await expect
        .poll(() => allRuns(dataFolder).length > before || unfinishedRuns(dataFolder).length > 0, { timeout: 30_000 })
        .toBe(true);
      await sleep(dice(900));
      app.kill('SIGKILL');
      await ended(app);
      await expect.poll(() => processesOf(dataFolder), { timeout: 20_000 }).toEqual([]);
    }

    const last = startHidden(dataFolder);
    await expect
      .poll(() => unfinishedRuns(dataFolder), { timeout: 60_000, message: `round ${round}, seed ${SEED}` })
      .toEqual([]);
    last.kill('SIGKILL');
    await ended(last);
    await expect.poll(() => processesOf(dataFolder), { timeout: 20_000 }).toEqual([]);
    // Runs of a start that came too late for a place in the line have ended as well.
    expect(unfinishedRuns(dataFolder)).toEqual([]);
    expect(breachesIn(dataFolder), `round ${round}, seed ${SEED}`).toEqual([]);
  }
});

/** The app itself, without the inspector that a test usually holds it by: nothing but the signal is to end it. */
function startHidden(dataFolder: string): ChildProcess {
  const switches = (process.env.CHRONUM_ELECTRON_SWITCHES ?? '').split(' ').filter((text) => text !== '');
  const env = { ...process.env, CHRONUM_HOME: dataFolder };
  return spawn(process.env.ELECTRON_EXEC_PATH ?? '', [ROOT, ...switches, '--hidden'], { env, stdio: 'ignore' });
}
