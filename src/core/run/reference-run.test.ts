import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Simulation, simulatePlan } from '../../testing/simulate-run.ts';
import type { Flow } from '../flow/flow.ts';
import { compileFlow } from './compile.ts';
import { fold, foldAll } from './fold.ts';

interface RandomStep {
  readonly needs: readonly number[];
  readonly takes: number;
  readonly fails: boolean;
}
interface RandomFlow {
  readonly steps: readonly RandomStep[];
  readonly maxParallel: number;
  readonly stopOnFail: boolean | 'drain';
}

const randomFlow: fc.Arbitrary<RandomFlow> = fc.integer({ min: 1, max: 24 }).chain((size) =>
  fc.record({
    steps: fc.tuple(
      ...Array.from({ length: size }, (_, i) =>
        fc.record({
          needs: i === 0 ? fc.constant([]) : fc.uniqueArray(fc.integer({ min: 0, max: i - 1 }), { maxLength: 4 }),
          takes: fc.integer({ min: 1, max: 5 }),
          fails: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
        }),
      ),
    ),
    maxParallel: fc.integer({ min: 1, max: 6 }),
    stopOnFail: fc.constantFrom<boolean | 'drain'>(false, false, true, 'drain'),
  }),
);

/** File order is shuffled against the order of needs, so that ties are broken by the file and not by the graph. */
const toFlow = ({ steps, maxParallel, stopOnFail }: RandomFlow): Flow => ({
  version: 1,
  name: 'random',
  maxParallel,
  stopOnFail,
  steps: steps
    .map((step, i) => ({
      id: `s${i}`,
      run: 'x',
      needs: { kind: 'all' as const, entries: step.needs.map((n) => ({ kind: 'step' as const, atom: `s${n}` })) },
    }))
    .sort((a, b) => ((a.id.length * 7 + a.id.charCodeAt(1)) % 5) - ((b.id.length * 7 + b.id.charCodeAt(1)) % 5)),
});

function run(random: RandomFlow): Simulation {
  const script = (id: string) => random.steps[Number(id.slice(1))]!;
  return simulatePlan(
    {
      type: 'run.created',
      runId: 'r1',
      flow: { id: 'f', name: 'random', workspace: '/w', file: 'f.yaml' },
      plan: compileFlow(toFlow(random)),
      params: {},
      trigger: { type: 'manual' },
      seed: 's',
      owner: { id: 'o', kind: 'app', pid: 1 },
    },
    { attempt: (id) => ({ takes: script(id).takes, ...(script(id).fails ? { end: 'failed' as const } : {}) }) },
  );
}

/** The rules of the page, written once more in the slowest and plainest way: every instant, look at every step. */
function reference(random: RandomFlow): { started: string[]; statuses: Record<string, string> } {
  const order = toFlow(random).steps.map((step) => step.id);
  const of = (id: string) => random.steps[Number(id.slice(1))]!;
  const status: Record<string, string> = Object.fromEntries(order.map((id) => [id, 'pending']));
  const endsAt: Record<string, number> = {};
  const started: string[] = [];
  let stopped = false;
  for (let now = 0; Object.values(status).some((s) => s === 'pending' || s === 'running'); now++) {
    for (const id of order) {
      if (status[id] !== 'running' || endsAt[id] !== now) continue;
      status[id] = of(id).fails ? 'failed' : 'succeeded';
    }
    if (random.stopOnFail !== false && !stopped && order.some((id) => status[id] === 'failed')) {
      stopped = true;
      for (const id of order) {
        if (status[id] === 'pending') status[id] = 'skipped';
        else if (status[id] === 'running' && random.stopOnFail === true) status[id] = 'cancelled';
      }
    }
    for (let changed = true; changed; ) {
      changed = false;
      for (const id of order) {
        if (status[id] !== 'pending') continue;
        if (!of(id).needs.some((n) => ['failed', 'skipped', 'cancelled'].includes(status[`s${n}`]!))) continue;
        status[id] = 'skipped';
        changed = true;
      }
    }
    for (const id of order) {
      const running = order.filter((other) => status[other] === 'running').length;
      if (running >= random.maxParallel) break;
      if (status[id] !== 'pending' || !of(id).needs.every((n) => status[`s${n}`] === 'succeeded')) continue;
      status[id] = 'running';
      endsAt[id] = now + of(id).takes;
      started.push(id);
    }
  }
  return { started, statuses: status };
}

describe('random graphs', () => {
  it('run as the reference runs them: same order, same ends, never more than maxParallel', () => {
    fc.assert(
      fc.property(randomFlow, (random) => {
        const simulation = run(random);
        const expected = reference(random);
        expect(simulation.started).toEqual(expected.started);
        expect(Object.fromEntries([...simulation.run.steps.values()].map((s) => [s.id, s.status]))).toEqual(
          expected.statuses,
        );
        expect(simulation.mostAtOnce).toBeLessThanOrEqual(random.maxParallel);
        expect(simulation.run.end).toBeDefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it('never start a step before its needs, by the log alone', () => {
    fc.assert(
      fc.property(randomFlow, (random) => {
        const ended = new Set<string>();
        for (const event of run(random).events) {
          if (event.type === 'step.succeeded') ended.add(event.stepId);
          if (event.type !== 'attempt.started') continue;
          for (const n of random.steps[Number(event.stepId.slice(1))]!.needs) expect(ended).toContain(`s${n}`);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('fold any prefix without an error, and the whole to the state the run had', () => {
    fc.assert(
      fc.property(randomFlow, fc.double({ min: 0, max: 1, noNaN: true }), (random, share) => {
        const simulation = run(random);
        const prefix = simulation.events.slice(0, Math.floor(simulation.events.length * share));
        expect(() => foldAll(prefix)).not.toThrow();
        const whole = foldAll(simulation.events);
        expect([...whole!.steps.values()].map((s) => [s.id, s.status, s.reason])).toEqual(
          [...simulation.run.steps.values()].map((s) => [s.id, s.status, s.reason]),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('ignore an event they have already folded', () => {
    fc.assert(
      fc.property(randomFlow, (random) => {
        const { events } = run(random);
        let state = fold(undefined, events[0]!);
        for (const event of events) state = fold(fold(state, event), event);
        expect(state?.end).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });
});
