import { planStepId } from '../../../shared/graph/step-id.ts';
import { selectStep, useSelection } from '../../../shared/stores/selection.ts';

/** One step of the graph is in the tab order: the selected one. Without any, all are, so that the graph can be entered. */
export function useNodeSelection(nodeId: string) {
  const isSelected = useSelection(({ stepId }) => stepId !== null && planStepId(stepId) === nodeId);
  const hasSelection = useSelection(({ stepId }) => stepId !== null);
  return { isSelected, tabIndex: isSelected || !hasSelection ? 0 : -1, select: () => selectStep(nodeId) };
}
