import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, writeWorkspace } from './studio.ts';
import { expectRun, expectStep, node, openFlow, openFolder, runButton, showOutput, trust } from './window.ts';

const LONG = `name: long
steps:
  - id: print
    run: |
      echo the very first line
      i=0; while [ $i -lt 20 ]; do seq -f "line %012.0f" $((i * 10000 + 1)) $((i * 10000 + 10000)); i=$((i + 1)); done
      echo "see https://example.org/help or notes/todo.txt:3" >&2
`;

const TALKING = `name: talking
maxParallel: 2
steps:
  - {id: left, run: "for n in 1 2 3; do echo left $n; sleep 0.4; done"}
  - {id: right, run: "sleep 0.2; for n in 1 2 3; do echo right $n; sleep 0.4; done"}
  - {id: last, needs: [left, right], run: "echo done; echo trouble >&2"}
`;

test('opens a long log at its end, goes anywhere in it, finds what lies far away, and saves all of it', async ({
  studio,
  folder,
}) => {
  const { app, window } = studio;
  const work = writeWorkspace(join(folder, 'work'), { 'long.chronum.yaml': LONG, 'notes/todo.txt': 'one\n' });
  await openFolder(studio, work);
  await trust(window);
  await openFlow(window, 'long');
  await runButton(window).click();
  await expectRun(window, 'succeeded');
  const terminal = await showOutput(window, 'print');
  await expect(terminal).toContainText('line 000000200000');
  await expect(terminal).toContainText(/The last 1(\.0)? M(i)?B of 3\.\d M(i)?B/);

  await terminal.getByRole('button', { name: 'To the beginning' }).click();
  await expect(terminal).toContainText('the very first line');
  await expect(terminal).toContainText('line 000000000004');
  const place = terminal.getByRole('slider', { name: 'Place in the output' });
  await place.fill('500');
  await expect(terminal).toContainText(/line 0000001\d{5}/);
  await expect(place).toHaveValue(/^(49\d|50\d)$/);

  await terminal.getByRole('button', { name: 'Search' }).click();
  await terminal.getByRole('textbox', { name: 'Search in the output' }).fill('line 000000012345');
  await expect(terminal.getByRole('status')).toHaveText('1 line');
  await window.keyboard.press('Enter');
  await expect(terminal.getByRole('status')).toHaveText('1 of 1 line');
  await expect(terminal).toContainText('line 000000012346');
  await terminal.getByRole('button', { name: 'Regular expression' }).click();
  await terminal.getByRole('textbox', { name: 'Search in the output' }).fill('0777[0-9]$');
  await expect(terminal.getByRole('status')).toHaveText('20 lines');
  await window.keyboard.press('Shift+Enter');
  await expect(terminal.getByRole('status')).toHaveText('20 of 20 lines');
  await expect(terminal).toContainText('line 000000107779');
  await window.keyboard.press('Escape');

  await terminal.getByRole('button', { name: 'To the end' }).first().click();
  await expect(terminal).toContainText('notes/todo.txt:3');
  await terminal.getByRole('button', { name: 'Show when each line was printed' }).click();
  await expect(terminal.getByTestId('terminal-times')).toContainText(/\d\d:\d\d:\d\d\.\d{3}/);
  await window.screenshot({ path: 'test-results/terminal-long.png' });

  const target = join(folder, 'saved.log');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, target);
  await terminal.getByRole('button', { name: 'Save the whole output to a file' }).click();
  await expect(window.getByText(`The output was saved to ${target}`)).toBeVisible();
  expect(readFileSync(target, 'utf8').split('\n')).toHaveLength(200_003);
});

const ASKING = `name: asking
steps:
  - id: ask
    tty: true
    run: |
      printf 'Your name? '
      read name
      echo "Hello, $name, on $(stty size)"
      printf 'Go on? '
      read answer
      echo "You said $answer"
`;

test('types into a step that runs on a terminal', async ({ studio, folder }) => {
  const { window } = studio;
  await openFolder(studio, writeWorkspace(join(folder, 'work'), { 'asking.chronum.yaml': ASKING }));
  await trust(window);
  await openFlow(window, 'asking');
  await runButton(window).click();
  await expectStep(window, 'ask', 'running');
  const terminal = await showOutput(window, 'ask');
  await expect(terminal).toContainText('Your name?');
  await expect(terminal).toContainText('Type here');
  await terminal.getByRole('textbox', { name: 'Terminal input' }).focus();
  await window.keyboard.type('Adalovelace');
  for (let i = 0; i < 8; i++) await window.keyboard.press('Backspace');
  await window.keyboard.press('Enter');
  await expect(terminal).toContainText(/Hello, Ada, on \d+ \d+/);
  await window.screenshot({ path: 'test-results/terminal-typed.png' });
  await window.keyboard.type('yes');
  await window.keyboard.press('Enter');
  await expectRun(window, 'succeeded');
  await expect(terminal).toContainText('You said yes');
  await expect(terminal).not.toContainText('Type here');
});

test('shows the whole run by time, each line with its step, while it runs and as it was', async ({
  studio,
  folder,
}) => {
  const { window } = studio;
  await openFolder(studio, writeWorkspace(join(folder, 'work'), { 'talking.chronum.yaml': TALKING }));
  await trust(window);
  await openFlow(window, 'talking');
  await runButton(window).click();
  await window.getByRole('tab', { name: 'Terminal' }).click();
  await window.getByRole('tab', { name: 'Whole run' }).click();
  const terminal = window.getByTestId('terminal');
  await expect(terminal).toContainText('left left 1');
  await expectStep(window, 'last', 'succeeded');
  await expect(terminal).toContainText('last trouble');
  await expect(terminal).toHaveAttribute('data-complete', 'true');
  await expect(terminal).toContainText(
    /right right 1.*left left 2.*right right 2.*left left 3.*right right 3.*last done/s,
  );
  await window.screenshot({ path: 'test-results/terminal-merged.png' });
  await node(window, 'last').click();
  await window.getByRole('tab', { name: 'Step', exact: true }).click();
  await expect(terminal).toContainText('trouble');
  await expect(terminal).not.toContainText('left');
});
