import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Processes, ProcessSpec, SpawnFailed } from '../main/ports/processes.ts';
import { until } from './until.ts';

export interface ProcessesUnderTest {
  /** A fresh one whose data lies in the folder. */
  create(dataFolder: string): Processes;
}

/** What every implementation of Processes has to do, shown with real processes. POSIX alone. */
export function processesContract(name: string, { create }: ProcessesUnderTest): void {
  describe(`${name} is a Processes`, () => {
    let folder: string;
    let processes: Processes;
    let counter = 0;

    const spec = (script: string, more: Partial<ProcessSpec> = {}): ProcessSpec => ({
      mark: `run/step/body/${++counter}`,
      command: '/bin/sh',
      args: ['-c', script],
      cwd: folder,
      env: { PATH: process.env.PATH ?? '' },
      logPath: join(folder, 'logs', `${counter}.log`),
      ...more,
    });
    const log = (of: ProcessSpec): string => (existsSync(of.logPath) ? readFileSync(of.logPath, 'utf8') : '');
    const start = async (script: string, more: Partial<ProcessSpec> = {}) => {
      const asked = spec(script, more);
      return { asked, running: await processes.run(asked) };
    };
    const pidsIn = (of: ProcessSpec): number[] =>
      [...log(of).matchAll(/^pid (\d+)$/gm)].map((match) => Number(match[1]));

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'chronum-processes-'));
      processes = create(folder);
    });
    afterEach(async () => {
      await processes.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('reports exit codes and signals, with all output in the log', async () => {
      const failing = await start('echo out; echo err >&2; exit 3');
      expect(await failing.running.exit).toEqual({ exitCode: 3, signal: null });
      expect(log(failing.asked)).toBe('out\nerr\n');

      const killed = await start('kill -9 $$');
      expect(await killed.running.exit).toEqual({ exitCode: null, signal: 'SIGKILL' });
      expect(log(killed.asked)).toBe('');
    });

    it('gives the process its folder, its environment and nothing else, and the mark', async () => {
      const { asked, running } = await start('pwd; env | cut -d= -f1 | grep -v -e PWD -e OLDPWD -e SHLVL -e ^_ | sort');
      await running.exit;
      expect(log(asked).split('\n').slice(1)).toEqual(['CHRONUM_ATTEMPT', 'PATH', '']);
      const marked = await start('printf %s "$CHRONUM_ATTEMPT"');
      await marked.running.exit;
      expect(log(marked.asked)).toBe(marked.asked.mark);
    });

    it('names the process for good', async () => {
      const { running } = await start('exec sleep 600');
      expect(running.pid).toBeGreaterThan(1);
      expect(running.startTime).toBeGreaterThan(0);
      const other = await start('exec sleep 600');
      expect(other.running.bootId).toBe(running.bootId);
      await Promise.all([running.stop(1_000), other.running.stop(1_000)]);
    });

    it('passes input and closes it', async () => {
      const { asked, running } = await start('cat; echo end', { input: 'typed\n' });
      await running.exit;
      expect(log(asked)).toBe('typed\nend\n');
      const without = await start('cat; echo end');
      await without.running.exit;
      expect(log(without.asked)).toBe('end\n');
    });

    it('runs many at once', async () => {
      const all = await Promise.all(Array.from({ length: 80 }, (_, i) => start(`echo ${i}; exit ${i}`)));
      const exits = await Promise.all(all.map(({ running }) => running.exit));
      expect(exits.map((exit) => exit.exitCode)).toEqual(all.map((_, i) => i));
      expect(all.map(({ asked }) => log(asked))).toEqual(all.map((_, i) => `${i}\n`));
    });

    it('hides masks', async () => {
      const { asked, running } = await start('printf hun; printf "ter2 aHVudGVyMg==\\n"', { masks: ['hunter2'] });
      await running.exit;
      expect(log(asked)).toBe('*** ***==\n');
    });

    it('stops the whole group, grandchildren too', async () => {
      const { asked, running } = await start(
        'sleep 600 & echo pid $!; (sleep 600 & echo pid $!; wait) & echo pid $!; wait',
      );
      await until(() => pidsIn(asked).length === 3, 'three background processes');
      await running.stop(5_000);
      expect(await running.exit).toEqual({ exitCode: null, signal: 'SIGTERM' });
      expect(pidsIn(asked).filter(isAlive)).toEqual([]);
    });

    it('kills what ignores SIGTERM after the grace', async () => {
      const { asked, running } = await start(
        `trap '' TERM; sleep 600 & echo pid $!; echo pid $$; while :; do wait; done`,
      );
      await until(() => pidsIn(asked).length === 2, 'the trap to be set');
      const before = performance.now();
      await running.stop(200);
      expect(performance.now() - before).toBeGreaterThan(190);
      expect(await running.exit).toEqual({ exitCode: null, signal: 'SIGKILL' });
      expect(pidsIn(asked).filter(isAlive)).toEqual([]);
    });

    it('lets a process that handles SIGTERM end in its own way', async () => {
      const { asked, running } = await start(`trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.05; done`);
      await until(() => log(asked).includes('ready'), 'the trap to be set');
      await running.stop(10_000);
      expect(await running.exit).toEqual({ exitCode: 7, signal: null });
      expect(log(asked)).toMatch(/^ready\n(.*\n)?bye\n$/);
    });

    it('sends a signal to the group', async () => {
      const { asked, running } = await start(`trap 'exit 9' INT; echo ready; while :; do sleep 0.05; done`);
      await until(() => log(asked).includes('ready'), 'the trap to be set');
      running.signal('SIGINT');
      expect(await running.exit).toEqual({ exitCode: 9, signal: null });
    });

    it('ends what a process leaves running in its group, and reports its exit', async () => {
      const { asked, running } = await start('sleep 600 & echo pid $!; exit 4');
      expect(await running.exit).toEqual({ exitCode: 4, signal: null });
      expect(pidsIn(asked)).toHaveLength(1);
      expect(pidsIn(asked).filter(isAlive)).toEqual([]);
    });

    it('lets a background process finish its last output', async () => {
      const { asked, running } = await start('(sleep 0.1; echo late) & exit 0');
      await running.exit;
      expect(log(asked)).toBe('late\n');
    });

    describe('refuses what cannot be started, saying what to do', () => {
      const refusal = async (more: Partial<ProcessSpec>): Promise<SpawnFailed> =>
        processes.run(spec('', more)).then(
          () => expect.unreachable('it was started'),
          (error: SpawnFailed) => error,
        );

      it('a program that is not there', async () => {
        const error = await refusal({ command: 'no-such-program' });
        expect(error).toMatchObject({ name: 'SpawnFailed', code: 'not-found' });
        expect(error.message).toMatch(/"no-such-program" was not found on PATH.*install/);
      });
      it('a known program that is not installed', async () => {
        const error = await refusal({ command: 'python3', env: { PATH: folder } });
        expect(error.message).toMatch(/Install it with: (sudo apt-get|brew) install python3/);
      });
      it('a file that may not be executed', async () => {
        writeFileSync(join(folder, 'plain.sh'), 'echo hi');
        chmodSync(join(folder, 'plain.sh'), 0o644);
        const error = await refusal({ command: './plain.sh' });
        expect(error).toMatchObject({ code: 'not-executable' });
        expect(error.message).toContain(`chmod +x ${join(folder, 'plain.sh')}`);
      });
      it('a folder that is not there', async () => {
        const error = await refusal({ cwd: join(folder, 'missing') });
        expect(error).toMatchObject({ code: 'bad-directory' });
        expect(error.message).toMatch(/missing does not exist. Check workingDir/);
      });
      it('a folder that is a file', async () => {
        writeFileSync(join(folder, 'file'), '');
        expect((await refusal({ cwd: join(folder, 'file') })).message).toMatch(/is not a folder/);
      });
      it('arguments that are too long', async () => {
        const error = await refusal({ args: ['x'.repeat(4_000_000)] });
        expect(error).toMatchObject({ code: 'other' });
        expect(error.message).toMatch(/too long/);
      });
      it('the same on a pseudo-terminal', async () => {
        const tty = { columns: 80, rows: 24 };
        expect(await refusal({ command: 'no-such-program', tty })).toMatchObject({ code: 'not-found' });
        expect(await refusal({ cwd: join(folder, 'missing'), tty })).toMatchObject({ code: 'bad-directory' });
      });
    });

    it('gives a pseudo-terminal with its size, typed input and masks', async () => {
      const { asked, running } = await start(
        'test -t 0 && test -t 1 && stty size; read line; echo "got $line hunter2"; read line; stty size; exit 5',
        { tty: { columns: 91, rows: 17 }, masks: ['hunter2'] },
      );
      await until(() => log(asked).includes('17 91'), 'the terminal');
      running.type('hello\r');
      await until(() => log(asked).includes('got hello ***'), 'the answer');
      running.resize(70, 20);
      running.type('\r');
      expect(await running.exit).toEqual({ exitCode: 5, signal: null });
      expect(log(asked)).toContain('20 70');
    });

    it('stops a process on a pseudo-terminal with its children', async () => {
      const { asked, running } = await start('sleep 600 & echo pid $!; echo pid $$; cat', {
        tty: { columns: 80, rows: 24 },
      });
      const pids = (): number[] => [...log(asked).matchAll(/pid (\d+)/g)].map((match) => Number(match[1]));
      await until(() => pids().length === 2, 'both processes');
      await running.stop(300);
      expect(pids().filter(isAlive)).toEqual([]);
    });

    it('reaps what carries the mark of an attempt, and nothing else', async () => {
      const left = await start('setsid sleep 600 & echo pid $!; exec sleep 600');
      const other = await start('exec sleep 600');
      await until(() => pidsIn(left.asked).length === 1, 'the background process');
      expect(await processes.reap({ mark: left.asked.mark })).toBe(2);
      await left.running.exit;
      expect(pidsIn(left.asked).filter(isAlive)).toEqual([]);
      expect(isAlive(other.running.pid)).toBe(true);
      expect(await processes.reap({ mark: left.asked.mark })).toBe(0);
    });

    it('reaps a recorded group by pid, start time and boot, not a later process with that pid', async () => {
      const { running } = await start('exec sleep 600');
      const { pid, startTime, bootId } = running;
      const unknown = { mark: 'another/step/body/1', pid };
      expect(await processes.reap({ ...unknown, startTime: startTime - 1, bootId })).toBe(0);
      expect(await processes.reap({ ...unknown, startTime, bootId: 'another boot' })).toBe(0);
      expect(isAlive(pid)).toBe(true);
      expect(await processes.reap({ ...unknown, startTime, bootId })).toBe(1);
      expect(isAlive(pid)).toBe(false);
    });

    it('ends everything when closed', async () => {
      const { asked, running } = await start('sleep 600 & echo pid $!; wait');
      await until(() => pidsIn(asked).length === 1, 'the background process');
      const exit = running.exit.catch((error: Error) => error.name);
      await processes.close();
      await exit;
      expect([running.pid, ...pidsIn(asked)].filter(isAlive)).toEqual([]);
    });

    it('makes the folder of the log', async () => {
      const logPath = join(folder, 'deep', 'er', 'x.log');
      const { running } = await start('echo x', { logPath });
      await running.exit;
      expect(readFileSync(logPath, 'utf8')).toBe('x\n');
    });

    it('says when the log cannot be written, and lets the process end', async () => {
      mkdirSync(join(folder, 'logs'), { recursive: true });
      writeFileSync(join(folder, 'logs', 'file'), '');
      const { running } = await start('yes | head -c 3000000; exit 0', {
        logPath: join(folder, 'logs', 'file', 'x.log'),
      });
      const exit = await running.exit;
      expect(exit.exitCode).toBe(0);
      expect(exit.logError).toMatch(/ENOTDIR/);
    });
  });
}

/** Dead processes that nobody waited for do not count: they run no code. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !['Z', 'X'].includes(stat.charAt(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
