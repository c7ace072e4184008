import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from '../scripts/build/index.ts';
import { environmentOf, resolveElectron } from '../scripts/electron/runtime.ts';
import { chromiumSwitches } from '../scripts/electron/switches.ts';
import { projectRoot } from '../scripts/project.ts';
import { canShow, startVirtualDisplay } from '../scripts/system/display.ts';
import { readFlow } from '../src/core/flow/read.ts';
import { armPending } from '../src/main/scheduler/arming.ts';
import { scheduleIdOf } from '../src/main/scheduler/scheduled-flow.ts';
import { openStore } from '../src/main/store/open-store.ts';

/**
 * What the app costs that waits in the tray without a window: processor time of its whole process tree, in percent of a core, by
 * process. Goal: below 0.5 with 100 schedules. Linux alone.
 */
const SCHEDULES = Number(process.env.BENCH_SCHEDULES ?? 100);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 60);
/** For caches to fill and the start to be over. */
const SETTLE_SECONDS = Number(process.env.BENCH_SETTLE ?? 15);
const TICKS_PER_SECOND = 100;

const folder = mkdtempSync(join(tmpdir(), 'chronum-idle-'));
const dataFolder = join(folder, 'data');
const workspace = join(folder, 'work');
prepare();
const [runtime] = await Promise.all([resolveElectron(console.error), build({ onlyStale: true })]);
const display = (await canShow()) ? undefined : await startVirtualDisplay();
const app = spawn(runtime.executable, [projectRoot, ...chromiumSwitches(runtime), '--hidden', '--log-level=3'], {
  env: {
    ...process.env,
    ...environmentOf(runtime),
    CHRONUM_HOME: dataFolder,
    ...(display === undefined ? {} : { DISPLAY: display.name }),
  },
  stdio: ['ignore', 'ignore', 'inherit'],
});
try {
  await measure(app.pid ?? 0);
} finally {
  await end(app);
  await display?.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** A workspace with armed schedules, none of which is due while it is measured. */
function prepare(): void {
  mkdirSync(workspace, { recursive: true });
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(join(dataFolder, 'settings.json'), JSON.stringify({ tray: 'always' }));
  const store = openStore({ dataFolder });
  const at = new Date();
  store.workspaces.opened(workspace, at.toISOString());
  store.workspaces.setTrusted(workspace, true);
  store.keyValues.set('example-workspace/opened', '""');
  const pending = Array.from({ length: SCHEDULES }, (_, index) => {
    const file = `flow-${index}.chronum.yaml`;
    const due = new Date(at.getTime() + 3_600_000 + index * 1_000);
    const cron = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;
    const text = `name: flow-${index}\ntriggers:\n  - {cron: "${cron}", timezone: UTC}\nsteps:\n  - {id: only, run: "true"}\n`;
    writeFileSync(join(workspace, file), text);
    const { flow } = readFlow(text, { file, knownExecutors: ['shell'], secretFields: {} });
    const trigger = flow?.triggers?.[0];
    if (trigger === undefined) throw new Error(`${file} has no trigger`);
    const id = store.flows.identify(workspace, file);
    const ref = { id, name: `flow-${index}`, workspace, file };
    return { scheduleId: scheduleIdOf(id, trigger.id), flow: ref, trigger, before: null };
  });
  if (pending.length > 0) armPending(store.schedules, pending, at.getTime());
  store.close();
}

interface Usage {
  readonly name: string;
  /** Processor time in clock ticks, with that of its threads. */
  readonly ticks: number;
  readonly switches: number;
}

async function measure(root: number): Promise<void> {
  await pause(SETTLE_SECONDS);
  const before = tree(root);
  const begin = performance.now();
  await pause(SECONDS);
  const seconds = (performance.now() - begin) / 1_000;
  const after = tree(root);
  let total = 0;
  for (const [pid, { name, ticks, switches }] of after) {
    const earlier = before.get(pid);
    const percent = ((ticks - (earlier?.ticks ?? 0)) / TICKS_PER_SECOND / seconds) * 100;
    const wakeUps = (switches - (earlier?.switches ?? 0)) / seconds;
    total += percent;
    console.log(`${name.padEnd(22)} ${percent.toFixed(2).padStart(6)} %  ${wakeUps.toFixed(1).padStart(6)} wake-ups/s`);
  }
  console.log(
    `idle in the tray with ${SCHEDULES} schedules: ${total.toFixed(2)} % of a core over ${seconds.toFixed(0)} s in ${after.size} processes (goal: below 0.5)`,
  );
}

/** The process and all below it. */
function tree(root: number): ReadonlyMap<number, Usage> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat) parents.set(Number(name), stat.parent);
  }
  const isBelow = (pid: number): boolean => pid === root || (parents.has(pid) && isBelow(parents.get(pid) ?? 0));
  return new Map(
    [...parents.keys()].filter(isBelow).flatMap((pid) => {
      const stat = statOf(pid);
      return stat === undefined
        ? []
        : [[pid, { name: pid === root ? 'main' : nameOf(pid), ticks: stat.ticks, switches: switchesOf(pid) }]];
    }),
  );
}

function statOf(pid: number): { parent: number; ticks: number } | undefined {
  try {
    // What follows the name, which may hold blanks and brackets.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined;
  }
}

/** How often its threads were woken. */
function switchesOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .map((thread) => readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8'))
      .reduce((sum, status) => sum + Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1] ?? 0), 0);
  } catch {
    return 0;
  }
}

function nameOf(pid: number): string {
  const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ');
  const type = /--type=([\w-]+)/.exec(line)?.[1];
  const utility = /--utility-sub-type=([\w.]+)/.exec(line)?.[1];
  if (line.includes('helper')) return 'helper of steps';
  return utility ?? type ?? basename(line.split(' ', 1)[0] ?? '');
}

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await gone;
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}
