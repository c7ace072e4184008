import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type BetterSqlite3 from 'better-sqlite3';
import type { Flow } from '../src/core/flow/flow.ts';
import { compileFlow } from '../src/core/run/compile.ts';
import { systemClock } from '../src/main/app/system-clock.ts';
import { createEngine } from '../src/main/engine/create-engine.ts';
import { builtInExecutors } from '../src/main/executors/registry.ts';
import { createLogStore } from '../src/main/logs/index.ts';
import { openStore } from '../src/main/store/open-store.ts';
import { median, rate } from './report.ts';

/**
 * In-process no-op steps, every transition durable before the next step starts, against a bare better-sqlite3 loop with two
 * transactions a step, in turn in one process; and BullMQ, where it is installed (see bullmq.mjs). Goal: 0.8 of the loop on a chain,
 * above it where steps are ready together.
 */
const STEPS = Number(process.env.BENCH_STEPS ?? 5_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

const shapes: Readonly<Record<string, (i: number) => number[]>> = {
  chain: (i) => (i === 0 ? [] : [i - 1]),
  'fan-out': (i) => (i === 0 ? [] : [0]),
  layered: (i) => (i < 50 ? [] : [0, 1, 2, 3].map((k) => (Math.floor(i / 50) - 1) * 50 + ((i * 7 + k * 13) % 50))),
};

for (const synchronous of ['NORMAL', 'FULL'] as const) {
  for (const [name, needsOf] of Object.entries(shapes)) {
    const ours: number[] = [];
    const loops: number[] = [];
    // The first round warms both up: whoever runs thousands of steps is no longer compiling itself.
    for (let round = 0; round <= ROUNDS; round++) {
      const loop = bareLoop(synchronous);
      const engine = await runEngine(synchronous, needsOf);
      if (round === 0) continue;
      loops.push(loop);
      ours.push(engine);
    }
    const ratio = median(ours.map((value, i) => value / loops[i]!));
    console.log(
      `${synchronous.padEnd(6)} ${name.padEnd(8)} engine ${rate(median(ours))} steps/s  loop ${rate(median(loops))} steps/s  ratio ${ratio.toFixed(2)}`,
    );
  }
}

for (const fsync of ['everysec', 'always']) {
  const peer = fileURLToPath(new URL('./bullmq.mjs', import.meta.url));
  const answer = JSON.parse(execFileSync(process.execPath, [peer, String(STEPS), fsync], { encoding: 'utf8' })) as
    | { readonly missing: string }
    | { readonly chain: number; readonly fanOut: number };
  const told =
    'missing' in answer
      ? `not measured: ${answer.missing}`
      : `chain ${rate(answer.chain)} steps/s  fan-out ${rate(answer.fanOut)} steps/s`;
  console.log(`BullMQ flows, appendfsync ${fsync}: ${told}`);
}

/** Two small transactions a step, as the least that records a start and an end. Returns steps a second. */
function bareLoop(synchronous: 'NORMAL' | 'FULL'): number {
  const folder = mkdtempSync(join(tmpdir(), 'chronum-bench-'));
  const Sqlite = createRequire(import.meta.url)('better-sqlite3') as typeof BetterSqlite3;
  const database = new Sqlite(join(folder, 'loop.db'));
  database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${synchronous}`);
  database.exec('CREATE TABLE events (id INTEGER PRIMARY KEY, run TEXT, step TEXT, type TEXT, data TEXT)');
  const insert = database.prepare('INSERT INTO events (run, step, type, data) VALUES (?, ?, ?, ?)');
  const started = performance.now();
  for (let i = 0; i < STEPS; i++) {
    insert.run('r1', `s${i}`, 'started', '{"attempt":1}');
    insert.run('r1', `s${i}`, 'succeeded', '{"attempt":1}');
  }
  const seconds = (performance.now() - started) / 1_000;
  database.close();
  rmSync(folder, { recursive: true });
  return STEPS / seconds;
}

async function runEngine(synchronous: 'NORMAL' | 'FULL', needsOf: (i: number) => number[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'chronum-bench-'));
  const store = openStore({ dataFolder: folder, synchronous });
  const flow: Flow = {
    version: 1,
    name: 'bench',
    maxParallel: 8,
    steps: Array.from({ length: STEPS }, (_, i) => ({
      id: `s${i}`,
      executor: 'noop',
      needs: { kind: 'all', entries: [...new Set(needsOf(i))].map((n) => ({ kind: 'step', atom: `s${n}` })) },
    })),
  };
  let ids = 0;
  const none = () => Promise.reject(new Error('not in this benchmark'));
  const engine = createEngine({
    clock: systemClock,
    log: store.events,
    runs: store.runs,
    commands: store.commands,
    coordination: store.coordination,
    owners: store.owners,
    owner: store.owners.claim('terminal'),
    cores: 2,
    newRunId: () => `r${++ids}`,
    newSeed: () => 'seed',
    prepareWorkspace: async () => undefined,
    onInterrupted: () => 'resume',
    report: (problem) => console.error(problem.message),
    executors: builtInExecutors(),
    secrets: { find: async () => null },
    sensitive: {},
    files: { resolve, dirname, readDotenv: async () => null },
    logs: createLogStore({ folder: join(folder, 'logs') }),
    processes: { run: none, reap: async () => 0, journal: async () => new Map(), close: async () => undefined },
    triggerFiles: { of: () => '', remove: () => undefined },
    scratch: () => ({ file: () => folder, folder: () => folder, remove: async () => undefined }),
    findFlow: none,
  });
  const plan = compileFlow(flow);
  const started = performance.now();
  const { finished } = await engine.start({
    flow: { id: 'f', name: 'bench', workspace: folder, file: 'f.yaml' },
    plan,
    params: {},
    trigger: { type: 'manual' },
    environment: {},
  });
  const end = await finished;
  const seconds = (performance.now() - started) / 1_000;
  if (end.status !== 'succeeded') throw new Error(`the run ended ${end.status}`);
  await engine.close();
  store.close();
  rmSync(folder, { recursive: true });
  return STEPS / seconds;
}
