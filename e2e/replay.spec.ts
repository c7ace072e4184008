import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { chronum, expect, test, writeWorkspace } from './studio.ts';
import { expectRun, expectStep, node, openFlow, openFolder, runButton, showOutput, trust } from './window.ts';

const FLOW = `name: story
maxParallel: 3
envFile: [.env]
steps:
  - id: first
    run: "echo one of first; touch printed; until test -e go; do sleep 0.1; done; echo two of first; echo version=1.4.2 >> $CHRONUM_OUTPUT"
  - {id: side, run: "until test -e printed; do sleep 0.1; done; sleep 0.5; echo side"}
  - id: second
    needs: [first]
    secrets: [API_KEY]
    env: {TARGET: "v\${{ steps.first.outputs.version }}"}
    run: "echo building \${{ steps.first.outputs.version }} with $API_KEY; sleep 1.4"
handlers:
  always:
    - {id: tidy, run: echo tidy}
`;

const scrubber = (window: Page) => window.getByRole('slider', { name: 'Instant of the run' });
const happened = (window: Page) => window.getByTestId('replay-event');

/** Goes forward event by event until this one has happened. */
async function stepTo(window: Page, event: RegExp): Promise<void> {
  await scrubber(window).focus();
  for (let left = 80; left > 0; left--) {
    if (event.test((await happened(window).textContent()) ?? '')) return;
    await window.keyboard.press('ArrowRight');
  }
  throw new Error(`${event} did not happen`);
}

test('replays a live run and a finished one, all views together, and after a reload too', async ({
  folder,
  studio,
}) => {
  const { window } = studio;
  const work = join(folder, 'work');
  await openFolder(studio, writeWorkspace(work, { 'story.chronum.yaml': FLOW, '.env': 'API_KEY=planted-canary\n' }));
  await trust(window);
  await openFlow(window, 'story');
  await runButton(window).click();
  await expectStep(window, 'side', 'succeeded');
  await expectStep(window, 'first', 'running');

  // While it runs: back, event by event, and to the present again.
  await window.getByRole('button', { name: 'Replay this run' }).click();
  await scrubber(window).focus();
  await window.keyboard.press('Home');
  await expectStep(window, 'first', 'pending');
  await stepTo(window, /side: attempt 1 spawned/);
  await expectStep(window, 'side', 'running');
  await expectRun(window, 'running');
  await window.getByRole('button', { name: 'One event back' }).click();
  await expect(happened(window)).not.toContainText('side: attempt 1 spawned');
  await window.getByRole('region', { name: 'Replay' }).getByRole('button', { name: 'Leave the replay' }).click();
  await expect(window.getByTestId('replay')).toBeHidden();
  await expectStep(window, 'side', 'succeeded');
  writeFileSync(join(work, 'go'), '');
  await expectRun(window, 'succeeded');

  // What decided how long it took.
  const rows = window.getByTestId('timeline').getByRole('listitem');
  await expect(rows.filter({ hasText: 'second' })).toHaveAttribute('data-critical', 'true');
  await expect(rows.filter({ hasText: 'side' })).toHaveAttribute('data-critical', 'false');
  await expect(rows.filter({ hasText: 'tidy' })).toHaveAttribute('data-handler', 'true');

  // What the attempt ran with, and what it took.
  await node(window, 'second').click();
  const inspector = window.getByTestId('inspector');
  await expect(inspector).toContainText('echo building 1.4.2 with $API_KEY');
  await expect(inspector.getByTestId('own-environment')).toContainText('v1.4.2');
  await expect(inspector.getByTestId('own-environment')).toContainText('***');
  await expect(inspector.getByTestId('inputs')).toContainText('1.4.2');
  await expect(inspector).not.toContainText('planted-canary');
  await expect(inspector.getByTestId('usage')).toHaveAttribute('data-samples', /^[1-9]/);
  await expect(inspector.getByTestId('usage')).toContainText('Sampled every half second');

  // The past of the finished run: graph, timeline, details and terminal at the same instant.
  await window.getByRole('button', { name: 'Replay this run' }).click();
  await scrubber(window).focus();
  await window.keyboard.press('Home');
  for (const step of ['first', 'side', 'second', 'tidy']) await expectStep(window, step, 'pending');
  await stepTo(window, /first: succeeded/);
  await expectStep(window, 'second', 'pending');
  await expect(inspector.getByTestId('step-status')).toHaveText(/Not started yet/);
  await expect(inspector.getByTestId('usage')).toBeHidden();
  await expect(window.getByTestId('timeline-moment')).toBeVisible();
  await expect(await showOutput(window, 'first')).toContainText('two of first');
  const seq = await happened(window).getAttribute('data-seq');
  await window.reload();
  await expect(happened(window)).toHaveAttribute('data-seq', seq ?? '');
  await expectStep(window, 'second', 'pending');
  await expectStep(window, 'first', 'succeeded');

  // Before it printed its second line.
  await scrubber(window).focus();
  await window.keyboard.press('Home');
  await stepTo(window, /side: succeeded/);
  await expect(await showOutput(window, 'first')).toContainText('one of first');
  await expect(window.getByTestId('terminal')).not.toContainText('two of first');

  // Played to the end, as fast as it goes.
  await window.getByLabel('Speed of the replay').selectOption('100×');
  await window.getByRole('button', { name: 'Play the run from here' }).click();
  await expectRun(window, 'succeeded');
  await expectStep(window, 'tidy', 'succeeded');
  await expect(window.getByRole('button', { name: 'Play the run from here' })).toBeVisible();
});

test('replays a run of the terminal', async ({ folder, studio }) => {
  const { window, dataFolder } = studio;
  const work = writeWorkspace(join(folder, 'work'), {
    'other.chronum.yaml': 'name: other\nsteps:\n  - {id: a, run: echo a}\n  - {id: b, run: echo b, needs: [a]}\n',
  });
  await openFolder(studio, work);
  await openFlow(window, 'other');
  expect(await chronum(dataFolder, ['run', 'other.chronum.yaml'], work)).toMatchObject({ code: 0 });
  await expectRun(window, 'succeeded');
  await window.getByRole('button', { name: 'Replay this run' }).click();
  await scrubber(window).focus();
  await window.keyboard.press('Home');
  await stepTo(window, /a: succeeded/);
  await expectStep(window, 'a', 'succeeded');
  await expectStep(window, 'b', 'pending');
  await window.keyboard.press('End');
  await expectStep(window, 'b', 'succeeded');
  await window.getByRole('region', { name: 'Replay' }).getByRole('button', { name: 'Leave the replay' }).click();

  // The timeline by keyboard, what its bars mean, and its axis as a way into the past.
  const timeline = window.getByTestId('timeline');
  await timeline.getByRole('button', { name: /^(Succeeded )?a\b/ }).click();
  await window.keyboard.press('+');
  await expect(timeline.getByRole('button', { name: 'Show the whole run' })).toBeVisible();
  await window.keyboard.press('f');
  await expect(timeline.getByRole('button', { name: 'Show the whole run' })).toBeHidden();
  await timeline.getByRole('button', { name: 'What the bars mean' }).click();
  await expect(window.getByRole('dialog', { name: 'What the bars mean' })).toContainText('Queued for a place');
  await window.keyboard.press('Escape');
  await window.getByTestId('timeline-axis').click({ position: { x: 1, y: 10 } });
  await expectStep(window, 'b', 'pending');
});
