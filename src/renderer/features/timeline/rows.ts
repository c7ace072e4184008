import { parentStepId, shortStepId } from '../../shared/graph/step-id.ts';
import type { StepView } from '../../shared/run/step-view.ts';

export interface TimelineRow {
  readonly id: string;
  readonly label: string;
  readonly depth: number;
  readonly hasChildren: boolean;
  /** A step that runs after the flow's own. */
  readonly isHandler: boolean;
}

/** One row a step, in the order of the plan; instances and the steps of groups below what they belong to. */
export function timelineRows(
  steps: ReadonlyMap<string, StepView>,
  collapsed: ReadonlySet<string>,
  handlers: ReadonlySet<string> = new Set(),
): readonly TimelineRow[] {
  const childrenOf = new Map<string | undefined, StepView[]>();
  for (const step of steps.values()) {
    const parent = parentStepId(step.id);
    const key = parent !== undefined && steps.has(parent) ? parent : undefined;
    if (!childrenOf.get(key)?.push(step)) childrenOf.set(key, [step]);
  }
  const rows: TimelineRow[] = [];
  const add = (parent: string | undefined, depth: number, isInHandler: boolean) => {
    for (const step of childrenOf.get(parent) ?? []) {
      const hasChildren = childrenOf.has(step.id);
      const label = step.values === undefined ? step.name : shortStepId(step.id);
      const isHandler = isInHandler || handlers.has(step.id);
      rows.push({ id: step.id, label, depth, hasChildren, isHandler });
      if (hasChildren && !collapsed.has(step.id)) add(step.id, depth + 1, isHandler);
    }
  };
  add(undefined, 0, false);
  return rows;
}
