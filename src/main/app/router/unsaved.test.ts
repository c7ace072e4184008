import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient, type RouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../testing/temporary-store.ts';
import { createTestHost } from '../../../testing/test-host.ts';
import { createStudio, type Studio } from '../studio.ts';
import { createRouter } from './index.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const NOW = '2026-01-02T03:04:05.000Z';
const FLOW = `name: deploy
params: {who: you, go: true}
secrets: [TOKEN]
steps:
  - {id: a, run: "touch ran; echo \${{ params.who }}"}
  - {id: b, run: x, needs: [a], if: params.go}
`;

describe('texts that are not saved, behind the router', () => {
  let studio: Studio;
  let client: RouterClient<ReturnType<typeof createRouter>>;
  let workspace: string;
  let remove: () => void;
  const file = 'deploy.chronum.yaml';

  beforeEach(async () => {
    const temporary = temporaryFolder();
    remove = temporary.remove;
    workspace = join(temporary.folder, 'work');
    mkdirSync(workspace);
    writeFileSync(join(workspace, file), FLOW);
    studio = await createStudio({
      kind: 'terminal',
      dataFolder: join(temporary.folder, 'data'),
      helper: { helperCommand: process.execPath, helperArgs: [], env: process.env },
      ownFolder: root,
      environment: {},
    });
    const { store } = studio;
    client = createRouterClient(
      createRouter({
        ...studio,
        environment: () => ({}),
        host: createTestHost({ chooseFolder: async () => workspace }),
        keyValues: store.keyValues,
        log: store.events,
        runs: store.runs,
        now: () => NOW,
      }),
    );
    await client.workspaces.choose();
  });
  afterEach(async () => {
    await studio.close();
    remove();
  });

  it('keeps them until they are discarded', async () => {
    await client.drafts.keep({ workspace, file, base: FLOW, text: `${FLOW}# more\n` });
    expect(await client.drafts.list()).toEqual([{ workspace, file, base: FLOW, text: `${FLOW}# more\n`, at: NOW }]);
    await client.drafts.discard({ workspace, file });
    expect(await client.drafts.list()).toEqual([]);
  });

  it('gives up one that the file holds by now', async () => {
    await client.drafts.keep({ workspace, file, base: FLOW, text: `${FLOW}# more\n` });
    writeFileSync(join(workspace, file), `${FLOW}# more\n`);
    expect(await client.drafts.list()).toEqual([]);
    writeFileSync(join(workspace, file), FLOW);
    expect(await client.drafts.list()).toEqual([]);
  });

  it('keeps none for folders that nobody opened, nor for other files', async () => {
    const draft = { workspace, file, base: '', text: 'x' };
    await expect(client.drafts.keep({ ...draft, workspace: '/elsewhere' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(client.drafts.keep({ ...draft, file: 'notes.txt' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(client.drafts.keep({ ...draft, file: '../a.chronum.yaml' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect(await client.drafts.list()).toEqual([]);
  });

  it('says what a run would do, of the file or of an unsaved text, and runs nothing', async () => {
    const outcome = await client.flows.dryRun({ workspace, file, params: { who: 'ann' } });
    expect(outcome.params).toEqual({ who: 'ann', go: true });
    expect(outcome.steps.map(({ stepId, wave, command }) => [stepId, wave, command])).toEqual([
      ['a', 1, 'touch ran; echo ann'],
      ['b', 2, 'x'],
    ]);
    expect(outcome.steps[0]?.env).toEqual({ TOKEN: '***' });
    expect(outcome.steps[1]?.conditions).toEqual([{ expression: 'params.go', value: true }]);
    const unsaved = await client.flows.dryRun({ workspace, file, text: FLOW.replace('go: true', 'go: false') });
    expect(unsaved.steps.map(({ stepId, outcome: end }) => [stepId, end])).toEqual([
      ['a', 'runs'],
      ['b', 'skipped'],
    ]);
    expect(existsSync(join(workspace, 'ran'))).toBe(false);
  });

  it('names what keeps a flow from running', async () => {
    const refused = (input: { text?: string; params?: Record<string, string> }) =>
      client.flows.dryRun({ workspace, file, ...input }).catch((error: unknown) => error);
    expect(await refused({ params: { whom: 'ann' } })).toMatchObject({
      code: 'INVALID',
      data: { problems: ['`whom` is not a parameter of this flow: did you mean `who`?'] },
    });
    expect(await refused({ text: FLOW.replace('needs', 'need') })).toMatchObject({
      code: 'INVALID',
      data: { problems: [expect.stringContaining('did you mean `needs`')] },
    });
    await expect(client.flows.dryRun({ workspace, file: 'gone.chronum.yaml' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
