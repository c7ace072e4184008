import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { _electron as electron, type Page } from '@playwright/test';
import { environmentOf, resolveElectron } from '../scripts/electron/runtime.ts';
import { chromiumSwitches } from '../scripts/electron/switches.ts';
import { canShow, startVirtualDisplay } from '../scripts/system/display.ts';
import { type NewEvent, runStream } from '../src/core/run/event.ts';
import { openStore } from '../src/main/store/open-store.ts';
import { emptyPlan, runCreated } from '../src/testing/run-fixtures.ts';
import { median } from './report.ts';

/**
 * Frame times of the timeline with 10,000 bars while it is zoomed, panned and scrolled, against a bare canvas that draws as many
 * rectangles, moved the same way, in the same window and in turn with it. Goal: no slower than 1.25 times the bare canvas.
 *
 *   npm run build && node bench/timeline.ts [rounds]
 */
const ROUNDS = Number(process.argv[2] ?? 3);
const FRAMES = 180;
const STEPS = 2_000;
const ATTEMPTS = 5;

const folder = mkdtempSync(join(tmpdir(), 'chronum-bench-'));
const dataFolder = join(folder, 'data');
await writeRun(dataFolder);
const runtime = await resolveElectron((line) => console.error(line));
const display = (await canShow()) ? undefined : await startVirtualDisplay();
if (display !== undefined) process.env.DISPLAY = display.name;
const app = await electron.launch({
  executablePath: runtime.executable,
  args: [dirname(import.meta.dirname), ...chromiumSwitches(runtime)],
  env: { ...(process.env as Record<string, string>), ...environmentOf(runtime), CHRONUM_HOME: dataFolder },
});
try {
  const window = await app.firstWindow();
  await window.getByRole('button', { name: 'Runs' }).click();
  await window.getByRole('listbox', { name: 'Runs' }).getByRole('option').first().dblclick();
  await window.getByTestId('timeline').waitFor();
  await window.getByTestId('bar-step-0').waitFor();
  const frames: Record<'timeline' | 'bare', number[]> = { timeline: [], bare: [] };
  for (let round = 0; round < ROUNDS; round++) {
    frames.bare.push(...(await bareFrames(window)));
    frames.timeline.push(...(await timelineFrames(window)));
  }
  const ratio = median(frames.timeline) / median(frames.bare);
  for (const [name, times] of Object.entries(frames)) {
    const sorted = times.toSorted((a, b) => a - b);
    const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
    console.log(`${name.padEnd(8)}  median ${median(times).toFixed(1)} ms  95 % within ${p95.toFixed(1)} ms`);
  }
  console.log(`${STEPS * ATTEMPTS} bars  ratio ${ratio.toFixed(2)}`);
} finally {
  await app.close();
  await display?.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** A finished run with so many steps, each of which took so many attempts. */
async function writeRun(into: string): Promise<void> {
  const store = openStore({ dataFolder: into });
  const begin = Date.now() - 3_600_000;
  const at = (milliseconds: number) => new Date(begin + milliseconds).toISOString();
  const ids = Array.from({ length: STEPS }, (_, index) => `step-${index}`);
  const runId = 'bench-timeline';
  const events: NewEvent[] = [
    runCreated(runId, at(0), { plan: emptyPlan(ids) }),
    { type: 'run.started', at: at(1), runId },
  ];
  ids.forEach((stepId, index) => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const of = { runId, stepId, branch: 'body', attempt };
      const from = index * 40 + attempt * 400;
      const error = { kind: 'exit', exitCode: 1, message: 'exit code 1' } as const;
      events.push({ type: 'attempt.started', at: at(from), ...of });
      if (attempt < ATTEMPTS) events.push({ type: 'attempt.failed', at: at(from + 250), ...of, error });
      else events.push({ type: 'attempt.succeeded', at: at(from + 250), ...of });
    }
    events.push({ type: 'step.succeeded', at: at(index * 40 + 2_300), runId, stepId, reason: 'succeeded' });
  });
  const counts = { succeeded: STEPS, failed: 0, skipped: 0, cancelled: 0 };
  const end = at(STEPS * 40 + 3_000);
  events.push({ type: 'run.finished', at: end, runId, status: 'succeeded', reason: 'succeeded', counts, failed: [] });
  await store.events.append(runStream(runId), 0, events);
  store.close();
}

/** Zooms in and out around the middle, pans and scrolls, a little at each frame. */
function timelineFrames(window: Page): Promise<number[]> {
  return window.evaluate((count) => {
    const timeline = document.querySelector<HTMLElement>('[data-testid=timeline]');
    const list = timeline?.querySelector<HTMLElement>('[role=list]')?.parentElement;
    if (timeline == null || list == null) throw new Error('There is no timeline');
    const box = timeline.getBoundingClientRect();
    const wheel = (init: WheelEventInit) =>
      timeline.dispatchEvent(
        new WheelEvent('wheel', {
          bubbles: true,
          cancelable: true,
          clientX: box.left + box.width * 0.6,
          clientY: box.top + 80,
          ...init,
        }),
      );
    const times: number[] = [];
    return new Promise<number[]>((resolve) => {
      let before = performance.now();
      let frame = 0;
      const next = (now: number) => {
        times.push(now - before);
        before = now;
        if (frame === count) return resolve(times.slice(1));
        const wave = Math.sin(frame / 15);
        wheel({ deltaY: wave * 60, ctrlKey: true });
        wheel({ deltaX: Math.cos(frame / 20) * 40 });
        list.scrollTop += Math.round(wave * 400) + 40;
        frame++;
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    });
  }, FRAMES);
}

/** As many rectangles on a canvas of the same size, drawn anew at each frame at another place and scale. */
function bareFrames(window: Page): Promise<number[]> {
  return window.evaluate(
    ([count, bars]) => {
      const box = document.querySelector('[data-testid=timeline]')?.getBoundingClientRect();
      const canvas = document.createElement('canvas');
      canvas.width = box?.width ?? 1_000;
      canvas.height = box?.height ?? 200;
      canvas.style.cssText = `position: fixed; left: ${box?.left}px; top: ${box?.top}px; z-index: 1000`;
      document.body.append(canvas);
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('There is no canvas');
      const times: number[] = [];
      return new Promise<number[]>((resolve) => {
        let before = performance.now();
        let frame = 0;
        const next = (now: number) => {
          times.push(now - before);
          before = now;
          if (frame === count) {
            canvas.remove();
            return resolve(times.slice(1));
          }
          context.clearRect(0, 0, canvas.width, canvas.height);
          context.fillStyle = '#1a7f37';
          const scale = 1 + 0.4 * Math.sin(frame / 15);
          for (let bar = 0; bar < bars; bar++) {
            context.fillRect(
              ((bar * 7 + frame * 3) % canvas.width) * scale,
              (bar * 24) % canvas.height,
              12 * scale,
              12,
            );
          }
          frame++;
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      });
    },
    [FRAMES, STEPS * ATTEMPTS] as const,
  );
}
