import { join } from 'node:path';
import { chronum, expect, launchStudio, test, writeWorkspace } from './studio.ts';
import {
  cancelButton,
  expectRun,
  expectStep,
  flowItem,
  node,
  openFlow,
  openFolder,
  runButton,
  runStatus,
  showOutput,
  trust,
} from './window.ts';

const STEPS = ['build', 'test', 'lint', 'deploy', 'preprocess', 'deployed'];

test('runs the example flow, live on graph, timeline and terminal, and keeps it over a restart', async ({ folder }) => {
  const studio = await launchStudio({ dataFolder: join(folder, 'data') });
  const { window } = studio;
  await openFlow(window, 'deploy-api');
  await runButton(window).click();
  await expectStep(window, 'preprocess', 'running');
  await expect(window.getByTestId('bar-preprocess').first()).toBeVisible();
  await expect(cancelButton(window)).toBeVisible();
  await expectRun(window, 'succeeded');
  for (const step of STEPS) {
    await expectStep(window, step, 'succeeded');
    await expect(window.getByTestId(`bar-${step}`).first()).toBeVisible();
  }
  await expect(await showOutput(window, 'build')).toContainText('Building project');
  await expect(await showOutput(window, 'preprocess')).toContainText('1,187 records ready');
  await window.getByRole('tab', { name: 'Timeline' }).click();
  await window.screenshot({ path: process.env.CHRONUM_SCREENSHOT ?? 'test-results/main-job.png' });

  const again = await studio.restart();
  await expect(flowItem(again.window, 'deploy-api')).toHaveAccessibleName(/succeeded/i);
  await openFlow(again.window, 'deploy-api');
  await again.window.getByRole('button', { name: 'Last runs' }).click();
  await again.window.getByRole('dialog', { name: 'Last runs of this flow' }).getByRole('button').first().click();
  await expectRun(again.window, 'succeeded');
  await expect(await showOutput(again.window, 'deploy')).toContainText('Deploying...');
  await again.close();
});

const failing = (stopOnFail: boolean) => `name: failing
maxParallel: 2
stopOnFail: ${stopOnFail}
steps:
  - {id: bad, run: "echo about to fail; exit 7"}
  - {id: long, run: sleep 3}
  - {id: after, run: echo after, needs: [bad]}
  - {id: later, run: echo later}
`;

for (const stopOnFail of [true, false]) {
  test(`shows a failing flow with stopOnFail: ${stopOnFail}`, async ({ folder, studio }) => {
    const { window } = studio;
    await openFolder(studio, writeWorkspace(join(folder, 'work'), { 'failing.chronum.yaml': failing(stopOnFail) }));
    await trust(window);
    await openFlow(window, 'failing');
    await runButton(window).click();
    await expectRun(window, 'failed');
    await expectStep(window, 'bad', 'failed');
    await expectStep(window, 'after', 'skipped');
    await expectStep(window, 'long', stopOnFail ? 'cancelled' : 'succeeded');
    await expectStep(window, 'later', stopOnFail ? 'skipped' : 'succeeded');
    await node(window, 'bad').click();
    await expect(window.getByRole('complementary', { name: 'Inspector' })).toContainText('7');
    await expect(await showOutput(window, 'bad')).toContainText('about to fail');
  });
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('cancels a long step, and nothing of it is left', async ({ folder, studio }) => {
  const { window } = studio;
  const text = `name: long
steps:
  - id: sleeper
    gracePeriod: 1s
    run: |
      sleep 600 & echo "pid $!"
      (sleep 600 & echo "pid $!"; wait) &
      wait
`;
  await openFolder(studio, writeWorkspace(join(folder, 'work'), { 'long.chronum.yaml': text }));
  await trust(window);
  await openFlow(window, 'long');
  await runButton(window).click();
  await expectStep(window, 'sleeper', 'running');
  const terminal = await showOutput(window, 'sleeper');
  await expect(terminal).toContainText(/pid \d+[\s\S]*pid \d+/);
  const pids = [...((await terminal.textContent()) ?? '').matchAll(/pid (\d+)/g)].map((match) => Number(match[1]));
  expect(pids.every(isAlive)).toBe(true);
  await cancelButton(window).click();
  await expectRun(window, 'cancelled');
  await expectStep(window, 'sleeper', 'cancelled');
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
});

const ticking = `name: ticking
steps:
  - id: tick
    run: for i in $(seq 1 60); do echo "tick $i"; sleep 0.1; done
  - {id: tock, run: echo tock, needs: [tick]}
`;

test('loses nothing when the page is reloaded during a run', async ({ folder, studio }) => {
  const { window } = studio;
  await openFolder(studio, writeWorkspace(join(folder, 'work'), { 'ticking.chronum.yaml': ticking }));
  await trust(window);
  await openFlow(window, 'ticking');
  await runButton(window).click();
  await expect(await showOutput(window, 'tick')).toContainText('tick 3');
  await window.reload();
  await expectStep(window, 'tick', 'running');
  await expectRun(window, 'succeeded');
  await expectStep(window, 'tock', 'succeeded');
  await expect(await showOutput(window, 'tick')).toContainText('tick 60');
});

test('shows a run of the terminal live', async ({ folder, studio }) => {
  const { window, dataFolder } = studio;
  const work = writeWorkspace(join(folder, 'work'), { 'ticking.chronum.yaml': ticking });
  await openFolder(studio, work);
  await openFlow(window, 'ticking');
  const run = chronum(dataFolder, ['run', join(work, 'ticking.chronum.yaml'), '--json']);
  await window.getByRole('button', { name: 'Runs', exact: true }).click();
  const item = window.getByRole('listbox', { name: 'Runs' }).getByRole('option').first();
  await expect(item).toHaveAttribute('data-status', 'running', { timeout: 20_000 });
  await item.dblclick();
  await expectStep(window, 'tick', 'running');
  const { stdout, code } = await run;
  expect(code).toBe(0);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).type)
      .at(-1),
  ).toBe('run.finished');
  await expectRun(window, 'succeeded');
  await expectStep(window, 'tock', 'succeeded');
});

test('shows what is wrong with a flow, and where', async ({ folder, studio }) => {
  const { window } = studio;
  const text = 'name: broken\nsteps:\n  - id: a\n    run: echo a\n    need: [b]\n';
  await openFolder(studio, writeWorkspace(join(folder, 'work'), { 'broken.chronum.yaml': text }));
  await trust(window);
  await flowItem(window, 'broken').click();
  await window.getByRole('tab', { name: 'Problems' }).click();
  const problem = window.getByTestId('problem').first();
  await expect(problem).toContainText('broken.chronum.yaml:5:5');
  await expect(problem).toContainText('did you mean');
  await expect(runButton(window)).toBeDisabled();
});

test('runs nothing of a folder that is not trusted', async ({ folder, studio }) => {
  const { window } = studio;
  await openFolder(
    studio,
    writeWorkspace(join(folder, 'work'), { 'one.chronum.yaml': 'name: one\nsteps: [{id: a, run: echo a}]\n' }),
  );
  await openFlow(window, 'one');
  await expect(window.getByRole('region', { name: 'Restricted folder' })).toBeVisible();
  await expect(runButton(window)).toBeDisabled();
  await window.keyboard.press('Control+Enter');
  await expect(runStatus(window)).toHaveCount(0);
  await trust(window);
  await runButton(window).click();
  await expectRun(window, 'succeeded');
});
