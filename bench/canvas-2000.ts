import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import { build } from 'vite';
import { environmentOf, resolveElectron } from '../scripts/electron/runtime.ts';
import { chromiumSwitches } from '../scripts/electron/switches.ts';
import { canShow, startVirtualDisplay } from '../scripts/system/display.ts';
import { median } from './report.ts';

/**
 * The canvas with 2,000 steps against React Flow as it comes with 2,000 default nodes at the same places, in the same run: frame times
 * while a person pans, zooms and drags a step, and while a run changes every step's status twice. Goal: no ratio of median frames above 1.5.
 *
 *   npm run build && node bench/canvas-2000.ts [steps]
 */
const STEPS = Number(process.argv[2] ?? 2_000);
const COLUMNS = 40;
const MOVES = 60;
const root = dirname(import.meta.dirname);
const folder = mkdtempSync(join(tmpdir(), 'chronum-bench-'));
const runtime = await resolveElectron((line) => console.error(line));
const switches = chromiumSwitches(runtime);
const display = (await canShow()) ? undefined : await startVirtualDisplay();
if (display !== undefined) process.env.DISPLAY = display.name;

interface Figures {
  readonly pan: readonly number[];
  readonly zoom: readonly number[];
  readonly drag: readonly number[];
  readonly live: readonly number[];
}

const needsOf = (i: number): readonly number[] =>
  i < COLUMNS ? [] : [i - COLUMNS, i - COLUMNS + ((i + 1) % COLUMNS === 0 ? 0 : 1)];

const app = await measureApp();
const bare = await measureBare(app.seconds);
for (const kind of ['pan', 'zoom', 'drag', 'live'] as const) {
  const [ours, floor] = [app.figures[kind], bare[kind]];
  console.log(
    `${kind.padEnd(5)} median frame  app ${median(ours).toFixed(1)} ms  bare ${median(floor).toFixed(1)} ms  ratio ${(median(ours) / median(floor)).toFixed(2)}` +
      `   slowest 5 %  app ${slowest(ours).toFixed(0)} ms  bare ${slowest(floor).toFixed(0)} ms  ratio ${(slowest(ours) / slowest(floor)).toFixed(2)}`,
  );
}
await display?.stop();
rmSync(folder, { recursive: true, force: true });

function slowest(frames: readonly number[]): number {
  const sorted = frames.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
}

async function measureApp(): Promise<{ figures: Figures; seconds: number }> {
  const steps = Array.from({ length: STEPS }, (_, i) => {
    const needs = needsOf(i);
    return `  - {name: s${i}, executor: noop${needs.length > 0 ? `, needs: [${needs.map((n) => `s${n}`).join(', ')}]` : ''}}\n`;
  });
  const work = join(folder, 'work');
  mkdirSync(work);
  writeFileSync(join(work, 'large.chronum.yaml'), `name: large\nmaxParallel: 16\nsteps:\n${steps.join('')}`);
  const running = await launch([root]);
  const window = await running.firstWindow();
  await running.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, work);
  await window.getByRole('complementary', { name: 'Flows' }).getByRole('button').first().click();
  await window.getByRole('button', { name: 'Open folder…' }).click();
  await window.getByRole('button', { name: 'Trust this folder' }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'Trust', exact: true }).click();
  await window.getByRole('treeitem', { name: /^large/ }).click();
  await window.locator('.react-flow__node').first().waitFor({ timeout: 120_000 });
  const moves = await measureMoves(window);
  const start = performance.now();
  const live = await framesDuring(window, async () => {
    await window.getByRole('button', { name: 'Run', exact: true }).click();
    await window.locator('[data-testid="run-status"][data-status="succeeded"]').waitFor({ timeout: 180_000 });
  });
  const seconds = (performance.now() - start) / 1_000;
  await running.close();
  return { figures: { ...moves, live }, seconds };
}

/** `seconds`: how long the run of the app took; the floor changes as many nodes in that time. */
async function measureBare(seconds: number): Promise<Figures> {
  const blank = join(folder, 'bare');
  mkdirSync(blank);
  const nodes = Array.from({ length: STEPS }, (_, i) => ({
    id: `s${i}`,
    data: { label: `s${i}` },
    position: { x: Math.floor(i / COLUMNS) * 272, y: (i % COLUMNS) * 80 },
    width: 220,
    height: 56,
  }));
  const edges = nodes.flatMap((_, i) => needsOf(i).map((n) => ({ id: `${n}-${i}`, source: `s${n}`, target: `s${i}` })));
  const graph = JSON.stringify({ nodes, edges, viewport: { x: 40, y: 40, zoom: 0.45 } });
  writeFileSync(join(blank, 'package.json'), '{"name":"bare","main":"main.cjs"}');
  writeFileSync(
    join(blank, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadFile(__dirname + '/out/index.html'));`,
  );
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: join(blank, 'out'),
      lib: {
        entry: join(import.meta.dirname, 'bare-canvas.mjs'),
        formats: ['iife'],
        name: 'bare',
        fileName: () => 'bare.js',
        cssFileName: 'bare',
      },
    },
  });
  writeFileSync(
    join(blank, 'out', 'index.html'),
    `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="bare.css"><style>html,body,#root{height:100%;margin:0}</style>
<div id="root"></div><script>globalThis.graph = ${graph}</script><script src="bare.js"></script>`,
  );
  const running = await launch([blank]);
  const window = await running.firstWindow();
  await window.locator('.react-flow__node').first().waitFor({ timeout: 120_000 });
  const moves = await measureMoves(window);
  const ticks = Math.round(seconds * 30);
  const live = await framesDuring(window, () =>
    window.evaluate(
      async ({ count, ticks }) => {
        const { paint } = globalThis as unknown as { paint(from: number, to: number, color: string): void };
        for (let tick = 0; tick < ticks; tick++) {
          const at = (part: number) => Math.floor((part * 2 * count) / ticks);
          const [from, to] = [at(tick), at(tick + 1)];
          paint(from % count, Math.min(count, (from % count) + to - from), from < count ? '#def' : '#dfd');
          await new Promise((resolve) => setTimeout(resolve, 33));
        }
      },
      { count: STEPS, ticks },
    ),
  );
  await running.close();
  return { ...moves, live };
}

function launch(args: readonly string[]): Promise<ElectronApplication> {
  return electron.launch({
    executablePath: runtime.executable,
    args: [...args, ...switches],
    env: { ...(process.env as Record<string, string>), ...environmentOf(runtime), CHRONUM_HOME: join(folder, 'data') },
  });
}

async function measureMoves(window: Page): Promise<Omit<Figures, 'live'>> {
  const pane = (await window.locator('.react-flow__pane').boundingBox())!;
  const middle = { x: pane.x + pane.width / 2, y: pane.y + pane.height / 2 };
  const isFree = (x: number, y: number) =>
    window.evaluate(
      ([left, top]) => document.elementFromPoint(left!, top!)?.classList.contains('react-flow__pane'),
      [x, y],
    );
  let grip = middle;
  for (let i = 0; i < 200 && !(await isFree(grip.x, grip.y)); i++) {
    grip = { x: pane.x + 80 + ((i * 37) % (pane.width - 160)), y: pane.y + 60 + ((i * 53) % (pane.height - 200)) };
  }
  const swing = async (from: { x: number; y: number }) => {
    await window.mouse.move(from.x, from.y);
    await window.mouse.down();
    for (let i = 1; i <= MOVES; i++) {
      await window.mouse.move(from.x + Math.sin(i / 6) * 60, from.y + Math.cos(i / 6) * 60 - 60);
    }
    await window.mouse.up();
  };
  const pan = await framesDuring(window, () => swing(grip));
  const zoom = await framesDuring(window, async () => {
    await window.mouse.move(middle.x, middle.y);
    for (let i = 0; i < MOVES; i++) await window.mouse.wheel(0, i < MOVES / 2 ? -30 : 30);
  });
  const nodes = await window.locator('.react-flow__node').all();
  let drag: readonly number[] = [];
  for (const node of nodes) {
    const box = await node.boundingBox();
    if (box === null || box.x < pane.x + 200 || box.y < pane.y + 200 || box.x > pane.x + pane.width - 300) continue;
    if (box.y > pane.y + pane.height - 200) continue;
    drag = await framesDuring(window, () => swing({ x: box.x + box.width / 2, y: box.y + box.height / 2 }));
    break;
  }
  return { pan, zoom, drag };
}

/** Milliseconds of each frame while something is done. */
async function framesDuring(window: Page, act: () => Promise<void>): Promise<readonly number[]> {
  await window.evaluate(() => {
    const page = globalThis as unknown as { frames: number[]; isOver: boolean };
    page.frames = [];
    page.isOver = false;
    let last = performance.now();
    const next = () => {
      const now = performance.now();
      page.frames.push(now - last);
      last = now;
      if (!page.isOver) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await act();
  return window.evaluate(() => {
    const page = globalThis as unknown as { frames: number[]; isOver: boolean };
    page.isOver = true;
    return page.frames;
  });
}
