import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExecutionHarness, type ExecutionHarness } from '../../../testing/execution-harness.ts';
import { pythonExecutor } from './index.ts';

let harness: ExecutionHarness;
beforeEach(() => {
  harness = createExecutionHarness();
});
afterEach(() => harness.close());
const python = (run: string, more: object = {}) => harness.execute(pythonExecutor, { run, ...more });

describe('a python step', () => {
  it('runs a file of the workspace, with arguments', async () => {
    harness.write('scripts/hello.py', 'import sys\nprint("hello", sys.argv[1:])\n');
    const step = await python('scripts/hello.py\n', { with: { args: ['a b', 'c'] } });
    expect(step.result).toEqual({ status: 'succeeded', exitCode: 0 });
    expect(await step.log()).toBe("hello ['a b', 'c']\n");
  });

  it('looks in the working directory first, then in the workspace', async () => {
    harness.write('a.py', 'print("workspace")');
    harness.write('sub/b.py', 'print("sub")');
    const cwd = join(harness.workspace, 'sub');
    expect(await (await python('a.py', { context: { cwd } })).log()).toBe('workspace\n');
    expect(await (await python('b.py', { context: { cwd } })).log()).toBe('sub\n');
    expect((await python('c.py', { context: { cwd } })).result).toMatchObject({
      error: {
        kind: 'spawn',
        code: 'script-not-found',
        message: `The script c.py was not found: looked for ${join(cwd, 'c.py')} and ${join(harness.workspace, 'c.py')}.`,
      },
    });
  });

  it('runs source text, which imports modules of its folder', async () => {
    harness.write('mine.py', 'x = 41\n');
    const step = await python('import mine\nprint(mine.x + 1)\n');
    expect(await step.log()).toBe('42\n');
    expect(await (await python('print("x.py")')).log()).toBe('x.py\n');
  });

  it('shows lines when they are printed', async () => {
    expect(await (await python('import os\nprint("shown")\nos._exit(0)')).log()).toBe('shown\n');
  });

  it('uses the virtual environment of the workspace', async () => {
    execFileSync('python3', ['-m', 'venv', '--without-pip', join(harness.workspace, '.venv')]);
    const step = await python(
      'import os, sys, shutil\nprint(sys.prefix, os.environ["VIRTUAL_ENV"], shutil.which("python"))',
    );
    const venv = join(harness.workspace, '.venv');
    expect(await step.log()).toBe(`${venv} ${venv} ${join(venv, 'bin', 'python')}\n`);
  });

  it('uses the interpreter that is named', async () => {
    harness.write('bin/my-python', '#!/bin/sh\necho mine "$@"\n', 0o755);
    const step = await python('print(1)', { with: { interpreter: './bin/my-python' } });
    expect(await step.log()).toMatch(/^mine .*script\.py\n$/);
    expect((await python('print(1)', { with: { interpreter: 'bin/none' } })).result).toMatchObject({
      error: { code: 'interpreter-not-found', message: expect.stringContaining(join(harness.workspace, 'bin/none')) },
    });
  });

  it('names the command that installs a missing interpreter', async () => {
    const context = { env: { PATH: harness.workspace } };
    expect((await python('print(1)', { context })).result).toMatchObject({
      error: {
        kind: 'spawn',
        code: 'interpreter-not-found',
        message: expect.stringMatching(/Install it with: (sudo apt-get|brew) install python3/),
      },
    });
  });
});
