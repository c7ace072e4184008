import { useEditing } from '../../shared/editing/editing.ts';
import { useDocument } from '../../shared/stores/document.ts';

/** Whether the graph can be changed now: the flow is no program and no run, and what is drawn is its present text. */
export function useEditable(): boolean {
  const readOnly = useEditing((state) => state.readOnly);
  const isPresent = useDocument(({ drawn, document }) => drawn !== null && drawn.document === document);
  return readOnly === null && isPresent;
}
