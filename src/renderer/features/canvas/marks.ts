import { create } from 'zustand';
import { planStepId } from '../../shared/graph/step-id.ts';
import { selectStep, useSelection } from '../../shared/stores/selection.ts';

/** What is selected on the canvas. One of the steps is the one that the rest of the window looks at. */
interface Marks {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

export const useMarks = create<Marks>(() => ({ nodes: NONE, edges: NONE }));

/** Selects these steps, and nothing else; the last one is looked at. */
export function markSteps(ids: readonly string[]): void {
  useMarks.setState({ nodes: new Set(ids), edges: NONE });
  lookAt(ids.at(-1) ?? null);
}

export const clearMarks = (): void => markSteps([]);

/** What was added to the selection or taken out of it. */
export function changeMarks(kind: 'nodes' | 'edges', changes: readonly { id: string; selected: boolean }[]): void {
  const next = new Set(useMarks.getState()[kind]);
  for (const { id, selected } of changes) {
    if (selected) next.add(id);
    else next.delete(id);
  }
  useMarks.setState({ [kind]: next });
  if (kind === 'edges') return;
  const { stepId } = useSelection.getState();
  const latest = changes.findLast(({ selected }) => selected)?.id;
  if (latest !== undefined) lookAt(latest);
  else if (stepId !== null && !next.has(planStepId(stepId))) lookAt([...next].at(-1) ?? null);
}

function lookAt(id: string | null): void {
  const { stepId } = useSelection.getState();
  // An instance of the step may be looked at: it stays.
  if (id !== stepId && !(stepId !== null && id === planStepId(stepId))) selectStep(id);
}

/** What is selected elsewhere, in the timeline or a list, is selected here. */
useSelection.subscribe(({ stepId }) => {
  const id = stepId === null ? null : planStepId(stepId);
  const { nodes } = useMarks.getState();
  if (id === null ? nodes.size > 0 : !nodes.has(id)) {
    useMarks.setState({ nodes: id === null ? NONE : new Set([id]), edges: NONE });
  }
});
