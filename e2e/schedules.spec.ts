import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { answerQuestions, clickTray, closeWindow, countWindows, launchWithTray, windowAfter } from './desktop.ts';
import { expect, test, writeWorkspace } from './studio.ts';
import { expectRun, openFlow, openFolder, trust } from './window.ts';

/** What a person does with schedules, in their words. */
const showSchedules = (window: Page): Promise<void> =>
  window.getByRole('navigation', { name: 'Activities' }).getByRole('button', { name: 'Schedules' }).click();
const showTab = (window: Page, name: string): Promise<void> => window.getByRole('tab', { name, exact: true }).click();
const scheduleRow = (window: Page, flow: string): Locator =>
  window.getByRole('row').filter({ has: window.getByRole('button', { name: flow, exact: true }) });
const expectState = (window: Page, flow: string, state: string): Promise<void> =>
  expect(scheduleRow(window, flow)).toHaveAttribute('data-state', state, { timeout: 20_000 });
const ledgerRows = (window: Page, text: string | RegExp): Locator =>
  window.getByTestId('ledger-row').filter({ hasText: text });

async function openSchedules(
  app: ElectronApplication,
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<{ window: Page; work: string }> {
  const window = await app.firstWindow();
  const work = writeWorkspace(join(folder, 'work'), files);
  await openFolder({ app, window } as never, work);
  await trust(window);
  await showSchedules(window);
  return { window, work };
}

/** Quits whatever runs: somebody else goes on with it. */
async function quit(app: ElectronApplication): Promise<void> {
  await answerQuestions(app, 0);
  await app.close();
}

const TICKING = `name: ticking
triggers:
  - every: 1s
steps:
  - {id: tick, run: echo tick}
`;

const NIGHTLY = `# Copies what matters.
name: nightly
labels: [ops]
params: {full: false}
triggers:
  # before people come
  - cron: "30 2 * * *"   # at night
    timezone: Europe/Berlin
steps:
  - {id: copy, run: echo copied}
`;

test('fires every second, with the window and without it, until all is paused', async ({ folder }) => {
  const app = await launchWithTray(join(folder, 'data'));
  const { window } = await openSchedules(app, folder, { 'ticking.chronum.yaml': TICKING });
  await expectState(window, 'ticking', 'active');
  await expect(scheduleRow(window, 'ticking')).toContainText('Every second');
  await expect(window.getByRole('button', { name: 'Last run: Succeeded' })).toBeVisible({ timeout: 20_000 });
  await showTab(window, 'Ledger');
  await expect(ledgerRows(window, 'Fired on time').nth(2)).toContainText('Succeeded', { timeout: 20_000 });
  const before = await ledgerRows(window, 'Fired on time').count();

  await closeWindow(app);
  await expect.poll(() => countWindows(app)).toBe(0);
  const again = await windowAfter(app, () => clickTray(app, 'Open Chronum Studio'));
  await expect.poll(() => ledgerRows(again, 'Succeeded').count(), { timeout: 30_000 }).toBeGreaterThan(before + 2);

  await again.getByRole('button', { name: 'Pause all' }).click();
  await expect(ledgerRows(again, 'Deferred: it was paused')).toHaveCount(1, { timeout: 20_000 });
  const fired = await ledgerRows(again, 'Fired on time').count();
  await showTab(again, 'All');
  await expectState(again, 'ticking', 'paused');
  await again.getByRole('button', { name: 'Resume all' }).click();
  await expectState(again, 'ticking', 'active');
  await showTab(again, 'Ledger');
  await expect(ledgerRows(again, /skipped: it was paused/i)).toHaveCount(1, { timeout: 20_000 });
  await again.getByRole('button', { name: 'Skipped' }).click();
  await expect(ledgerRows(again, 'Fired on time')).toHaveCount(0);
  await again.getByRole('button', { name: 'Fired' }).click();
  await expect.poll(() => ledgerRows(again, 'Fired on time').count(), { timeout: 20_000 }).toBeGreaterThan(fired);

  await ledgerRows(again, 'Succeeded').first().getByRole('button').click();
  await expectRun(again, 'succeeded');
  await quit(app);
});

test('writes a trigger into its file as a person would, and lets it fire', async ({ folder }) => {
  const app = await launchWithTray(join(folder, 'data'));
  const { window, work } = await openSchedules(app, folder, { 'nightly.chronum.yaml': NIGHTLY });
  const file = join(work, 'nightly.chronum.yaml');
  await expectState(window, 'nightly', 'active');
  await scheduleRow(window, 'nightly').focus();
  await window.keyboard.press('Enter');
  const editor = window.getByRole('dialog', { name: /Trigger of nightly/ });
  const preview = editor.getByRole('complementary', { name: 'Preview' });
  await expect(preview.getByRole('listitem')).toHaveCount(10);
  await expect(preview.getByRole('listitem').first()).toContainText('02:30');

  await editor.getByLabel('Cron expression').fill('61 4 * * *');
  await expect(editor).toContainText('61 is not a minute');
  await expect(editor.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true');
  await editor.getByLabel('Cron expression').fill('45 4 * * MON-FRI');
  await expect(preview.getByTestId('trigger-words')).toHaveText('At 04:45, Monday to Friday');
  await expect(preview.getByRole('listitem').first()).toContainText('04:45');
  await editor.getByRole('button', { name: 'Time zone' }).click();
  await window.getByRole('combobox', { name: 'Search time zones' }).fill('new york');
  await window.keyboard.press('Enter');
  await expect(preview.getByTestId('trigger-yaml')).toContainText('America/New_York');
  await editor.getByRole('button', { name: 'Save' }).click();
  await expect(editor).toHaveCount(0);
  expect(readFileSync(file, 'utf8')).toBe(
    NIGHTLY.replace('30 2 * * *', '45 4 * * MON-FRI').replace('Europe/Berlin', 'America/New_York'),
  );
  await expect(scheduleRow(window, 'nightly')).toContainText('At 04:45, Monday to Friday');
  // Whoever wrote it has seen it.
  await expectState(window, 'nightly', 'active');

  // What somebody else wrote fires only once it was looked at.
  writeFileSync(file, NIGHTLY.replace('30 2', '15 3'));
  await expectState(window, 'nightly', 'not-armed');
  await window.getByRole('button', { name: 'Review' }).click();
  const pending = window.getByTestId('pending-trigger');
  await expect(pending).toContainText('At 04:45, Monday to Friday');
  await expect(pending).toContainText('At 03:15 every day');
  await pending.getByRole('button', { name: 'Arm the trigger of nightly' }).click();
  await expectState(window, 'nightly', 'active');

  // From the flow's inspector, a second one.
  await window.getByRole('navigation', { name: 'Activities' }).getByRole('button', { name: 'Flows' }).click();
  await openFlow(window, 'nightly');
  await window.getByRole('button', { name: 'Add a trigger' }).click();
  const added = window.getByRole('dialog', { name: /New trigger of nightly/ });
  await added.getByText('Interval', { exact: true }).click();
  await added.getByLabel('Interval', { exact: true }).last().fill('2h');
  await added.getByRole('button', { name: 'Save' }).click();
  await expect(added).toHaveCount(0);
  expect(readFileSync(file, 'utf8')).toContain('    timezone: Europe/Berlin\n  - every: 2h\nsteps:');
  await quit(app);
});

test('shows the days to come, and moves the clock ahead over all schedules', async ({ folder }) => {
  const app = await launchWithTray(join(folder, 'data'));
  const { window } = await openSchedules(app, folder, {
    'nightly.chronum.yaml': NIGHTLY,
    'hourly.chronum.yaml': 'name: hourly\ntriggers: [{every: 1h}]\nsteps: [{id: a, run: "true"}]\n',
  });
  await expectState(window, 'nightly', 'active');
  await expectState(window, 'hourly', 'active');
  await showTab(window, 'Calendar');
  await expect(window.getByTestId('day')).toHaveCount(35);
  await expect(window.getByTestId('day').nth(20)).toContainText('02:30');
  await expect(window.getByTestId('day').nth(20)).toContainText('24×');
  await showTab(window, 'Agenda');
  await expect(window.getByRole('heading', { name: /^Tomorrow/ })).toBeVisible();

  await showTab(window, 'What-if');
  const summary = window.getByTestId('what-if-summary');
  await expect(summary).toContainText('Drag the clock');
  await window.getByRole('slider', { name: 'Clock' }).focus();
  await window.keyboard.press('End');
  await expect(summary).toContainText('25 fired');
  await window.getByText('3 months', { exact: true }).click();
  await expect(window.getByTestId('what-if-timeline')).toContainText('2,184×');
  const timeline = await window.getByTestId('what-if-timeline').boundingBox();
  if (timeline === null) throw new Error('the timeline is not in sight');
  await window.mouse.move(timeline.x + 300, timeline.y + 60);
  await window.mouse.down();
  await window.mouse.move(timeline.x + timeline.width - 2, timeline.y + 60, { steps: 5 });
  await window.mouse.up();
  await expect(summary).toContainText(/2,2\d\d fired/);
  await quit(app);
});
