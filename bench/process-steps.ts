import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Flow } from '../src/core/flow/flow.ts';
import { compileFlow } from '../src/core/run/compile.ts';
import { createStudio } from '../src/main/app/studio.ts';
import { type Graph, processGraphs } from './graphs.ts';
import { median } from './report.ts';

/**
 * Process steps, everything persisted, against the same spawns from a bare Node of 50 MB and against GNU make, in turn. Each step
 * runs the same shell on the same text on all sides. Two at a time. Whole runs, from their start to their end, without start-up.
 *
 *   node bench/process-steps.ts [rounds]
 */
const ROUNDS = Number(process.argv[2] ?? 3);
const CONCURRENCY = 2;

const folder = mkdtempSync(join(tmpdir(), 'chronum-bench-'));
const script = join(folder, 'step.sh');
writeFileSync(script, 'true\n');
const bare = fileURLToPath(new URL('./bare-graph.mjs', import.meta.url));

const studio = await createStudio({
  kind: 'terminal',
  dataFolder: join(folder, 'data'),
  helper: {
    helperCommand: process.execPath,
    helperArgs: [fileURLToPath(new URL('../out/helper/index.cjs', import.meta.url))],
    env: process.env,
  },
  ownFolder: folder,
  environment: process.env,
});
await studio.warmUp();

console.log('ratio to the floor (below 1 is faster than a bare Node that records nothing); GNU make for orientation');
for (const shell of [
  ['sh', '-e'],
  ['bash', '--noprofile', '--norc', '-eo', 'pipefail'],
] as const) {
  for (const graph of processGraphs) {
    const times = { chronum: [] as number[], floor: [] as number[], make: [] as number[] };
    // What has never run is compiled first: an app that has been running is measured, as a start is in app-start.ts.
    await runChronum(graph, shell);
    for (let round = 0; round < ROUNDS; round++) {
      times.floor.push(runBare(graph, shell));
      times.chronum.push(await runChronum(graph, shell));
      times.make.push(runMake(graph, shell));
    }
    const ratio = median(times.chronum.map((time, i) => time / times.floor[i]!));
    const figures = Object.entries(times).map(([name, list]) => `${name} ${median(list).toFixed(0)} ms`);
    console.log(`${shell[0].padEnd(5)} ${graph.name.padEnd(28)} ${figures.join('  ')}  ratio ${ratio.toFixed(2)}`);
  }
}
await studio.close();
rmSync(folder, { recursive: true, force: true });

async function runChronum(graph: Graph, shell: readonly string[]): Promise<number> {
  const flow: Flow = {
    version: 1,
    name: graph.name,
    maxParallel: CONCURRENCY,
    shell: `${shell.join(' ')} {0}`,
    steps: Array.from({ length: graph.size }, (_, i) => ({
      id: `s${i}`,
      run: 'true',
      needs: { kind: 'all', entries: graph.needs(i).map((n) => ({ kind: 'step', atom: `s${n}` })) },
    })),
  };
  const plan = compileFlow(flow);
  const started = performance.now();
  const { finished } = await studio.engine.start({
    flow: { id: graph.name, name: graph.name, workspace: folder, file: 'bench.yaml' },
    plan,
    params: {},
    trigger: { type: 'manual' },
    environment: studio.environment,
  });
  const end = await finished;
  if (end.status !== 'succeeded') throw new Error(`the run ended ${end.status}`);
  return performance.now() - started;
}

function runBare(graph: Graph, shell: readonly string[]): number {
  const file = join(folder, 'graph.json');
  writeFileSync(file, JSON.stringify(Array.from({ length: graph.size }, (_, i) => graph.needs(i))));
  return Number(
    execFileSync(process.execPath, [bare, file, String(CONCURRENCY), ...shell, script], { encoding: 'utf8' }),
  );
}

function runMake(graph: Graph, shell: readonly string[]): number {
  const rules = Array.from(
    { length: graph.size },
    (_, i) =>
      `s${i}:${graph
        .needs(i)
        .map((n) => ` s${n}`)
        .join('')}\n\t@${shell.join(' ')} ${script}\n`,
  );
  const all = Array.from({ length: graph.size }, (_, i) => `s${i}`).join(' ');
  const file = join(folder, 'Makefile');
  writeFileSync(file, `all: ${all}\n${rules.join('')}.PHONY: all ${all}\n`);
  const started = performance.now();
  execFileSync('make', ['-s', `-j${CONCURRENCY}`, '-f', file, 'all']);
  return performance.now() - started;
}
