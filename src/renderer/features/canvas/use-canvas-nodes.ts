import { applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useArrangement } from './arrangement/arrangement.ts';
import { type CanvasNode, type FlowEdgeType, flowElements } from './flow-elements.ts';
import type { LaidOut } from './layout/use-layout.ts';
import { changeMarks, useMarks } from './marks.ts';

/** Nodes and edges as React Flow has them: those of the layout, with what is selected, and where the mouse drags them. */
export function useCanvasNodes(laidOut: LaidOut) {
  const notes = useArrangement((state) => state.notes);
  const elements = useMemo(() => flowElements(laidOut, notes), [laidOut, notes]);
  const marks = useMarks();
  const [dragged, setDragged] = useState<{ readonly of: typeof elements; readonly nodes: CanvasNode[] }>();
  // Another layout ends what the mouse did to the one before.
  const nodes = dragged?.of === elements ? dragged.nodes : elements.nodes;
  const shown = useMemo(() => withMarks(nodes, marks.nodes), [nodes, marks.nodes]);
  const edges = useMemo(() => withMarks(elements.edges, marks.edges), [elements, marks.edges]);

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const selections = changes.filter((change) => change.type === 'select');
      if (selections.length > 0) changeMarks('nodes', selections);
      const others = changes.filter(({ type }) => type === 'position' || type === 'dimensions');
      if (others.length === 0) return;
      setDragged((now) => {
        const before = now?.of === elements ? now.nodes : elements.nodes;
        return { of: elements, nodes: applyNodeChanges(others, before) };
      });
    },
    [elements],
  );
  const onEdgesChange = useCallback((changes: EdgeChange<FlowEdgeType>[]) => {
    const selections = changes.filter((change) => change.type === 'select');
    if (selections.length > 0) changeMarks('edges', selections);
  }, []);
  const drop = useCallback(() => setDragged(undefined), []);
  useEffect(() => drop, [drop]);
  return { nodes: shown, edges, onNodesChange, onEdgesChange, drop };
}

/** The same objects but for those whose mark is another: React Flow looks no further at what is the same. */
const marked = new WeakMap<object, object>();

function withMarks<T extends CanvasNode | FlowEdgeType>(elements: readonly T[], ids: ReadonlySet<string>): T[] {
  return elements.map((element) => {
    if (!ids.has(element.id)) return element;
    let twin = marked.get(element) as T | undefined;
    if (twin === undefined) {
      twin = { ...element, selected: true };
      marked.set(element, twin);
    }
    return twin;
  });
}
