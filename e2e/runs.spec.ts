import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { chronum, expect, test, writeWorkspace } from './studio.ts';
import { openFolder, trust } from './window.ts';

const BUILD = `name: build
labels: [nightly]
params: {mode: fast}
steps:
  - {id: compile, run: "echo compiling \${{ params.mode }}; seq -f 'module %g' 1 400"}
  - {id: check, run: "test ! -e broken", needs: [compile]}
`;
const OTHER = 'name: other\nsteps: [{id: only, run: "echo nothing to see"}]\n';
const LIVE = 'name: live\nsteps: [{id: wait, run: "until test -e go; do sleep 0.1; done"}]\n';

/** What a person does with runs, in their words. */
const showRuns = (window: Page): Promise<void> =>
  window.getByRole('navigation', { name: 'Activities' }).getByRole('button', { name: 'Runs' }).click();
const showTab = (window: Page, name: string): Promise<void> => window.getByRole('tab', { name, exact: true }).click();
const list = (window: Page): Locator => window.getByRole('listbox', { name: 'Runs' });
const rows = (window: Page): Locator => list(window).getByRole('option');
const expectRows = (window: Page, count: number): Promise<void> =>
  expect(rows(window)).toHaveCount(count, { timeout: 20_000 });
const details = (window: Page): Locator => window.getByRole('complementary', { name: 'Details' });

test('finds, keeps, deletes, exports, searches and compares runs, those of the terminal too', async ({
  folder,
  studio,
}) => {
  test.slow();
  const { app, window, dataFolder } = studio;
  const work = writeWorkspace(join(folder, 'work'), {
    'build.chronum.yaml': BUILD,
    'other.chronum.yaml': OTHER,
    'live.chronum.yaml': LIVE,
  });
  const run = (name: string, ...more: string[]) =>
    chronum(dataFolder, ['run', join(work, `${name}.chronum.yaml`), ...more]);
  await openFolder(studio, work);
  await trust(window);
  expect((await run('build')).code).toBe(0);
  writeFileSync(join(work, 'broken'), '');
  expect((await run('build', '--param', 'mode=full')).code).not.toBe(0);
  expect((await run('other')).code).toBe(0);
  const live = run('live');

  await test.step('live ones are on top; every filter finds what it says', async () => {
    await showRuns(window);
    await expectRows(window, 4);
    await expect(rows(window).first()).toHaveAttribute('data-status', 'running', { timeout: 20_000 });
    await expect(rows(window).first()).toContainText('from the terminal');
    await window.getByLabel('Status').selectOption('Failed');
    await expectRows(window, 1);
    await expect(rows(window).first()).toContainText('1 of 2 failed');
    await window.getByRole('button', { name: 'Show all' }).click();
    await window.getByLabel('Flow name, file or run id').fill('OTH');
    await expectRows(window, 1);
    await window.getByLabel('Flow name, file or run id').fill('nowhere');
    await expect(window.getByRole('heading', { name: 'No run is like this' })).toBeVisible();
    await window.getByLabel('Flow name, file or run id').fill('');
    await window.getByLabel('Label').selectOption('nightly');
    await expectRows(window, 2);
    await window.getByRole('button', { name: 'Show all' }).click();
    await window.getByLabel('Time').selectOption('Last hour');
    await expectRows(window, 4);
    expect(await seriousFindings(window)).toEqual([]);
  });

  await test.step('what is deleted comes back for a while; live runs stay', async () => {
    await rows(window).last().click();
    await window.keyboard.press('Shift+ArrowUp');
    await expect(details(window)).toContainText('2 runs selected');
    await window.keyboard.press('Delete');
    await expectRows(window, 2);
    await expect(window.getByText('2 runs', { exact: true })).toBeVisible();
    await window.getByRole('button', { name: 'Undo' }).click();
    await expectRows(window, 4);
    await list(window).focus();
    await window.keyboard.press('ControlOrMeta+a');
    await window.keyboard.press('Delete');
    await expectRows(window, 1);
    await expect(window.getByText('1 run not deleted: cancel live runs first')).toBeVisible();
    await list(window).focus();
    await window.keyboard.press('ControlOrMeta+z');
    await expectRows(window, 4);
  });

  await test.step('a run of the terminal is cancelled from here', async () => {
    await rows(window).first().click();
    await details(window).getByRole('button', { name: 'Cancel' }).click();
    expect((await live).code).not.toBe(0);
    const ended = rows(window).filter({ hasText: 'live' });
    await expect(ended).toHaveAttribute('data-status', 'cancelled', { timeout: 20_000 });
  });

  await test.step('a pin keeps a run, and an export has what is shown', async () => {
    await rows(window).filter({ hasText: 'other' }).click();
    await window.keyboard.press('p');
    await window.getByRole('button', { name: 'Only pinned runs' }).click();
    await expectRows(window, 1);
    const target = join(folder, 'runs.csv');
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, target);
    await window.getByRole('button', { name: 'Export', exact: true }).click();
    await window.getByRole('button', { name: 'These runs as CSV' }).click();
    await expect(window.getByText('1 run written to')).toBeVisible();
    expect(readFileSync(target, 'utf8').split('\r\n')[1]).toMatch(/^\w+,other,.*,succeeded,.*,true$/);
    await window.getByRole('button', { name: 'Show all' }).click();
    await expectRows(window, 4);
  });

  await test.step('a flow has its outcomes by day, its rate and its slowest steps', async () => {
    await showTab(window, 'By flow');
    await window.getByRole('button', { name: /^build/ }).click();
    const today = window.getByTestId('heat-map').locator('g').last();
    await expect(today).toHaveAttribute('data-total', '2');
    await expect(today).toHaveAttribute('data-outcome', 'failed');
    await expect(window.getByRole('definition').first()).toHaveText('50 %');
    await expect(window.getByRole('rowheader', { name: 'compile' })).toBeVisible();
    expect(await seriousFindings(window)).toEqual([]);
  });

  await test.step('limits say what they would clear away', async () => {
    await showTab(window, 'Keep');
    await expect(window.getByTestId('retention-preview')).toContainText('Nothing would go');
    await window.getByLabel('Runs of each flow').fill('1');
    await expect(window.getByTestId('retention-preview')).toContainText('1 run would go');
    await window.getByRole('button', { name: 'Back to what was' }).click();
  });

  await test.step('two runs differ by status, parameters and output', async () => {
    await showTab(window, 'All');
    await window.getByLabel('Flow', { exact: true }).selectOption('build');
    await expectRows(window, 2);
    await rows(window).first().click();
    await rows(window)
      .last()
      .click({ modifiers: ['ControlOrMeta'] });
    await window.keyboard.press('c');
    const graph = window.getByTestId('compare-graph');
    await expect(graph.locator('[data-step="check"]')).toHaveAttribute('data-change', 'status');
    await expect(graph.locator('[data-step="check"]')).toContainText('Succeeded became failed');
    await expect(window.getByRole('table', { name: 'Parameters' })).toContainText('fast');
    await expect(window.getByRole('table', { name: 'Parameters' })).toContainText('full');
    await expect(window.getByTestId('compare-flow')).toContainText('Both ran the same');
    await graph.locator('[data-step="compile"]').click();
    await expect(window.getByTestId('compare-logs')).toContainText('compiling fast');
    await expect(window.getByTestId('compare-logs')).toContainText('397 equal lines');
    expect(await seriousFindings(window)).toEqual([]);
  });

  await test.step('text is found in all logs, and opened at its line', async () => {
    await window.keyboard.press('ControlOrMeta+Shift+f');
    await window.getByLabel('Search in the logs of all runs').fill('module (');
    await window.getByRole('button', { name: 'Regular expression' }).click();
    await window.getByRole('button', { name: 'Search', exact: true }).click();
    await expect(window.getByRole('alert')).toContainText('is not a regular expression');
    await window.getByLabel('Search in the logs of all runs').fill('module 4[0]$');
    await window.keyboard.press('Enter');
    await expect(window.getByTestId('search-progress')).toHaveAttribute('data-phase', 'done', { timeout: 20_000 });
    await expect(window.getByTestId('search-progress')).toContainText('2 matches in 4 of 4 runs');
    expect(await seriousFindings(window)).toEqual([]);
    await window.getByTestId('search-results').getByRole('button').first().click();
    await expect(window.getByTestId('terminal')).toContainText('module 40', { timeout: 20_000 });
    await expect(window.getByTestId('terminal')).not.toContainText('module 400');
    // The line is marked.
    await expect(window.getByTestId('terminal').locator('.xterm-selection > div')).not.toHaveCount(0);
    await expect(window.getByTestId('node-compile')).toBeVisible();
  });

  await test.step('whoever leaves has deleted for good, logs too', async () => {
    await showRuns(window);
    await showTab(window, 'All');
    await expectRows(window, 2);
    const { id } = await rows(window)
      .last()
      .evaluate((row) => ({ id: row.dataset.run ?? '' }));
    await expect.poll(() => existsSync(join(dataFolder, 'logs', id))).toBe(true);
    await rows(window).last().click();
    await details(window).getByRole('button', { name: 'Delete' }).click();
    await expectRows(window, 1);
    await window.reload();
    await expectRows(window, 3);
    await expect.poll(() => existsSync(join(dataFolder, 'logs', id)), { timeout: 20_000 }).toBe(false);
  });
  rmSync(join(work, 'broken'));
});
