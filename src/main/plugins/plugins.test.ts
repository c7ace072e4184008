import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChronumEvent } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import { createTestHost } from '../../testing/test-host.ts';
import { until } from '../../testing/until.ts';
import { createRouter } from '../app/router/index.ts';
import { createStudio, type Studio } from '../app/studio.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** The examples of docs/extending.md in a workspace of their own, in a studio with real processes. */
describe('plug-ins', () => {
  let home: string;
  let workspace: string;
  let studio: Studio;
  let told: string[];

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'chronum-plugins-'));
    workspace = join(home, 'workspace');
    cpSync(join(root, 'examples', 'plugins'), workspace, { recursive: true });
    told = [];
    studio = await createStudio({
      kind: 'terminal',
      dataFolder: join(home, 'data'),
      helper: {
        helperCommand: process.execPath,
        helperArgs: [join(root, 'src', 'helper', 'index.ts')],
        env: process.env,
      },
      pluginHost: {
        command: process.execPath,
        args: ['--no-warnings', join(root, 'src', 'plugin-host', 'index.ts')],
      },
      ownFolder: root,
      environment: process.env,
      report: (message) => void told.push(message),
    });
  });
  afterEach(async () => {
    await studio.close();
    rmSync(home, { recursive: true, force: true });
  });

  const write = (file: string, text: string) => writeFileSync(join(workspace, file), text);
  const trust = async () => {
    await studio.workspaces.open(workspace);
    studio.store.workspaces.setTrusted(workspace, true);
    await studio.code.arm(workspace);
    // The plug-ins are looked at again after a moment.
    await new Promise((resolve) => setTimeout(resolve, 600));
  };
  const start = (file: string) =>
    studio.startRun({
      workspace,
      file,
      params: {},
      trigger: { type: 'cli' },
      environment: studio.environment,
      needsTrust: true,
    });
  const run = async (file: string) => {
    const started = await start(file);
    if (!started.ok) throw new Error(started.error.problems.join('\n'));
    const { runId, finished } = started.value;
    return { ...(await finished), events: studio.store.events.read(runStream(runId), 0) as ChronumEvent[] };
  };
  const problemsOf = async (file: string) =>
    (await studio.cache.read(workspace, file))?.reading.diagnostics.map(({ code }) => code);

  it('bring executors, frames, hooks and exporters, once a person has let them', async () => {
    await studio.workspaces.open(workspace);
    expect(await problemsOf('report.flow.ts')).toEqual(['not-armed']);
    expect(told.join()).toMatch(/chronum.config.ts is code, and .* is restricted/);
    expect((await studio.code.pending(workspace)).map(({ file, state }) => `${file} ${state}`).sort()).toEqual([
      'budget.ts new',
      'chronum.config.ts new',
      'diary.ts new',
      'report.flow.ts new',
      'words.ts new',
    ]);

    await trust();
    expect(await problemsOf('report.flow.ts')).toEqual([]);
    const { status, events, runId } = await run('report.flow.ts');
    expect(status).toBe('succeeded');
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'attempt.succeeded', stepId: 'count-1', outputs: { words: 6 } }),
    );
    expect(events.filter((event) => event.type === 'attempt.failed')).toHaveLength(2);
    expect(events).toContainEqual(
      expect.objectContaining({
        stepId: 'flaky',
        error: { kind: 'x.budget', message: 'its budget of 2 attempts is used up' },
      }),
    );
    const log = studio.logs.pathOf({ runId, stepId: 'count-1', branch: 'body', attempt: 1 });
    const printed = readFileSync(log, 'utf8');
    expect(printed).toContain('6 words\n');
    expect(printed).toContain('counted by sh, aborted: false\n');

    const diary = () => readFileSync(join(workspace, 'diary.txt'), 'utf8');
    await until(() => diary().includes('succeeded after 2 failures'), 'the plug-in');
    expect(diary()).toContain('worried: {"step":"flaky","failures":2}');

    const exporters = await studio.exporters(workspace);
    expect([...exporters.keys()].sort()).toEqual(['json', 'junit', 'markdown', 'prometheus']);
    expect(await exporters.get('markdown')?.export(events)).toContain('- `sum` succeeded\n');
  });

  it('are asked about again when they have changed', async () => {
    await trust();
    expect(await problemsOf('report.flow.ts')).toEqual([]);
    write(
      'words.ts',
      readFileSync(join(workspace, 'words.ts'), 'utf8').replace('Counts the words', 'Steals the words'),
    );
    await until(async () => (await problemsOf('report.flow.ts'))?.includes('executor-unknown') === true, 'the plug-in');
    expect(told.join('\n')).toMatch(/words.ts, which chronum.config.ts imports, has changed/);
    const [change, ...more] = await studio.code.pending(workspace);
    expect(more).toEqual([]);
    expect(change).toMatchObject({
      file: 'words.ts',
      state: 'changed',
      before: expect.stringContaining('Counts the words'),
    });
    await studio.code.arm(workspace);
    await until(async () => (await problemsOf('report.flow.ts'))?.length === 0, 'the plug-in');
  });

  it('are let through over the contract, in the form that was seen and no other', async () => {
    const client = createRouterClient(
      createRouter({
        ...studio,
        environment: () => studio.environment,
        host: createTestHost(),
        keyValues: studio.store.keyValues,
        log: studio.store.events,
        runs: studio.store.runs,
        now: () => new Date().toISOString(),
      }),
    );
    await studio.workspaces.open(workspace);
    expect(await problemsOf('report.flow.ts')).toEqual(['not-armed']);
    const { files } = await client.workspaces.code({ workspace });
    expect(files.map(({ file, state, before }) => [file, state, before]).sort()).toEqual([
      ['budget.ts', 'new', null],
      ['chronum.config.ts', 'new', null],
      ['diary.ts', 'new', null],
      ['report.flow.ts', 'new', null],
      ['words.ts', 'new', null],
    ]);
    const seen = files.map(({ file, hash }) => ({ file, hash }));
    const words = readFileSync(join(workspace, 'words.ts'), 'utf8');
    write('words.ts', `${words}// changed meanwhile\n`);
    await expect(client.workspaces.armCode({ workspace, seen })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('words.ts is not as you have seen'),
    });
    expect((await client.workspaces.code({ workspace })).files.every(({ state }) => state === 'new')).toBe(true);
    write('words.ts', words);
    await client.workspaces.armCode({ workspace, seen });
    await client.workspaces.trust({ workspace, trusted: true });
    // At once, without waiting for the next look at its files.
    expect(await problemsOf('report.flow.ts')).toEqual([]);
    write('words.ts', words.replace('Counts the words', 'Steals the words'));
    const changed = (await client.workspaces.code({ workspace })).files.filter(({ state }) => state !== 'armed');
    expect(changed).toMatchObject([{ file: 'words.ts', state: 'changed', before: words }]);
  });

  it('that are broken are named, and the rest works', async () => {
    write('broken.ts', `throw new Error('no luck today');`);
    write('twice.ts', `export default { name: 'twice', executors: [{ name: 'shell', execute() {} }] };`);
    write('unnamed.ts', 'export default {};');
    write(
      'chronum.config.ts',
      `export default { plugins: ['./broken.ts', './words.ts', './twice.ts', './unnamed.ts', 'no-such-package'] };`,
    );
    write('chronum.yaml', 'name: ok\nsteps: [{id: a, executor: count-words, with: {text: "one two"}}]\n');
    await trust();
    expect((await run('chronum.yaml')).status).toBe('succeeded');
    const all = told.join('\n');
    expect(all).toMatch(/plug-in \.\/broken\.ts is left out: no luck today/);
    expect(all).toMatch(/plug-in twice is left out: its executor `shell` has the name of one that comes with Chronum/);
    expect(all).toMatch(/plug-in \.\/unnamed\.ts is left out: .*does not export a plug-in/);
    expect(all).toMatch(/plug-in no-such-package is left out: .*npm install no-such-package/);
  });

  it('have their options checked, and failures of their own kinds', async () => {
    write(
      'chronum.yaml',
      `name: checks
steps:
  - {id: few, executor: count-words, with: {text: one, atLeast: 3}, continueOnError: true}
  - {id: wrong, executor: count-words, with: {txt: one}, continueOnError: true}
`,
    );
    await trust();
    const { events } = await run('chronum.yaml');
    const errors = events.flatMap((event) =>
      event.type === 'attempt.failed' ? [[event.stepId, event.error.kind, event.error.message]] : [],
    );
    expect(errors).toEqual([
      ['few', 'x.too-few', 'only 1 words'],
      ['wrong', 'expression', expect.stringContaining('with')],
    ]);
  });

  it('that change while they work finish what they have begun', async () => {
    const plugin = (version: string) => `import { existsSync } from 'node:fs';
export default {
  name: 'patient',
  executors: [{
    name: 'patient',
    async execute({ cwd, key }) {
      if (key.stepId === 'first') while (!existsSync(cwd + '/go')) await new Promise((r) => setTimeout(r, 20));
      return { outputs: { version: '${version}' } };
    },
  }],
};
`;
    write('patient.ts', plugin('old'));
    write('chronum.config.ts', `export default { plugins: ['./patient.ts'] };`);
    write(
      'chronum.yaml',
      'name: p\nsteps: [{id: first, executor: patient}, {id: then, executor: patient, needs: [first]}]\n',
    );
    await trust();
    const started = await start('chronum.yaml');
    if (!started.ok) throw new Error(started.error.problems.join('\n'));
    const { runId, finished } = started.value;
    const events = () => studio.store.events.read(runStream(runId), 0) as ChronumEvent[];
    await until(() => events().some(({ type }) => type === 'attempt.started'), 'the first step');
    write('patient.ts', plugin('new'));
    await trust();
    expect(await problemsOf('chronum.yaml')).toEqual([]);
    write('go', '');
    expect((await finished).status).toBe('succeeded');
    const versions = events().flatMap((event) => (event.type === 'attempt.succeeded' ? [event.outputs?.version] : []));
    expect(versions).toEqual(['old', 'new']);
  });

  it('read flow files in formats of their own', async () => {
    write(
      'lines.ts',
      `export default {
  name: 'lines',
  codecs: [{
    name: 'lines',
    extensions: ['lines'],
    decode(text, file) {
      if (text.includes('!')) throw new Error('no exclamation marks, please');
      const steps = text.trim().split('\\n').map((line, i) => ({ id: 's' + i, run: line }));
      return { name: file.split('.')[0], steps };
    },
  }],
};
`,
    );
    write('chronum.config.ts', `export default { plugins: ['./lines.ts'] };`);
    write('greet.chronum.lines', 'echo hello\necho world\n');
    write('loud.chronum.lines', 'echo hello!\n');
    expect(await problemsOf('greet.chronum.lines')).toEqual(['codec-missing']);
    expect(await studio.cache.files(workspace)).not.toContain('greet.chronum.lines');
    await trust();
    expect(await studio.cache.files(workspace)).toContain('greet.chronum.lines');
    expect((await run('greet.chronum.lines')).status).toBe('succeeded');
    const { diagnostics } = (await studio.cache.read(workspace, 'loud.chronum.lines'))!.reading;
    expect(diagnostics).toMatchObject([
      { code: 'codec-failed', message: 'the codec `lines` cannot read it: no exclamation marks, please' },
    ]);
    const { revision } = (await studio.cache.read(workspace, 'greet.chronum.lines'))!;
    const edits = [{ op: 'set', path: ['name'], value: 'x' }] as const;
    const edited = await studio.editFlowFile({ workspace, file: 'greet.chronum.lines', revision, edits });
    expect(edited).toMatchObject({ ok: false, error: { problems: [expect.stringContaining('format of a plug-in')] } });
  });

  it('that do not let go are cut off: the run goes on, and so do they later', async () => {
    write(
      'stuck.ts',
      `let calls = 0;
export default {
  name: 'stuck',
  executors: [
    { name: 'loop', execute() { for (;;); } },
    { name: 'deaf', execute: () => new Promise(() => {}) },
    { name: 'fine', execute: () => ({ outputs: { pid: process.pid } }) },
  ],
  hooks: [{ name: 'forever', timeout: 100, on: { 'run.started': () => new Promise(() => {}) } }],
};
`,
    );
    write('chronum.config.ts', `export default { plugins: ['./stuck.ts'] };`);
    write(
      'chronum.yaml',
      `name: stuck
defaults: {continueOnError: true, gracePeriod: 100ms}
steps:
  - {id: deaf, executor: deaf, timeout: 300ms}
  - {id: loop, executor: loop, timeout: 300ms, needs: [deaf]}
  - {id: fine, executor: fine, needs: [loop]}
`,
    );
    await trust();
    const { status, events } = await run('chronum.yaml');
    expect(status).toBe('succeeded');
    expect(events.filter(({ type }) => type === 'attempt.timed-out')).toHaveLength(2);
    expect(events).toContainEqual(expect.objectContaining({ type: 'attempt.succeeded', stepId: 'fine' }));
    expect(events).toContainEqual(expect.objectContaining({ type: 'hook.failed', event: 'run.started' }));
  });
});
