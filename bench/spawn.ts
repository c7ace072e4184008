import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProcesses } from '../src/main/processes/index.ts';

/**
 * What a step costs: 300 times a program through the helper, two at a time, against the same spawns from a bare Node script.
 * Goal: at most 1.1. Both take turns, and the best of each counts, since the machine has other things to do.
 *
 *   node bench/spawn.ts [built helper]
 */
const COUNT = 300;
const CONCURRENCY = 2;
const ROUNDS = 5;

const bare = fileURLToPath(new URL('./bare-spawn.mjs', import.meta.url));
const builtHelper = process.argv[2];
const helper = builtHelper ?? fileURLToPath(new URL('../src/helper/index.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'chronum-bench-'));
const env = { PATH: process.env.PATH ?? '' };

const processes = createProcesses({
  helperCommand: process.execPath,
  helperArgs: [helper],
  env: process.env,
  dataFolder: folder,
});
await processes.warmUp();

const commands: readonly (readonly [string, ...string[]])[] = [
  ['true'],
  ['sh', '-c', 'true'],
  ['bash', '--noprofile', '--norc', '-c', 'true'],
  ['echo', 'a line of output'],
];
for (const [command, ...args] of commands) {
  await timeHelper(command, args);
  let viaHelper = Number.POSITIVE_INFINITY;
  let viaBare = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    viaBare = Math.min(viaBare, await timeBare(command, args));
    viaHelper = Math.min(viaHelper, await timeHelper(command, args));
  }
  const name = [command, ...args].join(' ').padEnd(42);
  const ratio = (viaHelper / viaBare).toFixed(2);
  console.log(`${name} bare ${ms(viaBare)}  helper ${ms(viaHelper)}  ratio ${ratio}`);
}
await processes.close();
rmSync(folder, { recursive: true, force: true });

async function timeHelper(command: string, args: readonly string[]): Promise<number> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < COUNT) {
      const n = next++;
      const logPath = join(folder, 'logs', `${n}.log`);
      const running = await processes.run({ mark: `bench/${n}/body/1`, command, args, cwd: folder, env, logPath });
      await running.exit;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return (performance.now() - start) / COUNT;
}

/** In a process of its own, which tells the time itself: its start does not count. */
function timeBare(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bare, String(COUNT), String(CONCURRENCY), command, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    child.on('error', reject);
    child.on('close', () => resolve(Number(text)));
  });
}

function ms(value: number): string {
  return `${value.toFixed(3)} ms`;
}
