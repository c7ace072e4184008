import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '../../testing/processes-contract.ts';
import { until } from '../../testing/until.ts';
import { ProcessesLost, type ProcessSpec } from '../ports/processes.ts';
import { createProcesses, type HelperProcesses } from './index.ts';

const helper = fileURLToPath(new URL('../../helper/index.ts', import.meta.url));
const isThere = process.platform === 'linux' && existsSync('/usr/bin/perl');

/** More of them, when it is in doubt. */
const FAST_STEPS = Number(process.env.FAST_STEPS ?? 800);

describe.runIf(isThere)('a step that the fork server starts', () => {
  let folder: string;
  let opened: HelperProcesses[];
  let counter = 0;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chronum-fork-server-'));
    opened = [];
  });
  afterEach(async () => {
    for (const processes of opened) await processes.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (...flags: string[]): HelperProcesses => {
    const helperArgs = [helper, ...flags];
    const processes = createProcesses({
      helperCommand: process.execPath,
      helperArgs,
      env: process.env,
      dataFolder: folder,
    });
    opened.push(processes);
    return processes;
  };
  const start = async (processes: HelperProcesses, script: string, more: Partial<ProcessSpec> = {}) => {
    const logPath = join(folder, `${++counter}.log`);
    const running = await processes.run({
      mark: `run/step/body/${counter}`,
      command: 'bash',
      args: ['-c', script],
      cwd: folder,
      env: { PATH: process.env.PATH ?? '' },
      logPath,
      ...more,
    });
    return { running, text: () => (existsSync(logPath) ? readFileSync(logPath, 'utf8') : '') };
  };
  const output = async (processes: HelperProcesses, script: string, more: Partial<ProcessSpec> = {}) => {
    const { running, text } = await start(processes, script, more);
    await running.exit;
    return text();
  };
  const parentOf = (pid: number): number => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  };

  it('finds signals, limits, files and session as when Node spawns it', async () => {
    const look = `grep -E '^Sig[PBIC]|^Shd|^Umask|^CapEff|^NoNewPrivs' /proc/self/status; ulimit -a; ls /proc/self/fd;
      cut -d' ' -f5-7 /proc/$$/stat | sed "s/$$/own/g"; readlink /proc/self/fd/0; test -p /dev/stdout && test -p /dev/stderr && echo pipes`;
    const forked = await output(open(), look);
    expect(forked).toContain('own own 0');
    expect(forked).toContain('pipes');
    expect(forked).toBe(await output(open('--without-fork-server'), look));
  });

  it('is a child of it, and known by its start', async () => {
    const { running } = await start(open(), 'exec sleep 600');
    expect(readFileSync(`/proc/${parentOf(running.pid)}/comm`, 'utf8')).toBe('perl\n');
    const stat = readFileSync(`/proc/${running.pid}/stat`, 'latin1');
    expect(running.startTime).toBe(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]));
    await running.stop(1_000);
  });

  it('has its own environment, whatever the one before had', async () => {
    const processes = open();
    const show = 'env -0 | grep -zvE "^(PATH|PWD|SHLVL|_|CHRONUM_ATTEMPT)=" | sort -z | tr "\\0" "|"';
    const variables = async (env: Record<string, string>) => {
      const text = await output(processes, show, { env: { PATH: process.env.PATH ?? '', ...env } });
      return text.split('|').slice(0, -1);
    };
    const many = (value: string) => Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`V${10 + i}`, value]));
    const lines = (env: Record<string, string>) => Object.entries(env).map(([name, value]) => `${name}=${value}`);

    const odd = { A: '', B: 'a=b=c', C: 'line\nline', D: 'ünïcode 😀', E: 'quote\'"$(x)' };
    expect(await variables(odd)).toEqual(lines(odd));
    expect(await variables({ B: 'b' })).toEqual(['B=b']);
    expect(await variables(many('1'))).toEqual(lines(many('1')));
    expect(await variables({ ...many('1'), V10: 'x' })).toEqual(lines({ ...many('1'), V10: 'x' }));
    expect(await variables(many('2'))).toEqual(lines(many('2')));
    expect(await variables({})).toEqual([]);
  });

  it('is refused as by Node when it holds what no program can be given', async () => {
    const refused = start(open(), 'true', { args: ['-c', 'a\0b'] });
    await expect(refused).rejects.toThrow(/null bytes/);
  });

  it('that is a script whose interpreter is missing was not found', async () => {
    const processes = open();
    await output(processes, `printf '#!/no/such/interpreter\\n' > tool; chmod +x tool`);
    await expect(start(processes, '', { command: './tool', args: [] })).rejects.toMatchObject({ code: 'not-found' });
    // Nothing of the attempt is left behind that a later one could meet.
    expect(await output(processes, 'echo still here')).toBe('still here\n');
  });

  it(
    'has its end told, however fast and however many',
    async () => {
      const processes = open();
      const codes = new Map<string, number>();
      let left = FAST_STEPS;
      const worker = async () => {
        while (left > 0) {
          // Ends at once, or after it was confirmed; by an exit or a signal.
          const script = ['exit 0', 'exit 7', 'kill -9 $$', 'sleep 0.005'][left-- % 4] as string;
          const { running } = await start(processes, script, { command: 'sh' });
          const { exitCode, signal } = await running.exit;
          const end = `${script}: ${signal ?? exitCode}`;
          codes.set(end, (codes.get(end) ?? 0) + 1);
        }
      };
      await Promise.all(Array.from({ length: 16 }, worker));
      const quarter = FAST_STEPS / 4;
      expect(Object.fromEntries(codes)).toEqual({
        'exit 0: 0': quarter,
        'exit 7: 7': quarter,
        'kill -9 $$: SIGKILL': quarter,
        'sleep 0.005: 0': quarter,
      });
    },
    FAST_STEPS * 20,
  );

  it('that runs on is told while others come and go', async () => {
    const processes = open();
    let isTold = false;
    const long = start(processes, 'exec sleep 600').finally(() => {
      isTold = true;
    });
    while (!isTold) await (await start(processes, 'true', { command: 'true', args: [] })).running.exit;
    await (await long).running.stop(1_000);
  });

  it('is lost with it, and ended', async () => {
    const processes = open();
    const { running, text } = await start(processes, 'echo pid $$; sleep 600 & echo pid $!; wait');
    await until(() => text().match(/pid/g)?.length === 2, 'two processes');
    process.kill(parentOf(running.pid), 'SIGKILL');
    await expect(running.exit).rejects.toBeInstanceOf(ProcessesLost);
    const pids = [...text().matchAll(/pid (\d+)/g)].map((match) => Number(match[1]));
    expect(pids.filter(isAlive)).toEqual([]);
    expect(await output(processes, 'echo again')).toBe('again\n');
  });

  it('leaves no fork server when the helper is closed', async () => {
    const processes = open();
    const { running } = await start(processes, 'exec sleep 600');
    const server = parentOf(running.pid);
    await processes.close();
    await until(() => !isAlive(server), 'the fork server to end');
  });
});
