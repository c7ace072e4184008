import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExecutionHarness, type ExecutionHarness } from '../../../testing/execution-harness.ts';
import { isAlive } from '../../../testing/processes-contract.ts';
import { splitCommandLine } from './command-line.ts';
import { shellExecutor } from './index.ts';
import { findShell } from './shell-command.ts';

let harness: ExecutionHarness;
beforeEach(() => {
  harness = createExecutionHarness();
});
afterEach(() => harness.close());
const shell = (run: string, context = {}) => harness.execute(shellExecutor, { run, context });

describe('a shell step', () => {
  it('runs a script of several lines in its folder', async () => {
    const step = await shell('x=1\necho "$((x + 1)) $(basename "$PWD")"\necho err >&2\n');
    expect(step.result).toEqual({ status: 'succeeded', exitCode: 0 });
    expect(await step.log('stdout')).toBe('2 workspace\n');
    expect(await step.log('stderr')).toBe('err\n');
  });

  it('ends at the first command that fails, in a pipe too', async () => {
    const step = await shell('echo one\nfalse | cat\necho two\n');
    expect(step.result).toEqual({
      status: 'failed',
      error: { kind: 'exit', exitCode: 1, message: 'exit code 1' },
    });
    expect(await step.log()).toBe('one\n');
  });

  it('explains the codes of a shell', async () => {
    const step = await shell('no-such-command');
    expect(step.result).toMatchObject({ error: { exitCode: 127, message: expect.stringMatching(/was not found/) } });
  });

  it('tells the signal that ended it', async () => {
    expect((await shell('kill -9 $$')).result).toMatchObject({ error: { kind: 'signal', signal: 'SIGKILL' } });
  });

  it('gives outputs, also when it fails', async () => {
    const step = await shell('echo "a=1" >> "$CHRONUM_OUTPUT"; echo \'b:=[1]\' >> "$CHRONUM_OUTPUT"');
    expect(step.result).toEqual({ status: 'succeeded', exitCode: 0, outputs: { a: '1', b: [1] } });
    const failing = await shell('echo a=1 >> "$CHRONUM_OUTPUT"; exit 3');
    expect(failing.result).toMatchObject({ status: 'failed', error: { exitCode: 3 }, outputs: { a: '1' } });
  });

  it.each([
    ['that cannot be read', 'echo nonsense >> "$CHRONUM_OUTPUT"', 'output-syntax'],
    ['that are too large', 'printf "a=%070000d\\n" 1 >> "$CHRONUM_OUTPUT"', 'output-too-large'],
    ['that fill a disk', 'head -c 9000000 /dev/zero >> "$CHRONUM_OUTPUT"', 'output-too-large'],
    ['with a secret', 'echo "a=hunter2" >> "$CHRONUM_OUTPUT"', 'output-has-secret'],
  ])('fails for outputs %s', async (_what, run, code) => {
    const step = await shell(run, { masks: ['hunter2'] });
    expect(step.result).toMatchObject({ status: 'failed', error: { kind: 'output', code } });
    expect(JSON.stringify(step.result)).not.toContain('hunter2');
  });

  it('masks its secrets', async () => {
    const step = await shell('echo "$TOKEN"; echo "$TOKEN" | base64', {
      env: { PATH: process.env.PATH, TOKEN: 'hunter2-hunter2' },
      masks: ['hunter2-hunter2'],
    });
    expect(await step.log()).not.toMatch(/hunter2|aHVudGVyMi1odW50ZXIy/);
  });

  it('ends when aborted, with all it started', async () => {
    const abort = new AbortController();
    let pid = 0;
    const step = await harness.execute(shellExecutor, {
      run: 'sleep 600 & sleep 600',
      context: { signal: abort.signal },
      onSpawned: (running) => {
        pid = running.pid;
        abort.abort();
      },
    });
    expect(step.result).toEqual({ status: 'stopped', signal: 'SIGTERM' });
    expect(isAlive(pid)).toBe(false);
    expect((await shell('echo hi', { signal: abort.signal })).result).toEqual({ status: 'stopped' });
  });

  it('runs on a pseudo-terminal when asked', async () => {
    const step = await shell('test -t 1 && echo terminal', { tty: true });
    expect(await step.log()).toBe('terminal\r\n');
  });

  it('runs with another shell', async () => {
    expect(await (await shell('print("hi")', { shell: 'python3 -u {0}' })).log()).toBe('hi\n');
    expect(await (await shell('echo $-', { shell: 'sh' })).log()).toMatch(/e/);
  });

  it('says what is wrong with a shell', async () => {
    expect((await shell('x', { shell: 'fish --private' })).result).toMatchObject({
      error: { kind: 'spawn', code: 'shell-without-script', message: expect.stringContaining('{0}') },
    });
    expect((await shell('x', { shell: 'no-such-shell {0}' })).result).toMatchObject({
      error: { kind: 'spawn', code: 'not-found' },
    });
  });

  it('runs with sh where there is no bash', async () => {
    const bin = harness.write('bin/.keep', '').replace('.keep', '');
    for (const name of ['sh', 'cat']) symlinkSync(`/bin/${name}`, join(bin, name));
    const step = await shell('cat /proc/$$/cmdline | cat', { env: { PATH: bin } });
    expect(await step.log()).toMatch(/sh\0-e\0/);
    rmSync(bin, { recursive: true });
  });
});

describe('the shell of a system', () => {
  it('is PowerShell on Windows', async () => {
    expect(await findShell(undefined, {}, 'win32')).toMatchObject({ value: { command: 'powershell' } });
  });

  it.each([
    [`fish -c 'source {0}' a\\ b`, ['fish', '-c', 'source {0}', 'a b']],
    [`x "a \\"b\\" c" ''`, ['x', 'a "b" c', '']],
    [' \tx  y ', ['x', 'y']],
  ])('is split into words: %s', (line, words) => {
    expect(splitCommandLine(line)).toEqual({ ok: true, value: words });
  });

  it('needs its quotes closed', () => {
    expect(splitCommandLine(`x "y`)).toMatchObject({ ok: false, error: { code: 'shell-syntax' } });
  });
});
