import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStepGraph, type GraphNode } from './step-graph.ts';

/** A random graph; `acyclic` allows needs of steps that come before in a hidden order alone. */
const graphOf = (acyclic: boolean) =>
  fc
    .integer({ min: 1, max: 14 })
    .chain((size) =>
      fc.record({
        edges: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: size * 2 }),
        shuffle: fc.shuffledSubarray([...Array(size).keys()], { minLength: size }),
      }),
    )
    .map(({ edges, shuffle }): GraphNode[] =>
      shuffle.map((node) => ({
        id: `s${node}`,
        needs: edges.flatMap(([from, to]) => (from === node && (!acyclic || to < from) ? [`s${to}`] : [])),
      })),
    );

/** Again and again the first step of the file whose needs are all done. */
function naiveOrder(nodes: readonly GraphNode[]): string[] {
  const done: string[] = [];
  for (;;) {
    const ready = nodes.find((node) => !done.includes(node.id) && node.needs.every((need) => done.includes(need)));
    if (ready === undefined) return done;
    done.push(ready.id);
  }
}

function naiveUpstream(nodes: readonly GraphNode[], id: string): Set<string> {
  const found = new Set<string>();
  const visit = (one: string) => {
    for (const need of nodes.find((node) => node.id === one)?.needs ?? []) {
      if (found.has(need)) continue;
      found.add(need);
      visit(need);
    }
  };
  visit(id);
  return found;
}

describe('the graph of steps', () => {
  it('orders like the naive reference, with levels that rise along every need', () => {
    fc.assert(
      fc.property(graphOf(true), (nodes) => {
        const graph = createStepGraph(nodes);
        expect(graph.order).toEqual(naiveOrder(nodes));
        expect(graph.cycles).toEqual([]);
        for (const { id, needs } of nodes) {
          const deepest = Math.max(-1, ...needs.map((need) => graph.levels.get(need)!));
          expect(graph.levels.get(id)).toBe(deepest + 1);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('knows what is upstream and downstream, cycles or not', () => {
    fc.assert(
      fc.property(graphOf(false), (nodes) => {
        const graph = createStepGraph(nodes);
        for (const { id } of nodes) {
          const upstream = naiveUpstream(nodes, id);
          expect(new Set(graph.upstreamOf(id))).toEqual(upstream);
          for (const other of nodes) {
            expect(graph.isUpstream(other.id, id)).toBe(upstream.has(other.id));
            expect(graph.downstreamOf(other.id).has(id)).toBe(upstream.has(other.id));
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('finds a cycle exactly where there is one, and every cycle it prints is real', () => {
    fc.assert(
      fc.property(graphOf(false), (nodes) => {
        const graph = createStepGraph(nodes);
        const onCycle = nodes.filter(({ id }) => naiveUpstream(nodes, id).has(id)).map(({ id }) => id);
        expect(graph.cycles.length > 0).toBe(onCycle.length > 0);
        expect(graph.order).toEqual(naiveOrder(nodes));
        for (const cycle of graph.cycles) {
          cycle.forEach((id, i) => {
            const next = cycle[(i + 1) % cycle.length]!;
            expect(nodes.find((node) => node.id === id)!.needs).toContain(next);
          });
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('takes ten thousand steps in a chain and in layers without effort', () => {
    const chain = Array.from({ length: 10_000 }, (_, i) => ({ id: `s${i}`, needs: i === 0 ? [] : [`s${i - 1}`] }));
    const layered = chain.map(({ id }, i) => ({
      id,
      needs: i < 100 ? [] : [0, 1, 2, 3].map((k) => `s${i - (i % 100) - 100 + ((i + k * 7) % 100)}`),
    }));
    const began = performance.now();
    expect(createStepGraph(chain).levels.get('s9999')).toBe(9999);
    expect(createStepGraph(layered).order).toHaveLength(10_000);
    const knot = createStepGraph([{ id: 's0', needs: ['s9999'] }, ...chain.slice(1)]);
    expect(knot.cycles[0]).toHaveLength(10_000);
    expect(performance.now() - began).toBeLessThan(1_500);
  });
});
