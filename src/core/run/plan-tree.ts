import type { PlanStep } from './plan.ts';

/** Whether `inner` lies in the subtree of `outer`: nodes are in preorder, so a subtree is a range. */
export function isBelow(plan: PlanStep, outer: number, inner: number): boolean {
  return inner >= outer && inner < subtreeEnd(plan, outer);
}

export function subtreeEnd(plan: PlanStep, node: number): number {
  const planned = plan.nodes[node];
  if (planned === undefined || planned.kind === 'body') return node + 1;
  return subtreeEnd(plan, planned.alternatives.at(-1) ?? planned.child);
}

/** Index of the body of a branch, or -1. */
export const bodyOf = (plan: PlanStep, branch: string): number =>
  plan.nodes.findIndex((node) => node.kind === 'body' && node.branch === branch);
