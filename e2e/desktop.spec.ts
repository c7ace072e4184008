import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import {
  answerQuestions,
  clickNotification,
  clickTray,
  closeWindow,
  countWindows,
  launchWithTray,
  notifications,
  questions,
  startAgain,
  trayLabels,
  windowAfter,
  writeSettings,
} from './desktop.ts';
import { chronum, expect, launchApp, launchStudio, test, writeWorkspace } from './studio.ts';
import { expectRun, flowItem, openFlow, openFolder, runButton, trust } from './window.ts';

const LONG = 'name: long\nsteps:\n  - {id: first, run: "true"}\n  - {id: second, run: sleep 600, needs: [first]}\n';
const FAILING = 'name: failing\nsteps:\n  - {id: bad, run: exit 3}\n';
const QUICK = 'name: quick\nsteps:\n  - {id: only, run: echo done}\n';

/** The app with a trusted workspace open in its window. */
async function openWorkspace(app: ElectronApplication, folder: string, files: Record<string, string>) {
  const window = await app.firstWindow();
  await openFolder({ app, window } as never, writeWorkspace(join(folder, 'work'), files));
  await trust(window);
  return window;
}

test('goes on in the tray when its window is closed, says so once, and comes back', async ({ folder }) => {
  const app = await launchWithTray(join(folder, 'data'));
  const window = await app.firstWindow();
  await expect(flowItem(window, 'deploy-api')).toBeVisible();
  await closeWindow(app);
  await expect.poll(() => countWindows(app)).toBe(0);
  expect(await notifications(app)).toMatchObject([{ title: 'Chronum Studio goes on in the tray' }]);

  const again = await windowAfter(app, () => clickTray(app, 'Open Chronum Studio'));
  await expect(flowItem(again, 'deploy-api')).toBeVisible();
  await closeWindow(app);
  await expect.poll(() => countWindows(app)).toBe(0);
  expect(await notifications(app)).toHaveLength(1);

  const ended = app.waitForEvent('close');
  await clickTray(app, 'Quit Chronum Studio').catch(() => {});
  await ended;
});

test('quits with its window where there is no tray and nothing to do, or where that is wanted', async ({ folder }) => {
  for (const settings of [{ tray: 'never' }, { tray: 'always', closeToTray: false }]) {
    const dataFolder = join(folder, settings.tray);
    writeSettings(dataFolder, settings);
    const { app, window } = await launchStudio({ dataFolder });
    await expect(flowItem(window, 'deploy-api')).toBeVisible();
    const ended = app.waitForEvent('close');
    await closeWindow(app).catch(() => {});
    await ended;
  }
});

test('without a tray, stays for what runs, comes back with a second start, and leaves when all is done', async ({
  folder,
}) => {
  const dataFolder = join(folder, 'data');
  const app = await launchWithTray(dataFolder);
  const window = await openWorkspace(app, folder, { 'long.chronum.yaml': LONG });
  await openFlow(window, 'long');
  await runButton(window).click();
  await expectRun(window, 'running');
  await expect.poll(() => trayLabels(app)).toContain('long · 1/2 steps');
  writeSettings(dataFolder, { tray: 'never' });
  await expect
    .poll(async () => {
      if ((await countWindows(app)) === 1) await closeWindow(app);
      return (await notifications(app)).map(({ title }) => title).at(-1);
    })
    .toMatch(/^Chronum Studio goes on in the (tray|background)$/);
  const again = await windowAfter(app, () => startAgain(dataFolder, []));
  await expectRun(again, 'running');
  await closeWindow(app);
  await expect.poll(() => countWindows(app)).toBe(0);
  const ended = app.waitForEvent('close');
  const { stdout } = await chronum(dataFolder, ['list', '--json']);
  const [run] = JSON.parse(stdout) as { id: string }[];
  await chronum(dataFolder, ['cancel', run?.id ?? '']);
  await ended;
});

test('shows what runs in the tray, cancels it there, and runs it again from there', async ({ folder }) => {
  const app = await launchWithTray(join(folder, 'data'));
  const window = await openWorkspace(app, folder, { 'long.chronum.yaml': LONG, 'quick.chronum.yaml': QUICK });
  await openFlow(window, 'quick');
  await runButton(window).click();
  await expectRun(window, 'succeeded');
  await openFlow(window, 'long');
  await runButton(window).click();
  await expect.poll(() => trayLabels(app)).toContain('long · 1/2 steps');
  await clickTray(app, 'long · 1/2 steps > Cancel');
  await expectRun(window, 'cancelled');
  await expect.poll(() => trayLabels(app)).not.toContain('long · 1/2 steps');

  await closeWindow(app);
  await expect.poll(() => countWindows(app)).toBe(0);
  await clickTray(app, 'Run > long');
  await expect.poll(() => trayLabels(app)).toContain('long · 1/2 steps');
  const opened = await windowAfter(app, () => clickTray(app, 'long · 1/2 steps > Open'));
  await expectRun(opened, 'running');
  await clickTray(app, 'long · 1/2 steps > Cancel');
  await expectRun(opened, 'cancelled');
  await app.close();
});

test('asks before it quits while something runs', async ({ folder }) => {
  const dataFolder = join(folder, 'data');
  const app = await launchWithTray(dataFolder);
  const window = await openWorkspace(app, folder, { 'long.chronum.yaml': LONG });
  await openFlow(window, 'long');
  await runButton(window).click();
  await expectRun(window, 'running');

  const [LEAVE, CANCEL, STAY] = [0, 1, 2];
  expect(LEAVE).toBe(0);
  await answerQuestions(app, STAY);
  await clickTray(app, 'Quit Chronum Studio');
  await expect.poll(() => questions(app)).toEqual(['A run has not finished']);
  await expectRun(window, 'running');

  await answerQuestions(app, CANCEL);
  const ended = app.waitForEvent('close');
  await clickTray(app, 'Quit Chronum Studio').catch(() => {});
  await ended;
  const { stdout } = await chronum(dataFolder, ['list', '--json']);
  expect(JSON.parse(stdout)).toMatchObject([{ flow: 'long', status: 'cancelled' }]);
});

test('tells of a failure when nobody looks, once for many, and opens the run', async ({ folder }) => {
  const app = await launchWithTray(join(folder, 'data'));
  const window = await openWorkspace(app, folder, { 'failing.chronum.yaml': FAILING });
  await openFlow(window, 'failing');
  await runButton(window).click();
  await expectRun(window, 'failed');
  await closeWindow(app);
  await expect.poll(() => countWindows(app)).toBe(0);
  const before = (await notifications(app)).length;
  await clickTray(app, 'Run > failing');
  await expect
    .poll(async () => (await notifications(app)).slice(before))
    .toEqual([{ title: 'failing failed', body: 'Failed because `bad` failed.' }]);
  await expect.poll(async () => (await trayLabels(app)).filter((label) => label.endsWith(' failed'))).toHaveLength(1);
  const opened = await windowAfter(app, () => clickNotification(app));
  await expectRun(opened, 'failed');
  await app.close();
});

test('a second start brings the window forward and hands over a flow file', async ({ folder }) => {
  const dataFolder = join(folder, 'data');
  const app = await launchWithTray(dataFolder);
  const window = await app.firstWindow();
  await expect(flowItem(window, 'deploy-api')).toBeVisible();
  const work = writeWorkspace(join(folder, 'other'), { 'flows/quick.yaml': QUICK });
  expect(await startAgain(dataFolder, [join('flows', 'quick.yaml')], work)).toBe(0);
  await expect(flowItem(window, 'quick')).toBeVisible();
  await expect(window.getByTestId('node-only')).toBeVisible();
  await expect(window.getByRole('button', { name: 'Trust this folder' })).toBeVisible();

  await closeWindow(app);
  await expect.poll(() => countWindows(app)).toBe(0);
  expect(await startAgain(dataFolder, ['--hidden'])).toBe(0);
  expect(await countWindows(app)).toBe(0);
  const again = await windowAfter(app, () => startAgain(dataFolder, []));
  await expect(flowItem(again, 'quick')).toBeVisible();

  await answerQuestions(app, 0);
  await startAgain(dataFolder, ['gone.yaml']);
  await expect.poll(() => questions(app)).toEqual(['This cannot be opened']);
  await app.close();
});

test('starts hidden, with a flow file for its window', async ({ folder }) => {
  const work = writeWorkspace(join(folder, 'other'), { 'quick.chronum.yaml': QUICK });
  const app = await launchWithTray(
    join(folder, 'data'),
    {},
    {
      args: ['--hidden', join(work, 'quick.chronum.yaml')],
    },
  );
  expect(await countWindows(app)).toBe(0);
  const window = await windowAfter(app, () => clickTray(app, 'Open Chronum Studio'));
  await expect(window.getByTestId('node-only')).toBeVisible();
  await app.close();
});

test('starts at login when asked to', async ({ folder }) => {
  const dataFolder = join(folder, 'data');
  const config = join(folder, 'config');
  const entry = join(config, 'autostart', 'chronum-studio.desktop');
  writeSettings(dataFolder, { startAtLogin: true });
  const app = await launchApp({ dataFolder, env: { XDG_CONFIG_HOME: config } });
  await expect.poll(() => existsSync(entry)).toBe(true);
  const text = readFileSync(entry, 'utf8');
  expect(text).toContain(`Exec=env CHRONUM_HOME=${dataFolder} `);
  expect(text).toContain(' --hidden\n');
  writeSettings(dataFolder, { startAtLogin: false });
  await expect.poll(() => existsSync(entry)).toBe(false);
  await app.close();
});

test('gives steps the path of the login shell when it was started from the desktop', async ({ folder }) => {
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  writeFileSync(join(programs, 'my-tool'), '#!/bin/sh\necho found\n', { mode: 0o755 });
  const shell = join(folder, 'my-shell');
  writeFileSync(shell, `#!/bin/sh\nPATH="${programs}:$PATH"\nshift 3\neval "$1"\n`, { mode: 0o755 });
  const env = { TERM: '', INIT_CWD: '', npm_lifecycle_event: '', SHELL: shell };
  const app = await launchWithTray(join(folder, 'data'), {}, { env });
  const tool = 'name: tool\nsteps:\n  - {id: use, run: my-tool}\n';
  const window = await openWorkspace(app, folder, { 'tool.chronum.yaml': tool });
  await openFlow(window, 'tool');
  await runButton(window).click();
  await expectRun(window, 'succeeded');
  await app.close();
});

const TICKING = 'name: ticking\ntriggers: [{every: 1s}]\nsteps:\n  - {id: only, executor: noop}\n';
const WAKING = 'name: waking\ntriggers: [{app: wake}, {every: 30d}]\nsteps:\n  - {id: only, executor: noop}\n';

const runsOf = async (dataFolder: string, flow: string): Promise<number> => {
  const { stdout } = await chronum(dataFolder, ['list', '--json']);
  return (JSON.parse(stdout) as { flow: string }[]).filter((run) => run.flow === flow).length;
};

test('fires without a window, until all schedules are paused in the tray', async ({ folder }) => {
  const dataFolder = join(folder, 'data');
  const app = await launchWithTray(dataFolder);
  await openWorkspace(app, folder, { 'ticking.chronum.yaml': TICKING });
  await expect.poll(() => trayLabels(app)).toContain('Pause all schedules');
  await closeWindow(app);
  await expect.poll(() => countWindows(app)).toBe(0);
  const before = await runsOf(dataFolder, 'ticking');
  await expect.poll(() => runsOf(dataFolder, 'ticking'), { timeout: 30_000 }).toBeGreaterThan(before + 1);

  await clickTray(app, 'Pause all schedules');
  await expect.poll(() => trayLabels(app)).toContain('Schedules are paused');
  const paused = await runsOf(dataFolder, 'ticking');
  await clickTray(app, 'Resume all schedules');
  await expect.poll(() => runsOf(dataFolder, 'ticking'), { timeout: 30_000 }).toBeGreaterThan(paused + 1);
  const again = await windowAfter(app, () => clickTray(app, 'Open Chronum Studio'));
  await expect(flowItem(again, 'ticking')).toBeVisible();
  await app.close();
});

test('notices that the machine woke, and tells what fires next', async ({ folder }) => {
  const dataFolder = join(folder, 'data');
  const app = await launchWithTray(dataFolder);
  await openWorkspace(app, folder, { 'waking.chronum.yaml': WAKING });
  await expect.poll(async () => (await trayLabels(app)).some((label) => /^waking in \d+ /.test(label))).toBe(true);
  expect(await runsOf(dataFolder, 'waking')).toBe(0);
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect.poll(() => runsOf(dataFolder, 'waking'), { timeout: 30_000 }).toBe(1);
  await app.close();
});
