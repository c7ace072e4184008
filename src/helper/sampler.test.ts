import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeUsage } from '../core/run/usage-samples.ts';
import { until } from '../testing/until.ts';
import { treesInPs, usageReader } from './process-usage.ts';
import { createSampler } from './sampler.ts';

let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chronum-sampler-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A process that works, with another one below it that holds memory. */
const BUSY = `
const { spawn } = require('node:child_process');
const below = spawn(process.execPath, ['-e', 'const held = Buffer.alloc(64 << 20, 1); setInterval(() => held.length, 1000)'], { stdio: 'inherit' });
process.on('exit', () => below.kill('SIGKILL'));
process.on('SIGTERM', () => process.exit());
setInterval(() => { const until = Date.now() + 15; while (Date.now() < until); }, 20);
`;

function start(script: string): number {
  const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
  children.push(child);
  if (child.pid === undefined) throw new Error('no process');
  return child.pid;
}

describe.skipIf(process.platform === 'win32')('what a process tree takes', () => {
  it('is sampled while it runs, with what lies below it', async () => {
    const pid = start(BUSY);
    const logPath = join(folder, 'body.1.log');
    const end = createSampler({ every: 40 }).watch({ pid, logPath });
    const samples = () =>
      existsSync(join(folder, 'body.1.use')) ? decodeUsage(readFileSync(join(folder, 'body.1.use'))) : [];
    await until(
      () => samples().some(({ processes, memory, cpuMs }) => processes === 2 && memory > 64 << 20 && cpuMs > 100),
      'a sample of both processes',
    );
    end();
    const cpu = samples().map(({ cpuMs }) => cpuMs);
    expect(cpu).toEqual(cpu.toSorted((a, b) => a - b));
    process.kill(pid, 'SIGTERM');
  });

  it('is unknown when nothing of it lives', async () => {
    const read = usageReader();
    expect([...((await read?.([2 ** 30])) ?? [])]).toEqual([]);
  });
});

describe('the sampler', () => {
  it('gives each its turn when there are too many for one look', async () => {
    const looks: (readonly number[])[] = [];
    const read = (pids: readonly number[]) => {
      looks.push(pids);
      return Promise.resolve(new Map());
    };
    const sampler = createSampler({ read, every: 5, most: 2 });
    const ends = [1, 2, 3, 4, 5].map((pid) => sampler.watch({ pid, logPath: join(folder, `${pid}.log`) }));
    await until(() => new Set(looks.flat()).size === 5, 'a look at each');
    expect(looks.every((pids) => pids.length <= 2)).toBe(true);
    for (const end of ends) end();
  });
});

describe('the table of ps', () => {
  const TABLE = `
    1     0  1000   0:00.10
   10     1  2048   1:02.50
   11    10  1024 01:00:00
   12    11   512 2-00:00:01
   20     1    64   0:01
`;

  it('is added up from a process down', () => {
    const day = 86_400_000;
    expect(Object.fromEntries(treesInPs(TABLE, [10, 20, 99]))).toEqual({
      10: { cpuMs: 62_500 + 3_600_000 + 2 * day + 1_000, memory: 3584 * 1024, processes: 3 },
      20: { cpuMs: 1_000, memory: 64 * 1024, processes: 1 },
    });
  });
});
