import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProcesses } from '../src/main/processes/index.ts';

/**
 * How fast a step's output reaches its log: 200 MB in large writes, and 50 MB with one write a line, against a bare Node script that
 * pipes the same program into a file. Goal: at least 0.8 without secrets. Both take turns, and the best of each counts.
 *
 *   node bench/output.ts [built helper]
 */
const ROUNDS = 5;
const helper = process.argv[2] ?? fileURLToPath(new URL('../src/helper/index.ts', import.meta.url));
const bare = fileURLToPath(new URL('./bare-output.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'chronum-bench-'));
const processes = createProcesses({
  helperCommand: process.execPath,
  helperArgs: [helper],
  env: process.env,
  dataFolder: folder,
});
await processes.warmUp();

const WRITER = `
  const line = Buffer.from('The quick brown fox jumps over the lazy dog; build step 0123456789 /usr/lib/node\\n');
  const [total, size] = process.argv.slice(1).map(Number);
  const block = Buffer.alloc(Math.max(size, line.length));
  for (let i = 0; i < block.length; i++) block[i] = line[i % line.length];
  for (let sent = 0; sent < total; sent += block.length) require('fs').writeSync(1, block);`;
const SECRETS = ['hunter2-hunter2', 'ghp_0123456789abcdefghijABCDEFGHIJ', 'p@ss word/with+signs'];

for (const [name, total, size] of [
  ['200 MB, 64 KB a write', 200_000_000, 65_536],
  ['20 MB, a line a write', 20_000_000, 1],
] as const) {
  const args = ['-e', WRITER, String(total), String(size)];
  const best = { bare: 0, plain: 0, masked: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    best.bare = Math.max(best.bare, await viaBare(args));
    best.plain = Math.max(best.plain, await viaHelper(args, total, []));
    best.masked = Math.max(best.masked, await viaHelper(args, total, SECRETS));
  }
  const line = [
    name.padEnd(24),
    `bare ${best.bare.toFixed(0)} MB/s`,
    `helper ${best.plain.toFixed(0)} MB/s (${(best.plain / best.bare).toFixed(2)})`,
    `with three secrets ${best.masked.toFixed(0)} MB/s (${(best.masked / best.bare).toFixed(2)})`,
  ];
  console.log(line.join('  '));
}
await processes.close();
rmSync(folder, { recursive: true, force: true });

async function viaHelper(args: readonly string[], total: number, masks: readonly string[]): Promise<number> {
  const logPath = join(folder, 'step.log');
  rmSync(logPath, { force: true });
  const start = performance.now();
  const running = await processes.run({
    mark: 'bench/output/body/1',
    command: process.execPath,
    args,
    cwd: folder,
    env: { PATH: process.env.PATH ?? '' },
    logPath,
    masks,
  });
  await running.exit;
  const speed = total / 1000 / (performance.now() - start);
  const { size } = statSync(logPath);
  if (size < total) throw new Error(`Lost output: ${size} of ${total} bytes.`);
  return speed;
}

function viaBare(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bare, join(folder, 'bare.log'), process.execPath, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    child.on('error', reject);
    child.on('close', () => {
      rmSync(join(folder, 'bare.log'), { force: true });
      resolve(Number(text));
    });
  });
}
