import type { Flow } from '../src/core/flow/flow.ts';
import { compileFlow } from '../src/core/run/compile.ts';
import { simulatePlan } from '../src/testing/simulate-run.ts';

/** Cost of fold and decide an event on graphs of 10,000 steps, in one process without store or processes. Goal: below 20 us. */
const SIZE = 10_000;

const shapes: Readonly<Record<string, (i: number) => number[]>> = {
  chain: (i) => (i === 0 ? [] : [i - 1]),
  'fan-out': (i) => (i === 0 ? [] : [0]),
  layered: (i) => (i < 100 ? [] : [0, 1, 2, 3].map((k) => (Math.floor(i / 100) - 1) * 100 + ((i * 7 + k * 13) % 100))),
};

for (const [name, needsOf] of Object.entries(shapes)) {
  // What the one before left, and the first look at every function, is nobody's cost.
  measure('warm-up', needsOf);
  console.log(measure(name, needsOf));
}

function measure(name: string, needsOf: (i: number) => number[]): string {
  const flow: Flow = {
    version: 1,
    name,
    maxParallel: 8,
    steps: Array.from({ length: SIZE }, (_, i) => ({
      id: `s${i}`,
      run: 'true',
      needs: { kind: 'all', entries: [...new Set(needsOf(i))].map((n) => ({ kind: 'step', atom: `s${n}` })) },
    })),
  };
  const plan = compileFlow(flow);
  const memoryBefore = usedMemory();
  const started = process.cpuUsage();
  const { events, run } = simulatePlan({
    type: 'run.created',
    runId: 'r1',
    flow: { id: 'f', name, workspace: '/w', file: 'f.yaml' },
    plan,
    params: {},
    trigger: { type: 'manual' },
    seed: 's',
    owner: { id: 'o', kind: 'app', pid: 1 },
  });
  const used = process.cpuUsage(started);
  const perEvent = (used.user + used.system) / events.length;
  const count = events.length;
  // What is left is the state of the run, beside the plan and the flow.
  (events as unknown[]).length = 0;
  const perStep = (usedMemory() - memoryBefore) / SIZE;
  const isKept = flow.steps.length === SIZE && plan.steps.length === SIZE;
  return `${name.padEnd(8)} ${count} events  ${perEvent.toFixed(2)} us/event  ${perStep.toFixed(0)} B/step  ${isKept ? run.end?.status : ''}`;
}

function usedMemory(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
