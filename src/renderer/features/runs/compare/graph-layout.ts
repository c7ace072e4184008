import type { ComparedStep } from '../../../../core/run/compare.ts';
import type { Plan } from '../../../../core/run/plan.ts';
import { graphOfPlan } from '../../../shared/graph/model.ts';

export interface PlacedStep {
  readonly step: ComparedStep;
  readonly x: number;
  readonly y: number;
}

export interface PlacedGraph {
  readonly nodes: readonly PlacedStep[];
  readonly edges: readonly { readonly id: string; readonly path: string }[];
  readonly width: number;
  readonly height: number;
}

export const NODE = { width: 184, height: 44 } as const;
const GAP = { x: 36, y: 12 } as const;

/** The steps at the top of both flows, each to the right of all that it needs, in either of them. */
export function layOut(
  plans: { readonly before: Plan; readonly after: Plan },
  steps: readonly ComparedStep[],
): PlacedGraph {
  const tops = new Map(steps.map((step) => [step.id, step]));
  const needs = new Map<string, Set<string>>();
  for (const { edges, byId } of [graphOfPlan(plans.before), graphOfPlan(plans.after)]) {
    for (const { source, target } of edges) {
      if (byId.get(target)?.parent !== undefined || !tops.has(source) || !tops.has(target)) continue;
      needs.set(target, (needs.get(target) ?? new Set()).add(source));
    }
    for (const { id, parent } of byId.values()) if (parent !== undefined) tops.delete(id);
  }
  // Instances of a matrix and steps inside groups stand for themselves in the list below.
  const shown = [...tops.values()].filter(({ id }) => !id.includes('/') && !id.includes('['));

  const levels = new Map<string, number>();
  const levelOf = (id: string, above: ReadonlySet<string>): number => {
    const known = levels.get(id);
    if (known !== undefined) return known;
    // Two flows together may need each other in a circle, though neither does by itself.
    const sources = [...(needs.get(id) ?? [])].filter((source) => !above.has(source));
    const level = Math.max(-1, ...sources.map((source) => levelOf(source, new Set(above).add(id)))) + 1;
    levels.set(id, level);
    return level;
  };

  const rows: number[] = [];
  const nodes = shown.map((step): PlacedStep => {
    const level = levelOf(step.id, new Set([step.id]));
    const row = rows[level] ?? 0;
    rows[level] = row + 1;
    return { step, x: level * (NODE.width + GAP.x), y: row * (NODE.height + GAP.y) };
  });
  const placed = new Map(nodes.map((node) => [node.step.id, node]));
  const edges = [...needs].flatMap(([target, sources]) =>
    [...sources].flatMap((source) => {
      const [from, to] = [placed.get(source), placed.get(target)];
      return from === undefined || to === undefined ? [] : [{ id: `${source} ${target}`, path: pathOf(from, to) }];
    }),
  );
  return {
    nodes,
    edges,
    width: Math.max(0, ...nodes.map(({ x }) => x + NODE.width)),
    height: Math.max(0, ...nodes.map(({ y }) => y + NODE.height)),
  };
}

function pathOf(from: PlacedStep, to: PlacedStep): string {
  const [x1, y1] = [from.x + NODE.width, from.y + NODE.height / 2];
  const [x2, y2] = [to.x, to.y + NODE.height / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}
