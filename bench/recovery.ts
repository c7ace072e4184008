import type { Flow } from '../src/core/flow/flow.ts';
import { compileFlow } from '../src/core/run/compile.ts';
import { foldAll } from '../src/core/run/fold.ts';
import { simulatePlan } from '../src/testing/simulate-run.ts';

/** CPU to make the state of an interrupted run of 100,000 events from its log again. Goal: below a second. */
const WANTED = 100_000;
const STEPS = 10_000;

const flow: Flow = {
  version: 1,
  name: 'long',
  maxParallel: 8,
  steps: Array.from({ length: STEPS }, (_, i) => ({
    id: `s${i}`,
    run: 'true',
    retry: { limit: 2, delay: 1 },
    needs: { kind: 'all', entries: i === 0 ? [] : [{ kind: 'step', atom: `s${i >> 1}` }] },
  })),
};
const { events } = simulatePlan(
  {
    type: 'run.created',
    runId: 'r1',
    flow: { id: 'f', name: 'long', workspace: '/w', file: 'f.yaml' },
    plan: compileFlow(flow),
    params: {},
    trigger: { type: 'manual' },
    seed: 's',
    owner: { id: 'o', kind: 'app', pid: 1 },
  },
  { attempt: (_, attempt) => (attempt < 3 ? { end: 'failed' } : {}) },
);
const interrupted = events.slice(0, Math.min(WANTED, events.length - 10));
const floor = process.cpuUsage();
const parsed = interrupted.map((event) => JSON.parse(JSON.stringify(event)) as typeof event);
const parse = process.cpuUsage(floor);
const started = process.cpuUsage();
const state = foldAll(parsed);
const used = process.cpuUsage(started);
const seconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6;
console.log(
  `fold of ${parsed.length} events ${seconds(used).toFixed(2)} s of CPU  (writing and reading them as JSON ${seconds(parse).toFixed(2)} s)  ratio ${(seconds(used) / seconds(parse)).toFixed(2)}  ${state?.status}`,
);
