import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient, type RouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../testing/temporary-store.ts';
import { createTestHost } from '../../../testing/test-host.ts';
import { createStudio, type Studio } from '../studio.ts';
import { createRouter } from './index.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const PLANTED = 'planted-hunter2-value';
const IN_ENVIRONMENT = 'planted-token-of-the-shell';

describe('what the window asks about the studio itself', () => {
  let studio: Studio;
  let client: RouterClient<ReturnType<typeof createRouter>>;
  let workspace: string;
  let remove: () => void;
  let opened: string[];

  beforeEach(async () => {
    const temporary = temporaryFolder();
    remove = temporary.remove;
    opened = [];
    workspace = join(temporary.folder, 'work');
    const examples = join(temporary.folder, 'examples');
    mkdirSync(workspace);
    mkdirSync(join(examples, 'scripts'), { recursive: true });
    writeFileSync(
      join(examples, 'say.chronum.yaml'),
      '# Says something.\nname: say # well\nsteps:\n  - name: a\n    run: ./scripts/say.sh\n',
    );
    writeFileSync(join(examples, 'broken.chronum.yaml'), 'name: broken\nstep: []\n');
    writeFileSync(join(examples, 'scripts', 'say.sh'), 'echo hi\n');
    writeFileSync(join(examples, 'scripts', 'other.sh'), 'echo no\n');
    studio = await createStudio({
      kind: 'app',
      dataFolder: join(temporary.folder, 'data'),
      helper: {
        helperCommand: process.execPath,
        helperArgs: [join(root, 'src', 'helper', 'index.ts')],
        env: process.env,
      },
      ownFolder: root,
      environment: { PATH: process.env.PATH, MY_TOKEN: IN_ENVIRONMENT },
      examples: { folder: examples, copy: false },
    });
    const { store } = studio;
    const openFile = async (path: string) => void opened.push(path);
    client = createRouterClient(
      createRouter({
        ...studio,
        environment: () => ({}),
        host: createTestHost({ chooseFolder: async () => workspace, openFile }),
        keyValues: store.keyValues,
        log: store.events,
        runs: store.runs,
        now: () => new Date().toISOString(),
      }),
    );
    await client.workspaces.choose();
  });
  afterEach(async () => {
    await studio.close();
    remove();
  });

  it('takes secrets in, tells their names and never their values', async () => {
    expect(await client.secrets.list()).toMatchObject({ status: 'none', names: [], problem: null });
    await expect(client.secrets.set({ name: 'TOKEN', value: PLANTED })).rejects.toMatchObject({
      code: 'SECRETS_UNAVAILABLE',
      data: { why: 'unprotected' },
    });
    await client.secrets.protect({ kind: 'passphrase', passphrase: 'correct horse battery' });
    const answers = [
      await client.secrets.set({ name: 'TOKEN', value: PLANTED }),
      await client.secrets.list(),
      await client.secrets.unlock({ passphrase: 'correct horse battery' }),
    ];
    expect(answers[1]).toMatchObject({ status: 'open', names: ['TOKEN'], protections: ['passphrase'] });
    expect(JSON.stringify(answers)).not.toContain(PLANTED);
    expect(await client.secrets.remove({ name: 'TOKEN' })).toMatchObject({ names: [] });
    await expect(client.secrets.remove({ name: 'TOKEN' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('says what no secret can be, without saying what was given', async () => {
    await client.secrets.protect({ kind: 'key-file' });
    const refused = await client.secrets.set({ name: 'no name', value: PLANTED }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'INVALID', message: expect.stringContaining('name of a secret') });
    expect(JSON.stringify(refused)).not.toContain(PLANTED);
  });

  it('tells how it stands, and keeps secrets out of what is sent to others', async () => {
    await client.secrets.protect({ kind: 'key-file' });
    await client.secrets.set({ name: 'TOKEN', value: PLANTED });
    studio.report(`A hook said ${PLANTED} and ${IN_ENVIRONMENT}`);
    const health = await client.health.get();
    expect(health).toMatchObject({
      owners: [{ kind: 'app', pid: process.pid, isThis: true, runs: 0 }],
      processes: [],
      reports: [{ text: expect.stringContaining('A hook said') }],
    });
    expect(health.database.bytes).toBeGreaterThan(0);
    const { text } = await client.health.diagnostics();
    expect(text).toContain('A hook said *** and ***');
    expect(text).toMatch(/ok helper: starts programs/);
    expect(text).not.toContain(PLANTED);
    expect(text).not.toContain(IN_ENVIRONMENT);
  });

  it('opens the settings file, which it makes when need be, and tells of its problems', async () => {
    await client.settings.openFile();
    expect(opened).toEqual([studio.settings.path]);
    expect(readFileSync(studio.settings.path, 'utf8')).toBe('{\n}\n');
    writeFileSync(studio.settings.path, '{ "theme" }');
    const controller = new AbortController();
    for await (const file of await client.settings.file(undefined, { signal: controller.signal })) {
      if (file.isWritable) continue;
      expect(file.notices[0]).toContain(`${studio.settings.path}:1`);
      break;
    }
    controller.abort();
  });

  it('makes flows from templates, with what they need beside them, over nothing that is there', async () => {
    expect(await client.templates.list()).toMatchObject([
      { id: 'say', name: 'say', description: 'Says something.', files: ['scripts/say.sh'] },
    ]);
    const request = { workspace, file: 'team/hello.chronum.yaml', name: 'hello', template: 'say' };
    expect(await client.flows.create(request)).toEqual({ file: request.file });
    expect(readFileSync(join(workspace, request.file), 'utf8')).toBe(
      '# Says something.\nname: hello # well\nsteps:\n  - name: a\n    run: ./scripts/say.sh\n',
    );
    expect(existsSync(join(workspace, 'team/scripts/say.sh'))).toBe(true);
    expect(existsSync(join(workspace, 'team/scripts/other.sh'))).toBe(false);
    const problems = (change: object) =>
      client.flows.create({ ...request, ...change }).catch((error: { data: unknown }) => error.data);
    expect(await problems({ name: 'other' })).toEqual({
      problems: ['team/hello.chronum.yaml is there already: choose another name'],
    });
    expect(await problems({ file: 'b.chronum.yaml' })).toEqual({
      problems: ['team/hello.chronum.yaml is called `hello` already: names of flows are unique in a folder'],
    });
    expect(await problems({ file: 'notes.txt' })).toEqual({
      problems: ['notes.txt is no name of a flow file: those end in .chronum.yaml'],
    });
  });
});
