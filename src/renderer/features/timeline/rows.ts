import { parentStepId, shortStepId } from '../../shared/graph/step-id.ts';
import type { StepView } from '../../shared/run/step-view.ts';

export interface TimelineRow {
  readonly id: string;
  readonly label: string;
  readonly depth: number;
  readonly hasChildren: boolean;
}

/** One row a step, in the order of the plan; instances and the steps of groups below what they belong to. */
export function timelineRows(
  steps: ReadonlyMap<string, StepView>,
  collapsed: ReadonlySet<string>,
): readonly TimelineRow[] {
  const childrenOf = new Map<string | undefined, StepView[]>();
  for (const step of steps.values()) {
    const parent = parentStepId(step.id);
    const key = parent !== undefined && steps.has(parent) ? parent : undefined;
    if (!childrenOf.get(key)?.push(step)) childrenOf.set(key, [step]);
  }
  const rows: TimelineRow[] = [];
  const add = (parent: string | undefined, depth: number) => {
    for (const step of childrenOf.get(parent) ?? []) {
      const hasChildren = childrenOf.has(step.id);
      const label = step.values === undefined ? step.name : shortStepId(step.id);
      rows.push({ id: step.id, label, depth, hasChildren });
      if (hasChildren && !collapsed.has(step.id)) add(step.id, depth + 1);
    }
  };
  add(undefined, 0);
  return rows;
}
