import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '../../testing/processes-contract.ts';
import { until } from '../../testing/until.ts';
import type { ProcessSpec } from '../ports/processes.ts';
import { createProcesses, type HelperProcesses } from './index.ts';

const sourceOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const HELPER = sourceOf('../../helper/index.ts');
const OWNER = sourceOf('../../testing/processes-owner.ts');

let folder: string;
let processes: HelperProcesses;
let counter = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chronum-helper-'));
  processes = createProcesses({
    helperCommand: process.execPath,
    helperArgs: [HELPER],
    env: process.env,
    dataFolder: folder,
  });
});
afterEach(async () => {
  await processes.close();
  rmSync(folder, { recursive: true, force: true });
});

const spec = (script: string, more: Partial<ProcessSpec> = {}): ProcessSpec => ({
  mark: `run/step/body/${++counter}`,
  command: 'bash',
  args: ['-c', script],
  cwd: folder,
  env: { PATH: process.env.PATH ?? '' },
  logPath: join(folder, `${counter}.log`),
  ...more,
});
const start = async (script: string, more: Partial<ProcessSpec> = {}) => {
  const asked = spec(script, more);
  return { asked, running: await processes.run(asked) };
};
const textOf = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
const log = (of: ProcessSpec): string => textOf(of.logPath);
const pidsIn = (text: string): number[] => [...text.matchAll(/^pid (\d+)$/gm)].map((match) => Number(match[1]));
const parentOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
};
/** Of a step: its parent is the fork server, where there is one. */
const helperOf = (pid: number): number => {
  const parent = parentOf(pid);
  return readFileSync(`/proc/${parent}/comm`, 'utf8') === 'perl\n' ? parentOf(parent) : parent;
};
const node = (source: string): Partial<ProcessSpec> => ({ command: process.execPath, args: ['-e', source] });

describe('output', () => {
  it('of 50 MB arrives whole, in bounded memory', async () => {
    const { asked, running } = await start(
      '',
      node(`
        const block = Buffer.alloc(65536);
        for (let n = 0; n < 800; n++) {
          for (let i = 0; i < block.length; i += 4) block.writeUInt32LE((n * 16384 + i) >>> 0, i);
          require('fs').writeSync(n % 3 === 0 ? 2 : 1, block);
        }
        require('fs').readSync(0, Buffer.alloc(1));`),
    );
    const helperPid = helperOf(running.pid);
    await running.exit;
    expect(statSync(asked.logPath).size).toBe(800 * 65_536);
    // Each block was written whole to its stream; sorted by their first number they are the blocks that were sent.
    const written = readFileSync(asked.logPath);
    let sum = 0;
    for (let at = 0; at < written.length; at += 4096) sum += written.readUInt32LE(at);
    let expected = 0;
    for (let n = 0; n < 800; n++) for (let i = 0; i < 65_536; i += 4096) expected += n * 16_384 + i;
    expect(sum).toBe(expected);
    const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${helperPid}/status`, 'utf8'))?.[1]);
    expect(peak).toBeLessThan(160_000);
  });

  it('of 20 MB without a newline arrives whole', async () => {
    const { asked, running } = await start('head -c 20000000 /dev/zero | tr "\\\\0" x');
    await running.exit;
    expect(createHash('sha256').update(readFileSync(asked.logPath)).digest('hex')).toBe(
      createHash('sha256').update('x'.repeat(20_000_000)).digest('hex'),
    );
  });

  it('that is no text stays byte for byte, with masks too', async () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const printed = String.raw`for i in $(seq 0 255); do printf "\\x$(printf %02x $i)"; done; printf '\xc3\x28\xff'`;
    for (const masks of [[], ['hunter2']]) {
      const { asked, running } = await start(printed, { masks });
      await running.exit;
      expect(readFileSync(asked.logPath)).toEqual(Buffer.concat([all, Buffer.from([0xc3, 0x28, 0xff])]));
    }
  });

  it('of a pseudo-terminal arrives whole', async () => {
    const { asked, running } = await start('seq 1 200000', { tty: { columns: 80, rows: 24 } });
    await running.exit;
    const lines = log(asked).split('\r\n');
    expect([lines.length, lines[0], lines[199_999]]).toEqual([200_001, '1', '200000']);
  });

  it('that finds the disk full is thrown away, and the step goes on', async () => {
    const asked = spec('head -c 5000000 /dev/zero; echo done >&2; exit 3');
    symlinkSync('/dev/full', asked.logPath);
    const running = await processes.run(asked);
    expect(await running.exit).toEqual({
      exitCode: 3,
      signal: null,
      logError: expect.stringContaining('ENOSPC'),
    });
  });

  it('may be closed early', async () => {
    const { asked, running } = await start('echo first; exec >&- 2>&-; sleep 0.2; exit 6');
    expect(await running.exit).toEqual({ exitCode: 6, signal: null });
    expect(log(asked)).toBe('first\n');
  });

  it('can be opened by name, as scripts do', async () => {
    const many = Array.from({ length: 40 }, () =>
      start('echo a > /dev/stderr; echo b > /dev/stdout; echo c | tee /dev/stderr'),
    );
    for (const { asked, running } of await Promise.all(many)) {
      await running.exit;
      expect(log(asked).split('\n').sort().join('')).toBe('abcc');
    }
  });

  it('shows a prompt before the line ends', async () => {
    const { asked, running } = await start('printf "Name: "; exec sleep 600', { masks: ['a secret'] });
    await until(() => log(asked) === 'Name: ', 'the prompt');
    await running.stop(1_000);
  });
});

describe('what tries to stay behind', () => {
  it.each([
    ['a daemon in a session of its own that holds the output', 'setsid sleep 600 & echo pid $!'],
    ['a job of a shell with job control', 'set -m; sleep 600 & echo pid $!'],
    ['a daemon that ignores SIGTERM', `trap '' TERM; sleep 600 & echo pid $!`],
    ['one that writes for ever', 'yes > /dev/stderr & echo pid $! >&2; sleep 0.1'],
  ])('%s is ended after the step', async (_what, script) => {
    const { asked, running } = await start(`${script}; exit 3`);
    expect(await running.exit).toEqual({ exitCode: 3, signal: null });
    const pids = pidsIn(readFileSync(asked.logPath).subarray(0, 100).toString());
    expect(pids).toHaveLength(1);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('is ended by a stop, in whatever session it is', async () => {
    const { asked, running } = await start('setsid sleep 600 >/dev/null 2>&1 & echo pid $!; exec sleep 600');
    await until(() => pidsIn(log(asked)).length === 1, 'the daemon');
    await running.stop(1_000);
    expect(pidsIn(log(asked)).filter(isAlive)).toEqual([]);
  });
});

describe('when the helper dies', () => {
  it('ends its groups before it says so, and runs the next in a fresh one', async () => {
    const { asked, running } = await start('sleep 600 & echo pid $!; echo pid $$; wait');
    await until(() => pidsIn(log(asked)).length === 2, 'the processes');
    const lost = running.exit.then(
      () => expect.unreachable('it ended'),
      (error: Error) => ({ name: error.name, alive: pidsIn(log(asked)).filter(isAlive) }),
    );
    process.kill(helperOf(running.pid), 'SIGKILL');
    expect(await lost).toEqual({ name: 'ProcessesLost', alive: [] });
    await running.stop(1_000);

    const next = await start('echo again');
    expect(await next.running.exit).toEqual({ exitCode: 0, signal: null });
  });

  it('is not harmed by the signals of a terminal', async () => {
    const { running } = await start('exec sleep 600');
    const helperPid = helperOf(running.pid);
    for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.kill(helperPid, signal);
    expect(await (await start('exit 2')).running.exit).toEqual({ exitCode: 2, signal: null });
    expect(isAlive(running.pid)).toBe(true);
    await running.stop(1_000);
  });

  it('or cannot be started, says why', async () => {
    const broken = createProcesses({ helperCommand: '/no/such/node', helperArgs: [], env: {}, dataFolder: folder });
    await expect(broken.run(spec('true'))).rejects.toMatchObject({
      name: 'ProcessesLost',
      message: expect.stringContaining('/no/such/node'),
    });
    await broken.close();
  });

  it('or is of another version, says so', async () => {
    writeFileSync(join(folder, 'old.cjs'), `console.log('{"ev":"hello","version":0,"pid":1,"bootId":""}')`);
    const old = createProcesses({
      helperCommand: process.execPath,
      helperArgs: [join(folder, 'old.cjs')],
      env: {},
      dataFolder: folder,
    });
    await expect(old.run(spec('true'))).rejects.toThrow(/another version/);
    await old.close();
  });
});

describe('when the owner dies', () => {
  const own = (...scripts: string[]): ChildProcess =>
    spawn(process.execPath, [OWNER, HELPER, folder, ...scripts], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.once('exit', resolve));
  const outputOf = (child: ChildProcess): (() => string) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    return () => text;
  };
  const textOfLog = (n: number): string => textOf(join(folder, `${n}.log`));

  it('ends its groups, also one that ignores SIGTERM, and leaves', async () => {
    const owner = own(
      'sleep 600 & echo pid $!; echo pid $$; wait',
      `trap '' TERM; sleep 600 & echo pid $!; echo pid $$; while :; do wait; done`,
    );
    const pids = (): number[] => [...pidsIn(textOfLog(0)), ...pidsIn(textOfLog(1))];
    await until(() => pids().length === 4, 'the processes');
    const helperPid = helperOf(pidsIn(textOfLog(0))[1] as number);
    owner.kill('SIGKILL');
    await until(() => !isAlive(helperPid), 'the helper to leave');
    expect(pids().filter(isAlive)).toEqual([]);
    expect(await processes.journal()).toEqual(new Map());
  });

  it('keeps the exits that processes came to by themselves', async () => {
    const owner = own('exit 5', 'kill -9 $$', 'echo pid $$; exec sleep 600');
    const said = outputOf(owner);
    await until(() => /exit 0/.test(said()) && /exit 1/.test(said()) && textOfLog(2) !== '', 'two exits');
    const helperPid = helperOf(pidsIn(textOfLog(2))[0] as number);
    owner.kill('SIGKILL');
    await until(() => !isAlive(helperPid), 'the helper to leave');
    const journal = await processes.journal();
    expect(journal).toEqual(
      new Map([
        ['run/0/body/1', { exitCode: 5, signal: null }],
        ['run/1/body/1', { exitCode: null, signal: 'SIGKILL' }],
      ]),
    );
    const file = readdirSync(join(folder, 'exits'))[0] as string;
    appendFileSync(join(folder, 'exits', file), '{"mark":"run/2/body/1","exitCo');
    expect(await processes.journal()).toEqual(journal);
  });

  it('does not keep an idle owner from ending, and leaves with it', async () => {
    const owner = own('echo pid $PPID');
    await ended(owner);
    const [helperPid] = pidsIn(textOfLog(0));
    await until(() => !isAlive(helperPid as number), 'the helper to leave');
  });

  it('has its pipes removed by the next helper', async () => {
    const pipesOf = (pid: number): string[] =>
      readdirSync(tmpdir()).filter((name) => name.startsWith(`chronum-pipes-${pid}-`));
    const { running } = await start('exec sleep 600');
    const helperPid = helperOf(running.pid);
    expect(pipesOf(helperPid)).toHaveLength(1);
    process.kill(helperPid, 'SIGKILL');
    await running.exit.catch(() => {});
    await until(() => pipesOf(helperPid).length === 0, 'the folder to be removed');
  });

  it('leaves no journal and no pipes after an orderly end', async () => {
    await (await start('exit 1')).running.exit;
    const { running } = await start('exec sleep 600');
    const helperPid = helperOf(running.pid);
    await running.stop(1_000);
    expect(readdirSync(join(folder, 'exits'))).toHaveLength(1);
    await processes.close();
    expect(readdirSync(join(folder, 'exits'))).toEqual([]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`chronum-pipes-${helperPid}-`))).toEqual([]);
  });
});
