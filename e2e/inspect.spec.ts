import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { expect, type Studio, test, writeWorkspace } from './studio.ts';
import { expectRun, node, openFlow, openFolder, trust } from './window.ts';

const FILE = 'release.chronum.yaml';
const inspector = (window: Page): Locator => window.getByTestId('inspector');
const field = (window: Page, label: string): Locator => inspector(window).getByLabel(label, { exact: true });
const press = (window: Page, name: string): Promise<void> =>
  inspector(window).getByRole('button', { name, exact: true }).click();
const values = (window: Page): Locator => inspector(window).getByTestId('expression-value');

async function openText(studio: Studio, folder: string, text: string): Promise<() => string> {
  const work = writeWorkspace(join(folder, 'work'), { [FILE]: text });
  await openFolder(studio, work);
  await trust(studio.window);
  await openFlow(studio.window, 'release');
  await expect(inspector(studio.window).getByTestId('configure')).toBeVisible();
  return () => readFileSync(join(work, FILE), 'utf8');
}

const FLOW = `# Ships the service, by hand or at night
name: release
params:
  target: {type: choice, options: [staging, production]}   # where to

steps:
  # the artefact
  - id: build   # first
    run: make
    timeout: 10m

  - id: lint
    run: make lint

  - id: test
    run: make test   # takes a while
    needs: [build]
`;

test('what is edited in forms is written as a person would, and nothing else changes', async ({ folder, studio }) => {
  const { window } = studio;
  const onDisk = await openText(studio, folder, FLOW);

  await field(window, 'Description').first().fill('Builds, tests and ships');
  await node(window, 'test').click();
  await field(window, 'Add a need').selectOption('lint');
  await field(window, 'Retries').fill('4');
  await field(window, 'First wait').fill('2s');
  await field(window, 'Jitter').fill('equal');
  const curve = inspector(window).getByTestId('retry-curve');
  await expect(curve.getByRole('img')).toHaveAccessibleName(
    'Waits before retries: 1s to 2s, 2s to 4s, 4s to 8s, 8s to 16s',
  );
  await press(window, 'Environment');
  await press(window, 'Add a variable');
  await field(window, 'Name of variable NAME').fill('LEVEL');
  await field(window, 'Name of variable NAME').press('Enter');
  await field(window, 'Value of variable LEVEL').fill('3.10');
  await node(window, 'build').click();
  await press(window, 'Reset Timeout');
  await field(window, 'Shell script').fill('set -e\nmake');

  // Whoever names the step is changed with it.
  await field(window, 'Id').fill('compile');
  await field(window, 'Id').press('Enter');
  await expect(node(window, 'compile')).toBeVisible();
  await expect(field(window, 'Id')).toHaveValue('compile');

  await window.keyboard.press('ControlOrMeta+s');
  await expect.poll(onDisk).toBe(`# Ships the service, by hand or at night
name: release
description: Builds, tests and ships
params:
  target: {type: choice, options: [staging, production]}   # where to

steps:
  # the artefact
  - id: compile   # first
    run: |
      set -e
      make

  - id: lint
    run: make lint

  - id: test
    run: make test   # takes a while
    needs: [compile, lint]
    env:
      LEVEL: "3.10"
    retry: {limit: 4, delay: 2s, jitter: equal}
`);

  // One history, each entry with its name; to its beginning, it gives the first bytes back.
  await node(window, 'test').click();
  await press(window, 'Reset Retry');
  const undo = () => window.keyboard.press('ControlOrMeta+z');
  await node(window, 'lint').click();
  await undo();
  await node(window, 'test').click();
  await expect(field(window, 'Retries')).toHaveValue('4');
  await node(window, 'lint').click();
  for (let i = 0; i < 40; i++) await undo();
  await window.keyboard.press('ControlOrMeta+s');
  await expect.poll(onDisk).toBe(FLOW);
});

const RUNNABLE = `name: release
params: {target: staging}
steps:
  - id: build
    run: echo 1.2
    outputs: {version: stdout}
  - id: skipped
    if: params.target == "nowhere"
    run: "true"
  - id: publish
    needs: [build, skipped.done]
    run: "true"
`;

/** Goes from control to control, as one does without a mouse, until the one with this name has the focus. */
async function tabTo(window: Page, label: string): Promise<void> {
  for (let i = 0; i < 80; i++) {
    const name = await window.evaluate(() => {
      const element = document.activeElement;
      const own = element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? '') : '';
      return element?.getAttribute('aria-label') ?? (own || (element?.textContent ?? ''));
    });
    if (name === label) return;
    await window.keyboard.press('Tab');
  }
  throw new Error(`nothing called ${label} is reached with Tab`);
}

test('by keyboard alone: names complete, and show what they held in the last run', async ({ folder, studio }) => {
  const { window } = studio;
  const onDisk = await openText(studio, folder, RUNNABLE);
  await node(window, 'publish').click();
  await window.getByRole('tab', { name: 'Configure' }).focus();
  await tabTo(window, 'Only if');
  await window.keyboard.type('steps.bu');
  const completions = window.getByRole('listbox', { name: 'Completions' });
  await expect(completions.getByRole('option', { name: 'build' })).toHaveAttribute('aria-selected', 'true');
  await window.keyboard.press('Enter');
  await window.keyboard.type('.outputs.');
  await expect(completions.getByRole('option')).toHaveText(['version']);
  await window.keyboard.press('Enter');
  await expect(field(window, 'Only if')).toHaveValue('steps.build.outputs.version');
  await window.keyboard.type(' == "1.2"');
  await expect(values(window)).toHaveText('No value yet: the flow has not run');
  await window.keyboard.press('ControlOrMeta+s');
  await expect.poll(onDisk).toContain('    if: steps.build.outputs.version == "1.2"\n');

  await window.keyboard.press('ControlOrMeta+Enter');
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Run' }).click();
  await expectRun(window, 'succeeded');
  await expect(inspector(window).getByTestId('step-status')).toHaveAttribute('data-status', 'succeeded');

  await window.getByRole('tab', { name: 'Configure' }).click();
  await expect(values(window)).toHaveText('last run true');
  await field(window, 'Only if').fill('steps.skipped.outputs.url');
  await expect(values(window)).toHaveText('skipped was skipped in the last run');
  await field(window, 'Only if').fill('steps.build.outputs.');
  await expect(completions.getByRole('option', { name: 'version' })).toContainText('1.2');
  await window.keyboard.press('Escape');
  await expect(completions).toHaveCount(0);
});

const FAULTY = `name: release
labels: [ops]
triggers:
  - watch: src/**
steps:
  - id: build
    run: make
    timout: 5s
  - id: test
    needs: [biuld]
    run: make test
    matrix:
      os: [linux, macos]
      node: [20, 22]
      exclude:
        - {os: macos, node: 20}
  - {id: a, run: x, needs: [b]}
  - {id: b, run: x, needs: [a]}
`;

test('draws the instances of a matrix, mends what is wrong, and keeps nobody out', async ({ folder, studio }) => {
  const { window } = studio;
  const onDisk = await openText(studio, folder, FAULTY);

  await node(window, 'test').click();
  const rows = inspector(window).getByTestId('instances-table').locator('tbody tr');
  await expect(rows).toHaveCount(4);
  await expect(rows.last()).toHaveAttribute('data-excluded', 'true');
  await expect(inspector(window)).toContainText('3 instances, 1 excluded');
  await field(window, 'Values of axis os').fill('linux, macos, windows');
  await expect(inspector(window)).toContainText('5 instances, 1 excluded');

  // At the field, and in the list.
  await press(window, 'Change to build');
  await expect(field(window, 'Needed step: build')).toBeVisible();
  await node(window, 'build').click();
  await expect(inspector(window)).toContainText('timout is not a key of a step');
  await press(window, 'Change to timeout');
  await expect(field(window, 'Timeout')).toHaveValue('5s');
  await window.getByRole('tab', { name: /^Problems/ }).click();
  const problem = window.getByTestId('problem');
  await expect(problem).toHaveCount(1);
  await problem.getByRole('button', { name: 'Let b no longer need a' }).click();
  await expect(problem).toHaveCount(0);
  expect(await seriousFindings(window)).toEqual([]);

  await window.getByTestId('canvas').click({ position: { x: 12, y: 12 } });
  await expect(field(window, 'Labels')).toHaveValue('ops');
  expect(await seriousFindings(window)).toEqual([]);
  await window.keyboard.press('ControlOrMeta+s');
  const mended = FAULTY.replace('timout', 'timeout')
    .replace('biuld', 'build')
    .replace('[linux, macos]', '[linux, macos, windows]')
    .replace(', needs: [a]', '');
  await expect.poll(onDisk).toBe(mended);

  // A trigger that no clock fires has a form too.
  await press(window, 'Edit the trigger src/**');
  const dialog = window.getByRole('dialog', { name: /Trigger of release/ });
  await expect(dialog.getByTestId('trigger-words')).toHaveText('When src/** is created or changed');
  await dialog.getByRole('textbox', { name: 'Files' }).fill('src/**\ndocs/*.md');
  await dialog.getByLabel('deleted').check();
  await dialog.getByLabel('changed', { exact: true }).uncheck();
  await expect(dialog.getByTestId('trigger-words')).toHaveText('When src/** or docs/*.md are created or deleted');
  expect(await seriousFindings(window)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect
    .poll(onDisk)
    .toBe(mended.replace('watch: src/**', 'watch: [src/**, docs/*.md]\n    events: [create, delete]'));
});
