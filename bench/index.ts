import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from '../scripts/build/index.ts';

/**
 * `npm run bench`: every benchmark in turn, each against its floor and a peer where there is one, with settings that end in minutes.
 * `npm run bench -- process-steps decide` runs only those. Ratios count; times are those of one machine at one moment.
 */
interface Bench {
  readonly name: string;
  /** What it says something about. */
  readonly about: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeArgs?: readonly string[];
}

const helper = join(import.meta.dirname, '..', 'out', 'helper', 'index.cjs');

const BENCHES: readonly Bench[] = [
  { name: 'process-steps', about: 'steps that are processes: chain, fan-out, layers', args: ['3'] },
  { name: 'noop-steps', about: 'durable steps in process, and BullMQ where it is there', env: { BENCH_ROUNDS: '3' } },
  { name: 'decide', about: 'fold and decide at 10,000 steps', nodeArgs: ['--expose-gc'] },
  { name: 'recovery', about: 'a run of 100,000 events from its log' },
  { name: 'append', about: 'the event log' },
  { name: 'runs-100k', about: 'lists, filters and statistics of many runs' },
  { name: 'spawn', about: 'one process through the helper', args: [helper] },
  { name: 'output', about: 'output of a step to its log', args: [helper] },
  { name: 'expression', about: 'expressions beside the library' },
  { name: 'schedule-evaluator', about: 'the next instant of a schedule' },
  { name: 'schedule-lateness', about: 'how late schedules fire', args: ['3', '3'] },
  { name: 'schedule-million', about: 'a million schedules', nodeArgs: ['--expose-gc'] },
  { name: 'timeline', about: 'frames of the timeline with 10,000 bars' },
  { name: 'app-start', about: 'the app to its first useful paint, and its memory', args: ['3'] },
  { name: 'canvas-2000', about: 'the canvas with 2,000 steps beside a bare React Flow' },
  { name: 'idle', about: 'the app at rest in the tray', env: { BENCH_SECONDS: '20' } },
];

const wanted = process.argv.slice(2).filter((name) => !name.startsWith('-'));
const unknown = wanted.filter((name) => BENCHES.every((bench) => bench.name !== name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}: there are ${BENCHES.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
await build({ onlyStale: true });
let failed = 0;
for (const { name, about, args = [], env = {}, nodeArgs = [] } of BENCHES) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n== ${name}: ${about}`);
  const file = join(import.meta.dirname, `${name}.ts`);
  const { status } = spawnSync(process.execPath, [...nodeArgs, file, ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (status !== 0) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;
