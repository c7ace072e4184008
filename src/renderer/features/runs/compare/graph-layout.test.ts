import { describe, expect, it } from 'vitest';
import type { ComparedStep } from '../../../../core/run/compare.ts';
import type { Plan, PlanStep } from '../../../../core/run/plan.ts';
import { emptyPlan } from '../../../../testing/run-fixtures.ts';
import { layOut, NODE } from './graph-layout.ts';

/** A plan of steps with what each needs. */
function planOf(needs: Readonly<Record<string, readonly string[]>>): Plan {
  const plan = emptyPlan(Object.keys(needs));
  const steps = plan.steps.map((step): PlanStep => {
    const after = needs[step.id] ?? [];
    const of = after.map((id) => ({ op: 'atom', step: id, is: 'succeeded' }) as const);
    const config = { needs: { op: 'all', of }, flows: [] } as never;
    const frame = { kind: 'frame', frame: 'dependency', config, templated: false, child: 1, alternatives: [] } as const;
    return { ...step, after, nodes: [frame, ...step.nodes] };
  });
  return { ...plan, steps };
}

const compared = (...ids: string[]): ComparedStep[] =>
  ids.map((id) => ({ id, name: id, before: null, after: null, change: 'none', slower: null }));

/** Ids by column. */
function columns(...args: Parameters<typeof layOut>): string[] {
  const { nodes } = layOut(...args);
  const byColumn = Map.groupBy(nodes, ({ x }) => x);
  return [...byColumn].sort(([a], [b]) => a - b).map(([, some]) => some.map(({ step }) => step.id).join(' '));
}

describe('the graph of two runs', () => {
  it('has each step to the right of what it needs, in either flow', () => {
    const before = planOf({ build: [], test: ['build'], deploy: ['test'] });
    const after = planOf({ build: [], lint: [], test: ['build'], deploy: ['test', 'lint'] });
    const steps = compared('build', 'lint', 'test', 'deploy');
    expect(columns({ before, after }, steps)).toEqual(['build lint', 'test', 'deploy']);
    const { edges, width, height } = layOut({ before, after }, steps);
    expect(edges.map(({ id }) => id).sort()).toEqual(['build test', 'lint deploy', 'test deploy']);
    expect(width).toBeGreaterThan(3 * NODE.width);
    expect(height).toBeGreaterThan(2 * NODE.height);
  });

  it('is drawn though the two flows together need each other in a circle', () => {
    const before = planOf({ a: [], b: ['a'] });
    const after = planOf({ a: ['b'], b: [] });
    expect(columns({ before, after }, compared('a', 'b')).join(' ').split(' ').sort()).toEqual(['a', 'b']);
  });

  it('leaves instances and what is in groups to the list', () => {
    const plan = planOf({ test: [] });
    expect(columns({ before: plan, after: plan }, compared('test', 'test[os=linux]', 'test/lint'))).toEqual(['test']);
    expect(layOut({ before: plan, after: plan }, [])).toEqual({ nodes: [], edges: [], width: 0, height: 0 });
  });
});
