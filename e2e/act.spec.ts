import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, writeWorkspace } from './studio.ts';
import { expectRun, expectStep, node, openFlow, openFolder, runButton, showOutput, trust } from './window.ts';

test('runs again only what failed, with what succeeded taken over', async ({ folder, studio }) => {
  const { window } = studio;
  const work = join(folder, 'work');
  const text = `name: mend
maxParallel: 2
steps:
  - {id: good, run: "echo once >> good.txt"}
  - {id: bad, run: "test -e mended"}
  - {id: after, run: echo after, needs: [good, bad]}
`;
  await openFolder(studio, writeWorkspace(work, { 'mend.chronum.yaml': text }));
  await trust(window);
  await openFlow(window, 'mend');
  await runButton(window).click();
  await expectRun(window, 'failed');
  writeFileSync(join(work, 'mended'), '');
  await window.getByRole('button', { name: 'Run again' }).click();
  const choice = window.getByRole('dialog', { name: 'Run again' }).getByRole('button', { name: /did not succeed/ });
  await expect(choice).toContainText('Runs 2 steps again, takes over 1');
  await choice.click();
  await expectRun(window, 'succeeded');
  await expectStep(window, 'after', 'succeeded');
  await node(window, 'good').click();
  await expect(window.getByRole('complementary', { name: 'Inspector' })).toContainText('earlier run');

  // From the node, with what it will do told before.
  await node(window, 'after').click({ button: 'right' });
  const menu = window.getByRole('menu', { name: 'after' });
  await expect(menu.getByRole('menuitem', { name: /^Run again from after on/ })).toContainText('takes over 2');
  await menu.getByRole('menuitem', { name: /^Run only after again/ }).click();
  await expectRun(window, 'succeeded');
  await expect.poll(() => readFileSync(join(work, 'good.txt'), 'utf8')).toBe('once\n');

  // With changes: as the file has it now, and only some of it.
  writeFileSync(join(work, 'mend.chronum.yaml'), text.replace('echo after', 'echo edited'));
  await window.getByTestId('timeline').getByRole('button', { name: 'after' }).click({ button: 'right' });
  await window.getByRole('menuitem', { name: /^Run again with changes/ }).click();
  const dialog = window.getByRole('dialog', { name: 'Run mend again' });
  await dialog.getByLabel('Only chosen steps').check();
  await expect(dialog.getByTestId('rerun-says')).toHaveText('Runs 1 step again, takes over 2');
  await dialog.getByLabel('As its file has it now').check();
  await dialog.getByRole('button', { name: 'Run again' }).click();
  await expectRun(window, 'succeeded');
  await expect(await showOutput(window, 'after')).toContainText('edited');
  expect(readFileSync(join(work, 'good.txt'), 'utf8')).toBe('once\n');
});

test('runs chosen steps alone, and cancels one of them', async ({ folder, studio }) => {
  const { window } = studio;
  const work = join(folder, 'work');
  const text = `name: part
steps:
  - {id: first, run: touch first-ran}
  - {id: long, run: sleep 60, needs: [first]}
  - {id: other, run: "until test -e go; do sleep 0.1; done"}
  - {id: later, run: touch later-ran, needs: [long]}
`;
  await openFolder(studio, writeWorkspace(work, { 'part.chronum.yaml': text }));
  await trust(window);
  await openFlow(window, 'part');
  await window.keyboard.press('ControlOrMeta+Shift+P');
  const palette = window.getByRole('dialog');
  await palette.getByRole('combobox').fill('Run chosen steps');
  await palette.getByRole('option', { name: /Run chosen steps/ }).click();
  const dialog = window.getByRole('dialog', { name: 'Run part' });
  await dialog.getByLabel('first').uncheck();
  await expect(dialog.getByTestId('run-says')).toHaveText('Runs 3 steps, leaves 1 out');
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expectStep(window, 'first', 'skipped');
  await expectStep(window, 'long', 'running');
  await node(window, 'long').click({ button: 'right' });
  const cancel = window.getByRole('menu', { name: 'long' }).getByRole('menuitem', { name: /^Cancel this step/ });
  await expect(cancel).toContainText('Ends what runs of it; later may be skipped');
  await cancel.click();
  await expectStep(window, 'long', 'cancelled');
  await expectStep(window, 'later', 'skipped');
  await expectStep(window, 'other', 'running');
  writeFileSync(join(work, 'go'), '');
  await expectStep(window, 'other', 'succeeded');
  expect(existsSync(join(work, 'first-ran'))).toBe(false);
});

test('pauses a run and resumes it', async ({ folder, studio }) => {
  const { window } = studio;
  const work = join(folder, 'work');
  const text = `name: slow
steps:
  - {id: one, run: "until test -e go; do sleep 0.1; done"}
  - {id: two, run: "touch two-ran", needs: [one]}
`;
  await openFolder(studio, writeWorkspace(work, { 'slow.chronum.yaml': text }));
  await trust(window);
  await openFlow(window, 'slow');
  await runButton(window).click();
  await expectStep(window, 'one', 'running');
  await window.getByRole('button', { name: /^Pause/ }).click();
  await expectRun(window, 'paused');
  writeFileSync(join(work, 'go'), '');
  await expectStep(window, 'one', 'succeeded');
  await expectStep(window, 'two', 'queued');
  expect(existsSync(join(work, 'two-ran'))).toBe(false);
  await window.getByRole('button', { name: 'Resume this run' }).click();
  await expectRun(window, 'succeeded');
  expect(existsSync(join(work, 'two-ran'))).toBe(true);
});

test('asks a person, and goes on with the answer', async ({ folder, studio }) => {
  const { window } = studio;
  const text = `name: gate
steps:
  - {id: ask, executor: approval, with: {message: Shall we}}
  - {id: go, run: echo went, needs: [ask]}
`;
  await openFolder(studio, writeWorkspace(join(folder, 'work'), { 'gate.chronum.yaml': text }));
  await trust(window);
  await openFlow(window, 'gate');
  await runButton(window).click();
  await expectStep(window, 'ask', 'waiting');
  await node(window, 'ask').click();
  const inspector = window.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('Shall we');
  const approve = inspector.getByRole('button', { name: /^Approve/ });
  await expect(approve).toContainText('The step succeeds; go can go on');
  await approve.click();
  const dialog = window.getByRole('dialog', { name: 'Approve ask' });
  await dialog.getByLabel('Comment').fill('looks good');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expectRun(window, 'succeeded');
  await expectStep(window, 'go', 'succeeded');
  await node(window, 'ask').click();
  await expect(inspector.getByTestId('attempt-facts')).toContainText('Approved in this app: looks good');
});
