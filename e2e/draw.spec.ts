import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, type Studio, test, writeWorkspace } from './studio.ts';
import { expectRun, node, openFlow, openFolder, runButton, trust } from './window.ts';

const EMPTY = 'name: release\nsteps: []\n';

/** Opens one flow of a folder of its own, with nothing beside the graph. */
async function open(studio: Studio, folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  const work = writeWorkspace(join(folder, 'work'), files);
  await openFolder(studio, work);
  await trust(studio.window);
  await openFlow(studio.window, 'release');
  await studio.window.keyboard.press('Control+j');
  await studio.window.keyboard.press('Control+i');
  await expect(studio.window.getByTestId('canvas')).toHaveAttribute('data-editable', 'true');
  return join(work, 'release.chronum.yaml');
}

const canvas = (window: Page): Locator => window.getByTestId('canvas');
const edge = (window: Page, source: string, target: string): Locator =>
  window.getByTestId(`edge-${source}-${target}`).locator('path').first();
const saved = (file: string) => readFileSync(file, 'utf8');

async function save(window: Page): Promise<void> {
  await window.keyboard.press('Control+s');
  await expect(window.getByLabel('Not saved yet')).toHaveCount(0);
}

/** Drags a type of step from the palette to a point of the canvas, and writes its name and command. */
async function draw(window: Page, at: { x: number; y: number }, name: string, run: string): Promise<void> {
  await window
    .getByTestId('step-palette')
    .getByRole('button', { name: 'Shell' })
    .dragTo(canvas(window), { targetPosition: at });
  await write(window, name, run);
}

async function write(window: Page, name: string, run: string): Promise<void> {
  const nameField = window.getByLabel('Name of Shell');
  await expect(nameField).toBeFocused();
  await nameField.fill(name);
  await nameField.press('Enter');
  const command = window.getByLabel(`What ${name} runs`);
  await expect(command).toBeFocused();
  await command.fill(run);
  await command.press('Enter');
  await expect(command).toHaveCount(0);
  await expect(node(window, name)).toContainText(run);
}

const handle = (window: Page, step: string): Locator =>
  window.locator(`.react-flow__node[data-id="${step}"] .react-flow__handle.source`);

async function center(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('not on the screen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Draws a connection with the mouse, and leaves it over its target. */
async function pull(window: Page, from: string, to: string): Promise<void> {
  await node(window, from).hover();
  const start = await center(handle(window, from));
  const goal = await center(node(window, to));
  await window.mouse.move(start.x, start.y);
  await window.mouse.down();
  await window.mouse.move((start.x + goal.x) / 2, (start.y + goal.y) / 2, { steps: 4 });
  await window.mouse.move(goal.x, goal.y, { steps: 4 });
}

async function connect(window: Page, from: string, to: string): Promise<void> {
  await pull(window, from, to);
  await window.mouse.up();
  await expect(edge(window, from, to)).toBeAttached();
}

async function undoAll(window: Page): Promise<void> {
  const undo = window.getByRole('toolbar', { name: 'Changes of the graph' }).getByRole('button', { name: /^Undo/ });
  for (
    let label = await undo.getAttribute('aria-label');
    label !== 'Undo';
    label = await undo.getAttribute('aria-label')
  ) {
    await undo.click();
  }
}

test('a flow of ten steps is drawn from nothing, runs, and its file is as a colleague would write it', async ({
  studio,
  folder,
}) => {
  const { window } = studio;
  const file = await open(studio, folder, { 'release.chronum.yaml': EMPTY });
  await expect(window.getByRole('heading', { name: 'No steps yet' })).toBeVisible();
  for (const scale of [/scale\(0\.83/, /scale\(0\.69/]) {
    await canvas(window).press('-');
    await expect(window.locator('.react-flow__viewport')).toHaveAttribute('style', scale);
  }

  const names = ['checkout', 'build', 'unit', 'lint', 'types', 'package', 'publish', 'docs', 'announce', 'clean'];
  for (const [i, name] of names.entries()) {
    await draw(window, { x: 300 + (i % 4) * 190, y: 80 + Math.floor(i / 4) * 130 }, name, `echo "${name}"`);
  }
  const needs: Readonly<Record<string, readonly string[]>> = {
    build: ['checkout'],
    unit: ['build'],
    lint: ['checkout'],
    types: ['checkout'],
    package: ['unit', 'lint', 'types'],
    publish: ['package'],
    docs: ['build'],
    announce: ['publish', 'docs'],
    clean: ['announce'],
  };
  for (const [target, sources] of Object.entries(needs)) {
    for (const source of sources) await connect(window, source, target);
  }

  const text = `name: release
steps:
${names
  .map((name) => {
    const list = needs[name] === undefined ? '' : `    needs: [${needs[name].join(', ')}]\n`;
    return `  - name: ${name}\n    run: echo "${name}"\n${list}`;
  })
  .join('')}`;
  await expect(window.getByLabel('Not saved yet')).toBeVisible();
  expect(saved(file)).toBe(EMPTY);
  // A run takes what is on disk: it saves first.
  await runButton(window).click();
  await expectRun(window, 'succeeded');
  expect(saved(file)).toBe(text);

  await undoAll(window);
  await expect(window.getByRole('heading', { name: 'No steps yet' })).toBeVisible();
  await save(window);
  expect(saved(file)).toBe(EMPTY);
});

const RELEASE = `# How we release.
name: release
params:
  target: staging
steps:
  - name: build   # slow
    run: echo building
  # Both at once.
  - name: test
    run: echo testing
    needs: [build]
  - name: lint
    run: echo linting
    needs: [build]
  - name: deploy
    run: echo "to $CHRONUM_PARAM_TARGET"
    needs: [test, lint]
`;

/** Chooses from the menu of what is clicked. */
async function choose(window: Page, on: Locator, entry: string): Promise<void> {
  await on.click({ button: 'right' });
  await window.getByRole('menuitem', { name: entry, exact: true }).click();
}

test('steps are put onto connections, copied, grouped and extracted, and every byte comes back', async ({
  studio,
  folder,
}) => {
  const { window } = studio;
  const file = await open(studio, folder, { 'release.chronum.yaml': RELEASE });
  await expect(node(window, 'deploy')).toBeVisible();

  await test.step('a connection that would close a circle is refused while it is drawn, and shows the circle', async () => {
    await pull(window, 'deploy', 'build');
    await expect(window.getByText('This would be a cycle: deploy → build → test → deploy')).toBeVisible();
    await window.mouse.up();
    await expect(edge(window, 'deploy', 'build')).toHaveCount(0);
  });

  await test.step('a step from the palette goes onto a connection', async () => {
    await window.getByRole('button', { name: 'Show the types of steps' }).click();
    const way = await center(edge(window, 'build', 'lint'));
    const box = (await canvas(window).boundingBox())!;
    const shell = window.getByTestId('step-palette').getByRole('button', { name: 'Shell' });
    await shell.dragTo(canvas(window), { targetPosition: { x: way.x - box.x, y: way.y - box.y } });
    await write(window, 'prepare', 'echo preparing');
    await expect(edge(window, 'build', 'prepare')).toBeAttached();
    await expect(edge(window, 'prepare', 'lint')).toBeAttached();
    await expect(edge(window, 'build', 'lint')).toHaveCount(0);
    await window.getByRole('button', { name: 'Close the list of step types' }).click();
  });

  await test.step('deleting it connects what is around again', async () => {
    await node(window, 'prepare').click();
    await window.keyboard.press('Shift+Delete');
    await expect(node(window, 'prepare')).toHaveCount(0);
    await expect(edge(window, 'build', 'lint')).toBeAttached();
    await save(window);
    expect(saved(file)).toBe(RELEASE);
  });

  await test.step('the keyboard adds, connects and joins', async () => {
    await node(window, 'lint').click();
    await window.mouse.move(5, 5);
    await window.keyboard.press('a');
    await window.getByRole('combobox', { name: 'Add a step' }).fill('nothing');
    await window.keyboard.press('Enter');
    await window.getByLabel('Name of Nothing').fill('gate');
    await window.keyboard.press('Enter');
    await expect(edge(window, 'lint', 'gate')).toBeAttached();
    await window.keyboard.press('c');
    await window.getByRole('combobox', { name: 'Connect gate to' }).fill('deploy');
    await window.keyboard.press('Enter');
    await expect(edge(window, 'gate', 'deploy')).toBeAttached();
    await choose(window, node(window, 'deploy'), 'Start after 2 of 3');
    await expect(window.getByTestId('joint-deploy')).toHaveText('2 of 3');
    await save(window);
    expect(saved(file)).toContain('needs: atLeast(2, test, lint, gate)\n');
    await undoAll(window);
    await expect(node(window, 'gate')).toHaveCount(0);
  });

  await test.step('copies are YAML, and pasted steps get names of their own', async () => {
    await node(window, 'test').click();
    await node(window, 'lint').click({ modifiers: ['Shift'] });
    await window.keyboard.press('Control+c');
    await expect
      .poll(() => studio.app.evaluate(({ clipboard }) => clipboard.readText()))
      .toBe(
        '# Both at once.\n- name: test\n  run: echo testing\n  needs: [build]\n- name: lint\n  run: echo linting\n  needs: [build]\n',
      );
    await canvas(window).focus();
    await window.keyboard.press('Control+v');
    await expect(edge(window, 'build', 'test-2')).toBeAttached();
    await expect(node(window, 'lint-2')).toHaveAttribute('aria-pressed', 'true');
    await studio.app.evaluate(({ clipboard }) => clipboard.writeText('- name: pasted\n  run: echo text\n'));
    await window.keyboard.press('Control+v');
    await expect(node(window, 'pasted')).toBeVisible();
    await undoAll(window);
  });

  await test.step('steps become a group, are closed and opened in place, and taken apart', async () => {
    await node(window, 'test').click();
    await node(window, 'lint').click({ modifiers: ['Shift'] });
    await window.keyboard.press('Control+g');
    const name = window.getByLabel('Name of Group');
    await name.fill('checks');
    await name.press('Enter');
    await expect(node(window, 'checks/test')).toBeVisible();
    await expect(edge(window, 'checks', 'deploy')).toBeAttached();
    await node(window, 'checks').click();
    await window.keyboard.press('o');
    await expect(node(window, 'checks/test')).toHaveCount(0);
    await window.keyboard.press('o');
    await expect(node(window, 'checks/test')).toBeVisible();
    await save(window);
    expect(saved(file)).toContain(
      '  - name: checks\n    needs: [build]\n    steps:\n      # Both at once.\n      - name: test\n        run: echo testing\n',
    );
    await node(window, 'checks').click();
    await window.keyboard.press('Control+Shift+g');
    await expect(edge(window, 'lint', 'deploy')).toBeAttached();
  });

  await test.step('steps become a flow of their own, which runs in their place', async () => {
    await choose(window, node(window, 'deploy'), 'Extract into a flow of its own…');
    await window.getByLabel('Name of the flow').fill('Shipping');
    await window.getByRole('button', { name: 'Extract', exact: true }).click();
    await expect(node(window, 'shipping')).toBeVisible();
    expect(saved(join(folder, 'work', 'shipping.chronum.yaml'))).toBe(
      'name: Shipping\nparams:\n  target: staging\nsteps:\n  - name: deploy\n    run: echo "to $CHRONUM_PARAM_TARGET"\n',
    );
    await save(window);
    expect(saved(file)).toContain('      flow: ./shipping.chronum.yaml\n');
    await expect(window.getByTestId('problem-shipping')).toHaveCount(0);
  });

  await test.step('what was done is undone to the first bytes', async () => {
    await undoAll(window);
    await expect(node(window, 'deploy')).toBeVisible();
    await save(window);
    expect(saved(file)).toBe(RELEASE);
  });
});

test('a stroke with Ctrl held cuts connections; steps are switched off and moved, notes stay beside them', async ({
  studio,
  folder,
}) => {
  const { window } = studio;
  const file = await open(studio, folder, { 'release.chronum.yaml': RELEASE });
  const boxOf = async (step: string) => (await node(window, step).boundingBox())!;

  const [test, lint] = [await boxOf('test'), await boxOf('lint')];
  await window.keyboard.down('Control');
  await window.mouse.move(test.x + test.width + 8, Math.min(test.y, lint.y) - 40);
  await window.mouse.down();
  await window.mouse.move(test.x + test.width + 9, Math.max(test.y, lint.y) + lint.height + 20, { steps: 6 });
  await window.mouse.up();
  await window.keyboard.up('Control');
  await expect(edge(window, 'test', 'deploy')).toHaveCount(0);
  await expect(edge(window, 'lint', 'deploy')).toHaveCount(0);

  await node(window, 'lint').click();
  await window.keyboard.press('d');
  await expect(node(window, 'lint')).toContainText('off');
  await save(window);
  expect(saved(file)).toContain('    needs: [build]\n    disabled: true\n');
  expect(saved(file)).not.toContain('[test, lint]');

  const before = await boxOf('lint');
  await window.mouse.move(before.x + 60, before.y + 20);
  await window.mouse.down();
  await window.mouse.move(before.x + 100, before.y + 140, { steps: 5 });
  await window.mouse.up();
  await expect.poll(async () => (await boxOf('lint')).y).toBeGreaterThan(before.y + 60);
  // Where steps lie is no part of the file.
  await expect(window.getByLabel('Not saved yet')).toHaveCount(0);
  await window.keyboard.press('n');
  const note = window.getByRole('textbox', { name: 'Note' });
  await note.fill('Ask Ada before a release');
  await note.press('Escape');
  await expect(note).toHaveValue('Ask Ada before a release');
  await undoAll(window);
  await expect(note).toHaveCount(0);
  await expect.poll(async () => Math.round((await boxOf('lint')).y)).toBe(Math.round(before.y));
  await save(window);
  expect(saved(file)).toBe(RELEASE);
});
