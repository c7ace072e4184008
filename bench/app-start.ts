import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { _electron as electron } from '@playwright/test';
import { environmentOf, resolveElectron } from '../scripts/electron/runtime.ts';
import { chromiumSwitches } from '../scripts/electron/switches.ts';
import { canShow, startVirtualDisplay } from '../scripts/system/display.ts';
import { median } from './report.ts';

/**
 * Time from the start of the process to the first useful paint (workspace and graph shown) against a blank Electron window, in turn;
 * and the memory of the idle app, against the blank one. Goal: within 1.6 of the blank window.
 *
 *   npm run build && node bench/app-start.ts [rounds]
 */
const ROUNDS = Number(process.argv[2] ?? 5);
const root = dirname(import.meta.dirname);
const folder = mkdtempSync(join(tmpdir(), 'chronum-bench-'));
const runtime = await resolveElectron((line) => console.error(line));
const switches = chromiumSwitches(runtime);
const display = (await canShow()) ? undefined : await startVirtualDisplay();
if (display !== undefined) process.env.DISPLAY = display.name;

const blank = join(folder, 'blank');
mkdirSync(blank);
writeFileSync(join(blank, 'package.json'), '{"name":"blank","main":"main.cjs"}');
writeFileSync(
  join(blank, 'main.cjs'),
  `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800 });
  window.loadURL('data:text/html,<p id=ready>ready</p>');
});`,
);

const data = join(folder, 'data');
const app: Figures = { start: [], memory: [] };
const floor: Figures = { start: [], memory: [] };
// The first start makes the data folder and chooses the example; a person starts the app many times after.
await measure([root], '[data-testid^="node-"]', true);
for (let round = 0; round < ROUNDS; round++) {
  collect(floor, await measure([blank], '#ready'));
  collect(app, await measure([root], '[data-testid^="node-"]'));
}
const ratio = median(app.start.map((time, i) => time / floor.start[i]!));
console.log(
  `first useful paint  app ${median(app.start).toFixed(0)} ms  blank ${median(floor.start).toFixed(0)} ms  ratio ${ratio.toFixed(2)}`,
);
console.log(
  `idle memory (PSS of all processes)  app ${median(app.memory).toFixed(0)} MB  blank ${median(floor.memory).toFixed(0)} MB`,
);
await display?.stop();
rmSync(folder, { recursive: true, force: true });

interface Figures {
  readonly start: number[];
  readonly memory: number[];
}

interface Measured {
  readonly start: number;
  readonly memory: number;
}

function collect(figures: Figures, measured: Measured): void {
  figures.start.push(measured.start);
  figures.memory.push(measured.memory);
}

async function measure(args: readonly string[], ready: string, first = false): Promise<Measured> {
  const started = performance.now();
  const running = await electron.launch({
    executablePath: runtime.executable,
    args: [...args, ...switches],
    env: { ...(process.env as Record<string, string>), ...environmentOf(runtime), CHRONUM_HOME: data },
  });
  const window = await running.firstWindow();
  if (first) await window.getByRole('treeitem').first().click();
  await window.waitForSelector(ready);
  const start = performance.now() - started;
  await window.waitForTimeout(3_000);
  const pid = running.process().pid;
  const memory = pid === undefined ? Number.NaN : memoryOfTree(pid);
  await running.close();
  return { start, memory };
}

/** Proportional set size of a process and all below it, in MB. */
function memoryOfTree(pid: number): number {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended while we looked.
    }
  }
  const tree = [pid];
  for (const at of tree) tree.push(...(children.get(at) ?? []));
  let kilobytes = 0;
  for (const each of tree) {
    try {
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${each}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // As above.
    }
  }
  return kilobytes / 1024;
}
