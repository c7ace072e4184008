import { createHeap } from '../base/heap.ts';
import { findCycles } from './cycles.ts';

export interface GraphNode {
  readonly id: string;
  /** Ids of siblings that it needs, in any way. Unknown ones are ignored here: they are load errors. */
  readonly needs: readonly string[];
}

/** Who needs whom among the steps of one list. Ids are answered in file order unless said otherwise. */
export interface StepGraph {
  /** Every step after all that it needs; where that leaves a choice, in file order. Steps on a cycle or behind one are left out. */
  readonly order: readonly string[];
  /** Distance from the steps that need nothing: 0 for those, else one more than the deepest need. */
  readonly levels: ReadonlyMap<string, number>;
  /** One shortest cycle for every knot of steps that wait for each other, each step needing the next one, the first needed by the last. */
  readonly cycles: readonly (readonly string[])[];
  needsOf(id: string): readonly string[];
  dependentsOf(id: string): readonly string[];
  /** Everything it needs, directly or not. */
  upstreamOf(id: string): ReadonlySet<string>;
  /** Everything that needs it, directly or not. */
  downstreamOf(id: string): ReadonlySet<string>;
  isUpstream(id: string, of: string): boolean;
}

/** Linear in steps and needs, but for the heap that keeps file order. Of two steps with one id the first counts. */
export function createStepGraph(nodes: readonly GraphNode[]): StepGraph {
  const ids = nodes.map((node) => node.id);
  const indexById = new Map<string, number>();
  for (const [i, id] of ids.entries()) if (!indexById.has(id)) indexById.set(id, i);

  const needs = nodes.map((node) => unique(node.needs.map((id) => indexById.get(id)).filter((i) => i !== undefined)));
  const dependents: number[][] = nodes.map(() => []);
  needs.forEach((all, i) => {
    for (const need of all) dependents[need]!.push(i);
  });

  const { order, levels } = sort(needs, dependents);
  const sorted = new Set(order);
  const cycles = order.length === nodes.length ? [] : findCycles(needs, (i) => !sorted.has(i));

  const named = (indices: Iterable<number>): string[] => Array.from(indices, (i) => ids[i]!);
  const at = (edges: readonly (readonly number[])[], id: string): readonly number[] =>
    edges[indexById.get(id) ?? -1] ?? [];
  const closure = (edges: readonly (readonly number[])[], id: string): ReadonlySet<string> => {
    const seen = new Set<number>(at(edges, id));
    // A Set is walked in insertion order and grows while it is walked.
    for (const i of seen) for (const next of edges[i]!) seen.add(next);
    return new Set(named([...seen].sort((a, b) => a - b)));
  };

  return {
    order: named(order),
    levels: new Map(order.map((i) => [ids[i]!, levels[i]!])),
    cycles: cycles.map(named),
    needsOf: (id) => named([...at(needs, id)].sort((a, b) => a - b)),
    dependentsOf: (id) => named(at(dependents, id)),
    upstreamOf: (id) => closure(needs, id),
    downstreamOf: (id) => closure(dependents, id),
    isUpstream(id, of) {
      const [target, from] = [indexById.get(id), indexById.get(of)];
      return target !== undefined && from !== undefined && reaches({ needs, levels, sorted }, from, target);
    },
  };
}

/** Kahn's algorithm; the heap hands out the step that stands first in the file. */
function sort(needs: readonly (readonly number[])[], dependents: readonly (readonly number[])[]) {
  const open = needs.map((all) => all.length);
  const levels = needs.map(() => 0);
  const ready = createHeap<number>((a, b) => a < b);
  open.forEach((count, i) => {
    if (count === 0) ready.push(i);
  });
  const order: number[] = [];
  for (let i = ready.pop(); i !== undefined; i = ready.pop()) {
    order.push(i);
    for (const dependent of dependents[i]!) {
      levels[dependent] = Math.max(levels[dependent]!, levels[i]! + 1);
      open[dependent]!--;
      if (open[dependent] === 0) ready.push(dependent);
    }
  }
  return { order, levels };
}

interface Reach {
  readonly needs: readonly (readonly number[])[];
  readonly levels: readonly number[];
  readonly sorted: ReadonlySet<number>;
}

/** Looks upwards only as far as levels allow: a need is always on a lower level, except around cycles. */
function reaches({ needs, levels, sorted }: Reach, from: number, target: number): boolean {
  const seen = new Set<number>(needs[from]);
  for (const i of seen) {
    if (i === target) return true;
    if (sorted.has(i) && levels[i]! <= levels[target]!) continue;
    for (const need of needs[i]!) seen.add(need);
  }
  return false;
}

const unique = (indices: readonly number[]): number[] => (indices.length < 2 ? [...indices] : [...new Set(indices)]);
