import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, writeWorkspace } from './studio.ts';
import { expectRun, flowItem, openFlow, openFolder, runButton } from './window.ts';

const PLUGIN = `export default {
  name: 'greeter',
  executors: [{ name: 'greet', title: 'Greet', execute: ({ log }) => log('hello from the plug-in') }],
};
`;

test('a folder shows what it would run, and what has changed of it, before it may', async ({ studio, folder }) => {
  const { window } = studio;
  const work = writeWorkspace(join(folder, 'work'), {
    'chronum.config.ts': `export default { plugins: ['./greeter.ts'] };\n`,
    'greeter.ts': PLUGIN,
    'greet.chronum.yaml': 'name: greet\ntriggers: [{every: 6h}]\nsteps: [{id: hello, executor: greet}]\n',
    'computed.flow.ts': `export default { name: 'computed', steps: [{ id: 'a', run: 'echo' }] };\n`,
  });
  await openFolder(studio, work);
  await window.getByRole('button', { name: 'Trust this folder' }).click();
  const dialog = window.getByRole('dialog', { name: /Trust this folder\?/ });
  await expect(dialog.getByRole('region', { name: 'Triggers' })).toContainText('greet');
  const changes = dialog.getByTestId('code-change');
  await expect(changes).toHaveCount(3);
  await expect(changes.filter({ hasText: 'greeter.ts' }).last()).toContainText('new');
  await expect(dialog.getByText('hello from the plug-in')).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(window.getByRole('region', { name: 'Restricted folder' })).toBeVisible();

  await window.getByRole('button', { name: 'Trust this folder' }).click();
  // What changes while a person looks is not what they saw: it is shown again.
  await expect(changes).toHaveCount(3);
  appendFileSync(join(work, 'greeter.ts'), '// and more\n');
  await dialog.getByRole('button', { name: 'Trust', exact: true }).click();
  await expect(window.getByText(/greeter\.ts is not as you have seen/)).toBeVisible();
  await expect(dialog.getByText('// and more')).toBeVisible();
  await dialog.getByRole('button', { name: 'Trust', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(flowItem(window, 'computed')).toBeVisible();
  await openFlow(window, 'greet');
  await runButton(window).click();
  await expectRun(window, 'succeeded');

  writeFileSync(join(work, 'greeter.ts'), readFileSync(join(work, 'greeter.ts'), 'utf8').replace('hello', 'goodbye'));
  await window.evaluate(() => globalThis.dispatchEvent(new Event('focus')));
  const banner = window.getByRole('region', { name: 'Code that nobody has seen' });
  await banner.getByRole('button', { name: 'Review' }).click();
  const review = window.getByRole('dialog', { name: /new or was changed/ });
  await expect(review.locator('[data-kind="gone"]')).toContainText('hello from the plug-in');
  await expect(review.locator('[data-kind="new"]')).toContainText('goodbye from the plug-in');
  await review.getByRole('button', { name: 'Let it run' }).click();
  await expect(banner).toBeHidden();
  await runButton(window).click();
  await expectRun(window, 'succeeded');
});
