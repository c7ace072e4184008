import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { expect, launchStudio, test, writeWorkspace } from './studio.ts';
import { node, openFlow, openFolder } from './window.ts';

const FILE = 'deploy.chronum.yaml';
const FLOW = `# Ships the service
name: deploy
params:
  target: {type: choice, options: [staging, production]}

steps:
  - id: build # first
    run: make

  - id: test
    needs: [build]
    run: make test

  - id: publish
    needs: test
    run: ./publish
`;

const source = (window: Page): Locator => window.getByTestId('source');
const textOf = (window: Page): Locator => window.getByRole('textbox', { name: `Text of ${FILE}` });
const line = (window: Page, text: string): Locator => source(window).locator('.cm-line', { hasText: text }).first();
const suggestion = (window: Page, label: string): Locator =>
  window.getByRole('listbox', { name: 'Completions' }).getByRole('option', { name: new RegExp(`^${label}`) });

/** The whole text that the editor shows; what is out of sight is not in the page, and these flows are short. */
const shown = (window: Page) =>
  expect.poll(async () => (await source(window).locator('.cm-line').allTextContents()).join('\n'));

async function openSource(window: Page): Promise<void> {
  await openFlow(window, 'deploy');
  await window.getByRole('button', { name: 'Show the source beside the graph' }).click();
  await expect(textOf(window)).toBeVisible();
}

/** Puts the cursor behind a line and begins a new one below it. */
async function newLineAfter(window: Page, text: string): Promise<void> {
  await line(window, text).click();
  await window.keyboard.press('End');
  await window.keyboard.press('Enter');
}

test('text and graph are one: each shows at once what is done in the other, with one history', async ({
  folder,
  studio,
}) => {
  const { window } = studio;
  const work = writeWorkspace(join(folder, 'work'), { [FILE]: FLOW });
  await openFolder(studio, work);
  await openSource(window);
  await shown(window).toBe(FLOW);

  await newLineAfter(window, './publish');
  await window.keyboard.press('Shift+Tab');
  await window.keyboard.type('- {id: tell, run: echo}');
  await expect(node(window, 'tell')).toBeVisible();
  await window.keyboard.press('Control+z');
  await expect(node(window, 'tell')).toBeHidden();
  await window.keyboard.press('Control+y');
  await expect(node(window, 'tell')).toBeVisible();

  // Where the cursor is, there is the selected step; and the other way round.
  await line(window, 'make test').click();
  await expect(node(window, 'test')).toHaveAttribute('aria-pressed', 'true');
  await node(window, 'build').click();
  await expect(line(window, 'id: build')).toHaveClass(/cm-stepLine/);
  await expect(line(window, 'run: make')).toHaveClass(/cm-stepLine/);

  // What is done in the graph patches the text and leaves its comments; who undoes it in the text has it back.
  await node(window, 'test').click();
  await window.keyboard.press('Delete');
  await expect(node(window, 'test')).toBeHidden();
  await expect(line(window, 'make test')).toBeHidden();
  await expect(line(window, 'id: build # first')).toBeVisible();
  await line(window, '# Ships the service').click();
  await window.keyboard.press('Control+z');
  await expect(node(window, 'test')).toBeVisible();
  await expect(line(window, 'make test')).toBeVisible();

  // While the text cannot be drawn, the graph stays, and says so.
  await line(window, 'name: deploy').click();
  await window.keyboard.press('End');
  await window.keyboard.type(': [');
  await expect(window.getByText('The text has problems. This is its last valid state.')).toBeVisible();
  await expect(node(window, 'publish')).toBeVisible();
  await window.keyboard.press('Control+z');
  await expect(window.getByText('The text has problems.')).toBeHidden();

  await window.keyboard.press('Control+s');
  await expect(window.getByRole('img', { name: 'Not saved yet' })).toBeHidden();
  expect(readFileSync(join(work, FILE), 'utf8')).toContain('- {id: tell, run: echo}');
  expect(readFileSync(join(work, FILE), 'utf8')).toContain('- id: build # first');
});

test('the editor knows the format: it completes, explains, finds problems and mends them', async ({
  folder,
  studio,
}) => {
  const { window } = studio;
  await openFolder(studio, writeWorkspace(join(folder, 'work'), { [FILE]: FLOW }));
  await openSource(window);

  await newLineAfter(window, 'run: make test');
  await window.keyboard.type('retr');
  await expect(window.locator('.cm-completionInfo')).toContainText('Attempts after the first');
  await suggestion(window, 'retry').click();
  await window.keyboard.type('2');
  await expect(line(window, 'retry: 2')).toBeVisible();

  await newLineAfter(window, 'run: ./publish');
  await window.keyboard.type('if: params.tar');
  await suggestion(window, 'target').click();
  await expect(line(window, 'if: params.target')).toBeVisible();

  await newLineAfter(window, 'if: params.target');
  await window.keyboard.type('timout: 5m');
  await window.keyboard.press('Escape');
  const problem = source(window).locator('.cm-lintRange-error');
  await expect(problem).toHaveText('timout');
  await window.getByRole('tab', { name: /Problems/ }).click();
  const listed = window.getByTestId('problem').filter({ hasText: 'timout' });
  await listed.getByRole('button', { name: 'Show this place in the source' }).click();
  await expect(textOf(window)).toBeFocused();
  await problem.hover();
  const fix = window.locator('.cm-diagnosticAction').first();
  await expect(window.locator('.cm-diagnostic')).toContainText('did you mean timeout?');
  await fix.click();
  await expect(line(window, 'timeout: 5m')).toBeVisible();
  await expect(problem).toHaveCount(0);

  await window.mouse.move(0, 0);
  await line(window, 'needs: [build]').getByText('needs').hover();
  await expect(window.locator('.cm-tooltip-hover')).toContainText('Steps that must have succeeded first');
});

test('a file that another program writes: taken as it is, brought together, or left to a person', async ({
  folder,
  studio,
}) => {
  const { window } = studio;
  const work = writeWorkspace(join(folder, 'work'), { [FILE]: FLOW });
  const path = join(work, FILE);
  await openFolder(studio, work);
  await openSource(window);

  const theirs = FLOW.replace('# Ships the service', '# Ships it');
  writeFileSync(path, theirs);
  await expect(line(window, '# Ships it')).toBeVisible();

  // Changes that lie apart.
  await newLineAfter(window, 'run: ./publish');
  await window.keyboard.type('timeout: 5m');
  await window.keyboard.press('Escape');
  writeFileSync(path, theirs.replace('name: deploy', 'name: release'));
  await expect(window.getByText('both changes were brought together')).toBeVisible();
  const merged = `${theirs.replace('name: deploy', 'name: release')}    timeout: 5m\n`;
  await shown(window).toBe(merged);
  await window.keyboard.press('Control+s');
  await expect.poll(() => readFileSync(path, 'utf8')).toBe(merged);

  // Changes of one line.
  await line(window, 'timeout: 5m').click();
  await window.keyboard.press('End');
  await window.keyboard.press('Backspace');
  await window.keyboard.type('s');
  await expect(line(window, 'timeout: 5s')).toBeVisible();
  writeFileSync(path, merged.replace('timeout: 5m', 'timeout: 7h'));
  await window.getByRole('button', { name: 'Compare and choose' }).click();
  const dialog = window.getByRole('dialog', { name: /Two changes/ });
  await expect(dialog.getByRole('textbox', { name: 'Their text' })).toContainText('timeout: 7h');
  await expect(dialog.getByRole('textbox', { name: 'Your text' })).toContainText('timeout: 5s');
  expect(await seriousFindings(window)).toEqual([]);
  await dialog.getByRole('button', { name: 'Take theirs' }).click();
  await shown(window).toBe(merged.replace('timeout: 5m', 'timeout: 7h'));
  await expect(window.getByRole('button', { name: 'Compare and choose' })).toBeHidden();
  await textOf(window).focus();
  await window.keyboard.press('Control+z');
  await expect(line(window, 'timeout: 5s')).toBeVisible();
});

test('what was typed outlives the kill of the app', async ({ folder }) => {
  const dataFolder = join(folder, 'data');
  const work = writeWorkspace(join(folder, 'work'), { [FILE]: FLOW });
  const first = await launchStudio({ dataFolder });
  await openFolder(first, work);
  await openSource(first.window);
  await newLineAfter(first.window, 'run: ./publish');
  await first.window.keyboard.type('timeout: 5m');
  await expect(line(first.window, 'timeout: 5m')).toBeVisible();
  const kept = () => {
    const drafts = join(dataFolder, 'drafts');
    const files = existsSync(drafts) ? readdirSync(drafts).filter((file) => file.endsWith('.json')) : [];
    return files.map((file) => readFileSync(join(drafts, file), 'utf8')).join('');
  };
  await expect.poll(kept).toContain('timeout: 5m');
  // The kill comes in the middle of typing on: that much may be lost.
  await first.window.keyboard.type(' # and');
  const closed = first.app.waitForEvent('close');
  first.app.process().kill('SIGKILL');
  await closed;
  expect(readFileSync(join(work, FILE), 'utf8')).toBe(FLOW);

  const { window, close } = await launchStudio({ dataFolder });
  const notice = window.getByRole('status').filter({ hasText: `Unsaved changes of ${FILE} were restored` });
  await expect(notice).toBeVisible();
  await expect(line(window, 'timeout: 5m')).toBeVisible();
  await expect(window.getByRole('img', { name: 'Not saved yet' })).toBeVisible();
  await notice.getByRole('button', { name: 'Discard' }).click();
  await shown(window).toBe(FLOW);
  await expect.poll(kept).toBe('');
  await close();
});

const PLANNED = `name: planned
params:
  target: {type: choice, options: [staging, production], default: staging}
env: {TARGET: "\${{ params.target }}"}
secrets: [TOKEN]
steps:
  - {id: build, run: touch ran}
  - {id: test, run: "echo \${{ matrix.os }}", needs: [build], matrix: {os: [linux, mac]}}
  - {id: publish, run: ./publish, needs: [test], if: params.target == "production"}
`;

test('a dry run shows what would run, in waves on the graph, and runs nothing', async ({ folder, studio }) => {
  const { window } = studio;
  const work = writeWorkspace(join(folder, 'work'), { 'planned.chronum.yaml': PLANNED });
  await openFolder(studio, work);
  await openFlow(window, 'planned');
  const dryRun = async (target: string) => {
    const form = window.getByRole('dialog', { name: 'Dry run of planned' });
    await form.getByLabel('target').selectOption(target);
    await form.getByRole('button', { name: 'Show what would run' }).click();
  };
  await window.getByRole('button', { name: /^Dry run/ }).click();
  await dryRun('staging');
  const panel = window.getByRole('tabpanel', { name: 'Dry run' });
  await expect(panel.getByRole('region', { name: 'Wave 2' }).getByRole('button')).toHaveText([
    /test\[os=linux\].*echo linux/,
    /test\[os=mac\].*echo mac/,
  ]);
  await expect(panel.getByRole('region', { name: 'Would not run' })).toContainText('publish');
  await expect(window.getByTestId('wave-build')).toHaveText(/1$/);
  await expect(window.getByTestId('wave-test')).toHaveText(/2$/);
  await expect(window.getByTestId('wave-publish')).toContainText('would not run');

  await panel.getByRole('button', { name: 'Change' }).click();
  await dryRun('production');
  await expect(window.getByTestId('wave-publish')).toHaveText(/3$/);
  await panel.getByTestId('dry-publish').click();
  await expect(panel).toContainText('params.target == "production" is true');
  await expect(panel).toContainText('TARGET=production');
  await expect(panel).toContainText('TOKEN=***');
  await expect(node(window, 'publish')).toHaveAttribute('aria-pressed', 'true');

  // It keeps in step with what is written, saved or not.
  await window.getByRole('button', { name: 'Show the source beside the graph' }).click();
  await expect(line(window, 'id: build')).toBeVisible();
  expect(await seriousFindings(window)).toEqual([]);
  await line(window, 'id: build').click();
  await window.keyboard.press('End');
  await window.keyboard.press('ArrowLeft');
  await window.keyboard.type(', disabled: true');
  await expect(window.getByTestId('wave-build')).toContainText('would not run');
  await panel.getByRole('button', { name: 'End the dry run' }).click();
  await expect(window.getByTestId('wave-build')).toBeHidden();
  expect(existsSync(join(work, 'ran'))).toBe(false);
});
