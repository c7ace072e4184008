import { useSelection } from '../../../shared/stores/selection.ts';
import { useMarks } from '../marks.ts';

/** One step of the graph is in the tab order: a selected one. Without any, all are, so that the graph can be entered. */
export function useNodeSelection(nodeId: string) {
  const isSelected = useMarks(({ nodes }) => nodes.has(nodeId));
  const hasSelection = useSelection(({ stepId }) => stepId !== null);
  return { isSelected, tabIndex: isSelected || !hasSelection ? 0 : -1 };
}
