import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { inApp } from './in-app.ts';
import { expect, launchStudio, type Studio, test, writeWorkspace } from './studio.ts';
import { expectRun, expectStep, flowItem, node, openFolder, runButton, trust } from './window.ts';

const VALUE = 'planted-hunter2-value';
const FLOWS = {
  'hello.chronum.yaml':
    'name: hello\nsteps:\n  - name: greet\n    run: echo hello\n  - name: wave\n    run: echo bye\n    needs: [greet]\n',
  'guarded.chronum.yaml': `name: guarded
secrets: [TOKEN]
steps:
  - name: check
    secrets: [TOKEN]
    run: test "$TOKEN" = "${VALUE}"
`,
};

/** The activity bar at the edge of the window. */
const activity = (window: Page, name: string): Locator =>
  window.getByRole('navigation', { name: 'Activities' }).getByRole('button', { name, exact: true });

const finder = (window: Page): Locator => window.getByRole('combobox', { name: 'Find commands' });

/** What the palette would take. */
const found = (window: Page): Locator =>
  window.getByRole('listbox', { name: 'Found' }).getByRole('option', { selected: true });

/** Shows an activity, whatever is shown; choosing a list a second time would put it away. */
const go = (window: Page, name: string): Promise<void> =>
  expect(async () => {
    const button = activity(window, name);
    if ((await button.getAttribute('aria-current')) !== 'true') await button.click();
    await expect(button).toHaveAttribute('aria-current', 'true', { timeout: 1_000 });
  }).toPass();

/** Types into the palette and takes what comes first. */
async function choose(window: Page, query: string, first: string | RegExp): Promise<void> {
  await window.keyboard.press('ControlOrMeta+K');
  await expect(finder(window)).toBeFocused();
  await window.keyboard.type(query);
  await expect(found(window)).toContainText(first);
  await window.keyboard.press('Enter');
  await expect(finder(window)).toBeHidden();
}

const settingsOf = (studio: Studio): string => join(studio.dataFolder, 'settings.json');

async function openOwnFolder(studio: Studio, folder: string): Promise<void> {
  const { window } = studio;
  await expect(window.getByTestId('canvas')).toBeVisible();
  await openFolder(studio, writeWorkspace(join(folder, 'work'), FLOWS));
  await expect(flowItem(window, 'hello')).toBeVisible();
  await trust(window);
}

test('the palette runs commands, and finds flows, steps, runs and settings', async ({ studio, folder }) => {
  const { window, app } = studio;
  await openOwnFolder(studio, folder);
  // The menu bar of the system offers the same commands.
  const clickInMenu = (id: string) =>
    inApp(() => app.evaluate(({ Menu }, command) => Menu.getApplicationMenu()?.getMenuItemById(command)?.click(), id));
  await expect
    .poll(() =>
      inApp(() => app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('run.cancel')?.enabled)),
    )
    .toBe(false);
  await clickInMenu('help.shortcuts');
  await expect(window.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expect(window.getByText('The same keys are those of')).toBeHidden();
  await window.keyboard.press('Escape');

  await choose(window, 'hello', 'hello');
  await expect(node(window, 'wave')).toBeVisible();
  await choose(window, 'wave', 'wave');
  await expect(node(window, 'wave')).toHaveAttribute('aria-pressed', 'true');
  await choose(window, 'run this', 'Run this flow');
  await expectRun(window, 'succeeded');
  // The palette has the runs of the list as they are when it opens; the list is told a moment after the run itself.
  await expect(flowItem(window, 'hello')).toContainText('succeeded');
  await choose(window, 'hello succeeded', /hello.*succeeded/);
  await expect(window.getByRole('button', { name: 'Back to the flow as it is today' })).toBeVisible();
  await choose(window, 'density', 'Density');
  await expect(window.getByRole('radiogroup', { name: 'Density' })).toBeVisible();
  await expect(window.getByRole('radiogroup', { name: 'Theme' })).toBeHidden();

  await activity(window, 'Flows').click();
  await window.keyboard.press('ControlOrMeta+K');
  await window.keyboard.type('cancel this');
  await expect(found(window)).toContainText('no run is going on');
  await expect(window.getByText(/\d+ results? for cancel this/)).toBeAttached();
  await window.keyboard.press('Escape');
});

test('settings are the file; shortcuts are changed and stay', async ({ folder }) => {
  const dataFolder = join(folder, 'data');
  let studio = await launchStudio({ dataFolder });
  try {
    await expect(studio.window.getByTestId('canvas')).toBeVisible();
    writeFileSync(settingsOf(studio), '// mine\n{\n  "theme": "light", // by day\n  "own": [1, 2],\n}\n');
    await activity(studio.window, 'Settings').click();
    const notice = studio.window.getByText('`own`').or(studio.window.getByText('own is not a setting'));
    await expect(notice.first()).toBeVisible();
    await studio.window.getByRole('radiogroup', { name: 'Theme' }).getByText('Dark').click();
    await expect(studio.window.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect
      .poll(() => readFileSync(settingsOf(studio), 'utf8'))
      .toBe('// mine\n{\n  "theme": "dark", // by day\n  "own": [1, 2],\n}\n');

    await studio.window.getByRole('searchbox', { name: 'Search settings' }).fill('hide the panel');
    await studio.window.getByRole('button', { name: 'Change the shortcut of Hide the panel' }).click();
    await studio.window.keyboard.press('ControlOrMeta+B');
    await studio.window.getByRole('searchbox', { name: 'Search settings' }).fill('');
    await expect(studio.window.getByText('The same keys are those of').first()).toBeVisible();
    await studio.window.getByRole('button', { name: 'Change the shortcut of Hide the panel' }).click();
    await studio.window.keyboard.press('F9');
    await expect(studio.window.getByText('The same keys are those of')).toBeHidden();
    await expect.poll(() => readFileSync(settingsOf(studio), 'utf8')).toContain('"view.panel": "F9"');

    studio = await studio.restart();
    await activity(studio.window, 'Flows').click();
    const panel = studio.window.getByRole('tabpanel', { name: 'Timeline' });
    await expect(studio.window.getByTestId('canvas')).toBeVisible();
    const hide = studio.window.getByRole('button', { name: 'Hide the panel' });
    await expect(hide).toHaveAttribute('data-keys', 'F9');
    await studio.window.keyboard.press('F9');
    await expect(hide).toBeHidden();
    await expect(panel).toBeEmpty();
  } finally {
    await studio.close();
  }
});

test('a secret that was set here is used by a run and seen nowhere; the studio tells how it stands', async ({
  studio,
  folder,
}) => {
  const { window, app } = studio;
  await openOwnFolder(studio, folder);
  await activity(window, 'Settings').click();
  await window.getByRole('searchbox', { name: 'Search settings' }).fill('secrets');
  const secrets = window.getByRole('region', { name: 'Secrets' });
  await secrets.getByText('What opens the secrets').click();
  await secrets.getByRole('button', { name: 'Protect with a key file' }).click();
  await expect(secrets.getByText('Unlocked')).toBeVisible();
  await secrets.getByLabel('Name', { exact: true }).fill('TOKEN');
  await secrets.getByLabel('Value', { exact: true }).fill(VALUE);
  await secrets.getByRole('button', { name: 'Set secret' }).click();
  await expect(secrets.getByRole('list', { name: 'Stored secrets' })).toContainText('TOKEN');
  await expect(secrets.getByLabel('Value', { exact: true })).toHaveValue('');

  await activity(window, 'Flows').click();
  await flowItem(window, 'guarded').click();
  await runButton(window).click();
  await expectStep(window, 'check', 'succeeded');

  await activity(window, 'Health').click();
  await expect(window.getByRole('list', { name: 'Findings' })).toContainText('starts programs');
  await expect(window.getByRole('table').first()).toContainText('This app');
  await window.getByRole('button', { name: 'Copy diagnostics' }).click();
  await expect(window.getByText('The diagnostics were copied')).toBeVisible();
  const copied = await inApp(() => app.evaluate(({ clipboard }) => clipboard.readText()));
  expect(copied).toContain('Chronum Studio diagnostics');
  expect(copied).not.toContain(VALUE);
  const page = await window.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value);
    return [
      document.documentElement.outerHTML,
      ...fields,
      JSON.stringify({ ...localStorage, ...sessionStorage }),
    ].join();
  });
  // The flow file names it for the test's own comparison; no screen but its source shows that.
  expect(page).not.toContain(VALUE);
});

test('no screen keeps anybody out', async ({ studio, folder }) => {
  const { window, app } = studio;
  await openOwnFolder(studio, folder);
  await flowItem(window, 'hello').click();
  await runButton(window).click();
  await expectRun(window, 'succeeded');
  const looks = [
    { theme: 'light', size: { width: 1024, height: 700 } },
    // As at 200 % zoom.
    { theme: 'dark', size: { width: 640, height: 400 } },
  ] as const;
  for (const { theme, size } of looks) {
    await window.emulateMedia({ colorScheme: theme });
    await expect(window.locator('html')).toHaveAttribute('data-theme', theme);
    await inApp(() =>
      app.evaluate(({ BrowserWindow }, { width, height }) => {
        const [first] = BrowserWindow.getAllWindows();
        first?.setMinimumSize(320, 200);
        first?.setContentSize(width, height);
      }, size),
    );
    await expect.poll(() => window.evaluate(() => innerWidth)).toBe(size.width);
    for (const name of ['Flows', 'Runs', 'Schedules', 'Health', 'Settings']) {
      await go(window, name);
      await expect(window.getByRole('main').locator('h1').first()).toBeVisible();
      expect(await seriousFindings(window), `${name}, ${theme}, ${size.width} wide`).toEqual([]);
    }
    await window.keyboard.press('ControlOrMeta+K');
    await expect(finder(window)).toBeFocused();
    expect(await seriousFindings(window), `the palette, ${theme}, ${size.width} wide`).toEqual([]);
    await window.keyboard.press('Escape');
    await window.keyboard.press('?');
    await expect(window.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    expect(await seriousFindings(window), `the shortcuts, ${theme}, ${size.width} wide`).toEqual([]);
    await window.keyboard.press('Escape');
  }
});

const tabs = (window: Page): Locator =>
  window.getByRole('navigation', { name: 'Open flows and runs' }).getByRole('listitem');
const titles = (window: Page): Promise<string[]> =>
  tabs(window).getByRole('button').filter({ hasNotText: /^$/ }).allInnerTexts();

test('tabs are opened, closed, brought back, moved and remembered; a new flow from a template runs', async ({
  folder,
}) => {
  let studio = await launchStudio({ dataFolder: join(folder, 'data') });
  try {
    await openOwnFolder(studio, folder);
    const { window } = studio;
    // The first flow of the folder was opened by itself.
    await expect.poll(() => titles(window)).toEqual(['deploy-api', 'guarded']);
    await flowItem(window, 'hello').click();
    await expect.poll(() => titles(window)).toEqual(['deploy-api', 'guarded', 'hello']);
    await window.keyboard.press('Control+Tab');
    await expect(window.getByRole('heading', { level: 1, name: 'deploy-api' })).toBeVisible();
    await window.keyboard.press('Control+Shift+Tab');
    await expect(window.getByRole('heading', { level: 1, name: 'hello' })).toBeVisible();
    await tabs(window).filter({ hasText: 'guarded' }).click({ button: 'middle' });
    await expect.poll(() => titles(window)).toEqual(['deploy-api', 'hello']);
    await window.keyboard.press('ControlOrMeta+W');
    await expect.poll(() => titles(window)).toEqual(['deploy-api']);
    await window.keyboard.press('ControlOrMeta+Shift+T');
    await expect.poll(() => titles(window)).toEqual(['deploy-api', 'hello']);
    await tabs(window)
      .filter({ hasText: 'hello' })
      .dragTo(tabs(window).filter({ hasText: 'deploy-api' }));
    await expect.poll(() => titles(window)).toEqual(['hello', 'deploy-api']);

    studio = await studio.restart();
    await expect.poll(() => titles(studio.window)).toEqual(['hello', 'deploy-api']);
    await expect(studio.window.getByRole('heading', { level: 1, name: 'hello' })).toBeVisible();
    await studio.window.getByRole('button', { name: 'Close deploy-api' }).click();
    await studio.window.keyboard.press('ControlOrMeta+W');
    await expect(tabs(studio.window)).toHaveCount(0);

    await studio.window
      .getByRole('region', { name: 'Templates' })
      .getByRole('button', { name: /^matrix/ })
      .click();
    const dialog = studio.window.getByRole('dialog', { name: 'New flow' });
    expect(await seriousFindings(studio.window)).toEqual([]);
    await dialog.getByLabel('Name').fill('hello');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await expect(dialog.getByRole('alert')).toContainText('hello.chronum.yaml is called hello already');
    await dialog.getByLabel('Name').fill('Many Things');
    await expect(dialog.getByText('many-things.chronum.yaml')).toBeVisible();
    await dialog.getByRole('button', { name: 'Create' }).click();
    await expect(studio.window.getByRole('heading', { level: 1, name: 'Many Things' })).toBeVisible();
    await runButton(studio.window).click();
    await expectRun(studio.window, 'succeeded');
    expect(readFileSync(join(folder, 'work', 'many-things.chronum.yaml'), 'utf8')).toContain('name: Many Things');

    await tabs(studio.window).filter({ hasText: 'Many Things' }).getByRole('button').first().click();
    await studio.window.keyboard.press('ControlOrMeta+E');
    await studio.window.locator('.cm-content').click();
    await studio.window.keyboard.type('# mine');
    await expect(tabs(studio.window).filter({ hasText: 'Many Things' })).toContainText('not saved');
  } finally {
    await studio.close();
  }
});
