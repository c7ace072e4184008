import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChronumEvent } from '../core/run/event.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** What a person runs, but for its launcher: built, because it starts four times as fast as its sources. */
const CLI = join(ROOT, 'out', 'cli', 'index.mjs');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What was printed so far. */
  out(): string;
}

describe('the command line', () => {
  let home: string;
  let work: string;
  let children: ChildProcess[];

  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'build', 'index.ts'), '--if-stale', 'terminal'], {
      stdio: 'pipe',
    });
  });
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'chronum-cli-'));
    work = join(home, 'work');
    mkdirSync(work);
    children = [];
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });

  const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Started => {
    const { NO_COLOR: _no, FORCE_COLOR: _force, ...inherited } = process.env;
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: home,
      env: { ...inherited, CHRONUM_HOME: join(home, 'data'), INIT_CWD: work, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let out = '';
    let err = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
    return { child, ended, out: () => out };
  };
  const chronum = (...args: readonly string[]): Promise<Ended> => start(args).ended;
  const flow = (file: string, text: string) => writeFileSync(join(work, file), text);
  const until = async (condition: () => boolean | Promise<boolean>) => {
    while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const runs = async () => JSON.parse((await chronum('list', '--json')).out) as { id: string; status: string }[];
  const eventsIn = (out: string): ChronumEvent[] =>
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  describe('run', () => {
    it('tells a person what happens, without colours in a pipe', async () => {
      flow('chronum.yaml', 'name: hello\nsteps:\n  - {name: greet, run: "printf \'\\\\033[31mhi\\\\033[0m there\'"}\n');
      const { code, out, err } = await chronum('run', '.');
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('Running hello (1 step, maxParallel=1)');
      expect(out).toContain('[greet] hi there\n[greet] complete (');
      expect(out).toMatch(/✓ hello succeeded in .+: 1 succeeded\. run [0-9a-z]{12}\n$/);
      expect(out).not.toContain('\u001b');
      const { out: coloured } = await start(['run', 'chronum.yaml'], { FORCE_COLOR: '1' }).ended;
      expect(coloured).toContain('\u001b[31mhi\u001b[0m there');
    });

    it('ends with 1 for a failed run, and shows what failed with the end of its output', async () => {
      flow(
        'f.chronum.yaml',
        'name: f\nsteps:\n  - {name: bad, run: "echo reason; exit 3"}\n  - {name: next, run: echo, needs: [bad]}\n',
      );
      const { code, out } = await chronum('run', 'f.chronum.yaml');
      expect(code).toBe(1);
      expect(out).toContain('[bad] failed: exit code 3');
      expect(out).toContain('[next] skipped because `bad` failed');
      expect(out).toMatch(/bad ended with\n {2}│ reason\n/);
      expect(out).toContain('1 failed, 1 skipped');
    });

    it('prints the events of the run alone as JSON, one a line', async () => {
      flow('chronum.yaml', 'name: hello\nsteps: [{name: a, run: echo hi}, {name: b, run: exit 1}]\n');
      const { code, out, err } = await chronum('run', 'chronum.yaml', '--json');
      expect({ code, err }).toEqual({ code: 1, err: '' });
      const events = eventsIn(out);
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      expect(events[0]).toMatchObject({ type: 'run.created', flow: { name: 'hello' }, trigger: { type: 'cli' } });
      expect(events.at(-1)).toMatchObject({ type: 'run.finished', status: 'failed' });
    });

    it('takes parameters and a limit of parallel steps', async () => {
      flow(
        'p.chronum.yaml',
        'name: p\nparams: {who: nobody, times: 1}\nsteps: [{name: a, run: "echo $CHRONUM_PARAM_WHO $CHRONUM_PARAM_TIMES"}]\n',
      );
      const { code, out } = await chronum(
        'run',
        'p.chronum.yaml',
        '-p',
        'who=a=b',
        '--param',
        'times=2',
        '--max-parallel',
        '7',
      );
      expect(code).toBe(0);
      expect(out).toContain('[a] a=b 2\n');
      expect(out).toContain('maxParallel=7');
      const wrong = await chronum('run', 'p.chronum.yaml', '--param', 'times=x', '--param', 'hwo=me');
      expect(wrong).toMatchObject({ code: 2, out: '' });
      expect(wrong.err).toContain('`times` must be a number');
      expect(wrong.err).toContain('did you mean `who`?');
      expect(await runs()).toHaveLength(1);
    });

    it.each(['SIGINT', 'SIGTERM'] as const)(
      '%s cancels the steps, with their grandchildren, and ends with 130',
      async (signal) => {
        flow(
          'chronum.yaml',
          'name: long\nsteps:\n  - {name: wait, run: "sleep 600 & echo $! > pid; wait"}\n  - {name: next, run: touch ran, needs: [wait]}\n',
        );
        const { child, ended, out } = start(['run', 'chronum.yaml']);
        await until(() => existsSync(join(work, 'pid')) && readFileSync(join(work, 'pid'), 'utf8').endsWith('\n'));
        const pid = Number(readFileSync(join(work, 'pid'), 'utf8'));
        expect(isAlive(pid)).toBe(true);
        child.kill(signal);
        expect((await ended).code).toBe(130);
        expect(isAlive(pid)).toBe(false);
        expect(out()).toContain('long cancelled');
        expect(existsSync(join(work, 'ran'))).toBe(false);
      },
    );

    it('kills on the second signal what ignores the first', async () => {
      flow(
        'chronum.yaml',
        'name: stubborn\nsteps:\n  - {name: wait, run: "trap \'\' TERM; echo $$ > pid; while :; do sleep 0.1; done", gracePeriod: 5m}\n',
      );
      const { child, ended } = start(['run', 'chronum.yaml']);
      await until(() => existsSync(join(work, 'pid')) && readFileSync(join(work, 'pid'), 'utf8').endsWith('\n'));
      child.kill('SIGINT');
      await until(async () => (await chronum('logs', 'last')).code === 0);
      child.kill('SIGINT');
      expect((await ended).code).toBe(130);
      expect(isAlive(Number(readFileSync(join(work, 'pid'), 'utf8')))).toBe(false);
    });

    it('goes on to its end when nobody reads any more', async () => {
      flow(
        'chronum.yaml',
        'name: talk\nsteps:\n  - {name: a, run: "for i in $(seq 2000); do echo $i; done; sleep 0.3; touch done"}\n',
      );
      const { child, ended } = start(['run', 'chronum.yaml']);
      child.stdout?.once('data', () => child.stdout?.destroy());
      expect((await ended).code).toBe(0);
      expect(existsSync(join(work, 'done'))).toBe(true);
    });
  });

  describe('wrong use', () => {
    it.each<[string, string[], RegExp]>([
      ['an unknown command', ['rnu', 'x'], /unknown command 'rnu'[\s\S]*Did you mean run\?/],
      ['an unknown option', ['run', 'x', '--jsn'], /unknown option '--jsn'[\s\S]*Did you mean --json\?/],
      ['no file', ['run'], /missing required argument 'file'/],
      [
        'a file that is not there',
        ['run', 'deplyo.chronum.yaml'],
        /deplyo\.chronum\.yaml does not exist: did you mean deploy\.chronum\.yaml\?/,
      ],
      ['a parameter without a value', ['run', 'deploy.chronum.yaml', '--param', 'x'], /must be like `name=value`/],
      ['a limit that is no number', ['list', '--limit', 'x'], /whole number from 1 on/],
      ['a run that is not there', ['show', 'nosuchrun'], /nothing was run so far|there is no run nosuchrun/],
      ['a folder without flows', ['run', '..'], /has no chronum\.yaml/],
    ])('%s ends with 2 and says what to do', async (_, args, words) => {
      flow('deploy.chronum.yaml', 'name: d\nsteps: [{name: a, run: echo}]\n');
      const { code, out, err } = await chronum(...args);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(words);
    });

    it('an invalid flow ends with 2, with file, line and column, and runs nothing', async () => {
      flow('chronum.yaml', 'name: broken\nsteps:\n  - {name: a, run: touch ran, neds: []}\n');
      for (const options of [[], ['--json']]) {
        const { code, out, err } = await chronum('run', 'chronum.yaml', ...options);
        expect({ code, out }).toEqual({ code: 2, out: '' });
        expect(err).toMatch(/^chronum\.yaml:3:\d+ error .*`needs`/);
      }
      expect(existsSync(join(work, 'ran'))).toBe(false);
    });

    it('shows help and version without complaint', async () => {
      expect(await chronum('--version')).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
        err: '',
      });
      expect((await chronum('help', 'run')).out).toContain('Ctrl-C cancels the steps');
    });
  });

  it('validates files: all that is wrong at once, for people and for programs', async () => {
    flow('good.chronum.yaml', 'name: good\nsteps: [{name: a, run: echo}]\n');
    flow(
      'bad.chronum.yaml',
      'name: bad\nsteps:\n  - {name: a, run: echo, neds: []}\n  - {name: b, needs: [c], run: echo}\n',
    );
    expect(await chronum('validate', 'good.chronum.yaml')).toMatchObject({
      code: 0,
      out: '✓ good.chronum.yaml: 1 step\n',
    });
    const people = await chronum('validate', 'good.chronum.yaml', 'bad.chronum.yaml');
    expect(people.code).toBe(2);
    expect(people.out).toContain('✗ bad.chronum.yaml: 2 errors');
    const { code, out } = await chronum('validate', '.', '--json');
    expect(code).toBe(2);
    const found = JSON.parse(out);
    expect(found).toHaveLength(2);
    expect(Object.keys(found[0])).toEqual(['code', 'severity', 'message', 'file', 'line', 'column', 'path']);
    expect(found[0]).toMatchObject({
      severity: 'error',
      file: 'bad.chronum.yaml',
      line: 3,
      path: expect.stringContaining('steps[0]'),
    });
    expect(JSON.parse((await chronum('validate', 'good.chronum.yaml', '--json')).out)).toEqual([]);
  });

  it('lists and shows runs, and prints what their steps printed', async () => {
    expect(await chronum('list', '--json')).toMatchObject({ code: 0, out: '[]\n' });
    flow(
      'chronum.yaml',
      'name: hello\nsteps:\n  - {name: a, run: "echo one; echo v=1 >> $CHRONUM_OUTPUT"}\n  - {name: b, run: "echo two; exit 4", needs: [a]}\n',
    );
    await chronum('run', 'chronum.yaml');
    const [row] = JSON.parse((await chronum('list', '--json', '--limit', '5')).out);
    expect(Object.keys(row)).toEqual(['id', 'flow', 'file', 'status', 'trigger', 'startedAt', 'finishedAt']);
    expect(row).toMatchObject({ flow: 'hello', file: join(work, 'chronum.yaml'), status: 'failed', trigger: 'cli' });
    const shown = JSON.parse((await chronum('show', row.id.slice(0, 8), '--json')).out);
    expect(shown).toMatchObject({
      id: row.id,
      status: 'failed',
      steps: {
        a: { status: 'succeeded', attempts: 1, exitCode: 0, outputs: { v: '1' } },
        b: { status: 'failed', attempts: 1, exitCode: 4, outputs: {} },
      },
    });
    expect((await chronum('list')).out).toContain('✗ failed');
    expect((await chronum('show', 'last')).out).toContain('exit code 4');
    expect((await chronum('logs', 'last', 'a')).out).toBe('one\n');
    expect((await chronum('logs', row.id)).out).toBe('[a] one\n[b] two\n');
    expect(await chronum('logs', 'last', 'aa')).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean a?'),
    });
  });

  it('follows and cancels a run of another process on the same database', async () => {
    flow('chronum.yaml', 'name: long\nsteps:\n  - {name: wait, run: "echo begun; sleep 600"}\n');
    flow('short.chronum.yaml', 'name: short\nsteps:\n  - {name: a, run: echo}\n');
    const long = start(['run', 'chronum.yaml']);
    await until(() => long.out().includes('begun'));
    const id = /run ([0-9a-z]{12})/.exec(long.out())?.[1] ?? '';
    const [follower, ...shorts] = [
      start(['logs', id, '-f']),
      ...[1, 2, 3].map(() => start(['run', 'short.chronum.yaml'])),
    ];
    expect((await Promise.all(shorts.map(({ ended }) => ended))).map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await runs()).toHaveLength(4);
    expect(await chronum('cancel', id)).toMatchObject({ code: 0, out: expect.stringContaining('is cancelled') });
    expect((await long.ended).code).toBe(1);
    expect(await follower?.ended).toMatchObject({ code: 0, out: '[wait] begun\n' });
    expect(await chronum('cancel', id)).toMatchObject({ code: 2, err: expect.stringContaining('finished already') });
  });

  it('cancels a step and types into another one, of a run in another process', async () => {
    flow(
      'chronum.yaml',
      `name: both
maxParallel: 2
steps:
  - {id: slow, run: echo begun; sleep 600}
  - {id: ask, tty: true, run: 'read -p "name? " name; stty size; echo "hello $name"'}
  - {id: after, needs: [ask], run: echo after}
`,
    );
    const { ended, out } = start(['run', 'chronum.yaml']);
    await until(() => out().includes('name? ') || out().includes('begun'));
    await until(async () => (await chronum('logs', 'last', 'ask')).out.includes('name? '));
    expect(await chronum('input', 'last', 'slow', 'x')).toMatchObject({ code: 2, err: expect.stringContaining('tty') });
    expect((await chronum('input', 'last', 'ask', '--columns', '77', '--rows', '11')).code).toBe(0);
    expect((await chronum('input', 'last', 'ask', 'Ada')).code).toBe(0);
    expect(await chronum('cancel', 'last', 'slw')).toMatchObject({ code: 2, err: expect.stringContaining('slow?') });
    expect(await chronum('cancel', 'last', 'slow')).toMatchObject({
      code: 0,
      out: expect.stringContaining('is cancelled'),
    });
    await ended;
    const asked = (await chronum('logs', 'last', 'ask')).out;
    expect(asked).toContain('hello Ada');
    expect(asked).toContain('11 77');
    expect((await chronum('logs', 'last', 'after')).out).toBe('after\n');
    expect(await runs()).toMatchObject([{ status: 'cancelled' }]);
  });

  it('runs a selection of steps, and again only the instances that failed', async () => {
    flow(
      'chronum.yaml',
      `name: some
maxParallel: 4
steps:
  - {id: before, run: 'echo before >> ran; echo x=1 >> "$CHRONUM_OUTPUT"'}
  - {id: each, needs: [before], matrix: {n: [1, 2, 3]}, run: 'echo "each \${{ matrix.n }}" >> ran; test \${{ matrix.n }} != 2 || test -f go'}
  - id: all
    needs: [before]
    steps:
      - {id: good, run: echo good >> ran}
      - {id: bad, needs: [good], run: echo bad >> ran; test -f go}
  - {id: last, needs: [each, all], run: echo last >> ran}
`,
    );
    const ran = () => {
      const lines = readFileSync(join(work, 'ran'), 'utf8').trim().split('\n').sort();
      rmSync(join(work, 'ran'));
      return lines;
    };
    expect((await chronum('run', 'chronum.yaml', '--only', 'each')).code).toBe(1);
    expect(ran()).toEqual(['each 1', 'each 2', 'each 3']);
    expect(await chronum('run', 'chronum.yaml', '--only', 'eahc')).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean `each`'),
    });
    expect((await chronum('run', 'chronum.yaml')).code).toBe(1);
    expect(ran()).toEqual(['bad', 'before', 'each 1', 'each 2', 'each 3', 'good']);
    flow('go', '');
    const [first] = await runs();
    expect((await chronum('retry', first!.id, '--failed')).code).toBe(0);
    expect(ran()).toEqual(['bad', 'each 2', 'last']);
    expect((await chronum('retry', 'last', '--from', 'each[n=3]')).code).toBe(0);
    expect(ran()).toEqual(['each 3', 'last']);
    expect((await chronum('retry', 'last', '--only', 'each')).code).toBe(0);
    expect(ran()).toEqual(['each 1', 'each 2', 'each 3']);
  });

  it('resumes a run whose process was killed', async () => {
    flow(
      'chronum.yaml',
      'name: two\nsteps:\n  - {name: a, run: echo a >> ran}\n  - {name: b, run: "echo b >> ran; test -f go || sleep 600", needs: [a]}\n',
    );
    const { child, ended } = start(['run', 'chronum.yaml']);
    await until(() => existsSync(join(work, 'ran')) && readFileSync(join(work, 'ran'), 'utf8') === 'a\nb\n');
    child.kill('SIGKILL');
    await ended;
    expect(await runs()).toMatchObject([{ status: 'interrupted' }]);
    expect(await chronum('cancel', 'last')).toMatchObject({ code: 2, err: expect.stringContaining('chronum resume') });
    flow('go', '');
    const { code, out } = await chronum('resume', '--all');
    expect(code).toBe(0);
    expect(out).toContain('two succeeded');
    expect(readFileSync(join(work, 'ran'), 'utf8')).toBe('a\nb\nb\n');
    expect(await chronum('resume', '--all')).toMatchObject({
      code: 0,
      err: expect.stringContaining('No run is interrupted'),
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that ended and was not waited for yet counts as gone.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
