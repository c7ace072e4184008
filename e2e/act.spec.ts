import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, writeWorkspace } from './studio.ts';
import { expectRun, expectStep, node, openFlow, openFolder, runButton, trust } from './window.ts';

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
  await expect(choice).toContainText('2 steps would run');
  await choice.click();
  await expectRun(window, 'succeeded');
  await expectStep(window, 'after', 'succeeded');
  await node(window, 'good').click();
  await expect(window.getByRole('complementary', { name: 'Inspector' })).toContainText('earlier run');
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
  await inspector.getByRole('button', { name: 'Approve' }).click();
  await expectRun(window, 'succeeded');
  await expectStep(window, 'go', 'succeeded');
});
