import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AttemptScript, simulate } from '../../testing/simulate-run.ts';
import { criticalPath, type PathStep } from './critical-path.ts';

/** The steps of a simulated run, as a reader of its events knows them. */
function pathSteps({ run, events }: ReturnType<typeof simulate>): PathStep[] {
  const begin = Date.parse(run.startedAt ?? '');
  const since = (at: string | undefined) => (at === undefined ? undefined : Date.parse(at) - begin);
  const queued = new Map(
    events.flatMap((event) => (event.type === 'step.queued' ? [[event.stepId, since(event.at)]] : [])),
  );
  return [...run.steps.values()].map((step) => ({
    id: step.id,
    needs:
      step.expandedFrom === undefined
        ? step.plan.after.map((id) => `${step.graph.owner === undefined ? '' : `${step.graph.owner.id}/`}${id}`)
        : [],
    within: step.expandedFrom?.id ?? step.graph.owner?.id,
    queuedAt: queued.get(step.id),
    startedAt: since(step.startedAt),
    finishedAt: since(step.finishedAt),
    holdsPlace: step.attempts.some((attempt) => attempt.holdsSlot),
  }));
}

const pathOf = (text: string, attempt?: (id: string) => AttemptScript) =>
  criticalPath(pathSteps(simulate(text, attempt === undefined ? {} : { attempt })));

const takes = (times: Readonly<Record<string, number>>) => (id: string) => ({ takes: times[id] ?? 1 });

describe('criticalPath', () => {
  it('goes through the longer branch', () => {
    const flow = `
name: x
maxParallel: 9
steps:
  - {id: a, run: x}
  - {id: short, run: x, needs: [a]}
  - {id: long, run: x, needs: [a]}
  - {id: z, run: x, needs: [short, long]}
`;
    expect(pathOf(flow, takes({ a: 2, short: 3, long: 30, z: 5 }))).toEqual([
      { id: 'a', from: 0, to: 2, cause: 'start' },
      { id: 'long', from: 2, to: 32, cause: 'needs' },
      { id: 'z', from: 32, to: 37, cause: 'needs' },
    ]);
  });

  it('goes through what held the place that a step waited for', () => {
    const flow =
      'name: x\nmaxParallel: 1\nsteps:\n  - {id: a, run: x}\n  - {id: b, run: x}\n  - {id: c, run: x, needs: [a]}\n';
    expect(pathOf(flow, takes({ a: 4, b: 6, c: 3 })).map(({ id, cause }) => [id, cause])).toEqual([
      ['a', 'start'],
      ['b', 'place'],
      ['c', 'place'],
    ]);
  });

  it('goes into groups and instances, and through what was skipped', () => {
    const flow = `
name: x
maxParallel: 9
steps:
  - {id: a, run: x}
  - id: suite
    needs: [a]
    matrix: {os: [linux, mac]}
    steps:
      - {id: unit, run: x}
      - {id: e2e, run: x, needs: [unit]}
  - {id: never, run: x, needs: [suite], if: "false"}
  - {id: end, run: x, needs: [never.done]}
`;
    const path = pathOf(flow, takes({ 'suite[os=mac]/e2e': 20 }));
    expect(path.map(({ id }) => id)).toEqual(['a', 'suite[os=mac]/unit', 'suite[os=mac]/e2e', 'end']);
  });

  it('counts waits for a step itself', () => {
    const path = pathOf(
      'name: x\nsteps:\n  - {id: a, run: x, delay: 50ms}\n  - {id: b, run: x, needs: [a], delay: 20ms}\n',
    );
    expect(path).toMatchObject([
      { id: 'a', from: 50 },
      { id: 'b', from: 71 },
    ]);
  });

  it('of a live run ends with what runs longest', () => {
    const step = (id: string, startedAt: number, finishedAt?: number, needs: string[] = []): PathStep => ({
      id,
      needs,
      within: undefined,
      queuedAt: undefined,
      startedAt,
      finishedAt,
      holdsPlace: true,
    });
    const path = criticalPath([
      step('a', 0, 5),
      step('b', 0, 9),
      step('late', 9, undefined, ['b']),
      step('early', 5, undefined, ['a']),
    ]);
    expect(path.map(({ id, to }) => [id, to])).toEqual([
      ['a', 5],
      ['early', undefined],
    ]);
  });

  it('has nothing to say before anything ran', () => expect(criticalPath([])).toEqual([]));
});

interface RandomStep {
  readonly needs: readonly number[];
  readonly takes: number;
}

const randomFlow = fc.record({
  maxParallel: fc.integer({ min: 1, max: 5 }),
  steps: fc.integer({ min: 1, max: 20 }).chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, i) =>
        fc.record<RandomStep>({
          needs: i === 0 ? fc.constant([]) : fc.uniqueArray(fc.integer({ min: 0, max: i - 1 }), { maxLength: 3 }),
          takes: fc.integer({ min: 1, max: 9 }),
        }),
      ),
    ),
  ),
});

describe('of any run without waits of its own', () => {
  const runOf = ({ maxParallel, steps }: { maxParallel: number; steps: readonly RandomStep[] }) => {
    const list = steps.map(
      ({ needs }, i) => `  - {id: s${i}, run: x, needs: [${needs.map((n) => `s${n}`).join(', ')}]}`,
    );
    const text = `name: x\nmaxParallel: ${maxParallel}\nsteps:\n${list.join('\n')}\n`;
    return simulate(text, { attempt: (id) => ({ takes: steps[Number(id.slice(1))]?.takes ?? 1 }) });
  };

  it('the path covers all of its time, without a gap and without an overlap', () => {
    fc.assert(
      fc.property(randomFlow, (random) => {
        const run = runOf(random);
        const path = criticalPath(pathSteps(run));
        expect(path[0]).toMatchObject({ from: 0, cause: 'start' });
        expect(path.at(-1)?.to).toBe(run.duration);
        path.forEach((part, index) => {
          if (index > 0) expect(part.from).toBe(path[index - 1]?.to);
        });
      }),
    );
  });

  it('every part waited for the one before it: for its end, or for its place', () => {
    fc.assert(
      fc.property(randomFlow, (random) => {
        const run = runOf(random);
        const path = criticalPath(pathSteps(run));
        path.forEach(({ id, cause }, index) => {
          const before = path[index - 1];
          if (cause === 'start') expect(before).toBeUndefined();
          else if (cause === 'needs') expect(run.run.steps.get(id)?.plan.after).toContain(before?.id);
          else expect(run.mostAtOnce).toBe(random.maxParallel);
        });
      }),
    );
  });

  it('with room for all, it is the longest chain of needs', () => {
    fc.assert(
      fc.property(randomFlow, (random) => {
        const run = runOf({ ...random, maxParallel: 99 });
        const longest: number[] = [];
        for (const [i, { needs, takes }] of random.steps.entries()) {
          longest[i] = takes + Math.max(0, ...needs.map((need) => longest[need] ?? 0));
        }
        const path = criticalPath(pathSteps(run));
        const length = path.reduce((sum, { from, to }) => sum + (to ?? 0) - from, 0);
        expect(length).toBe(Math.max(...longest));
        expect(path.every(({ cause }) => cause !== 'place')).toBe(true);
      }),
    );
  });
});
