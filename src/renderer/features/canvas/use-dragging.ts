import { type OnNodeDrag, useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import { moveNotes, moveSteps } from './actions/arrange-actions.ts';
import { putBetween } from './actions/step-actions.ts';
import { showDropTarget } from './drop-target.ts';
import { type CanvasNode, noteIdOf } from './flow-elements.ts';
import { edgeAt } from './hit.ts';
import { NODE_HEIGHT, NODE_WIDTH, type Point } from './layout/geometry.ts';
import type { LaidOut } from './layout/use-layout.ts';

const REACH = 24;

/** Moves what is dragged. A step without connections that is let go on an edge goes in between. */
export function useDragging({ model, layout }: LaidOut, drop: () => void, isEditable: boolean) {
  const { getInternalNode } = useReactFlow();
  return useMemo(() => {
    const placeOf = (id: string): Point | undefined => getInternalNode(id)?.internals.positionAbsolute;
    const target = (dragged: readonly CanvasNode[]) => {
      const [only] = dragged;
      const isLoose =
        only !== undefined && !model.edges.some(({ source, target }) => source === only.id || target === only.id);
      const at = only === undefined ? undefined : placeOf(only.id);
      if (!isEditable || dragged.length !== 1 || !isLoose || only?.type !== 'step' || at === undefined)
        return undefined;
      const edge = edgeAt(model, layout, { x: at.x + NODE_WIDTH / 2, y: at.y + NODE_HEIGHT / 2 }, REACH);
      return edge !== undefined && model.byId.get(edge.target)?.parent === only.data.node.parent ? edge : undefined;
    };
    const onNodeDrag: OnNodeDrag<CanvasNode> = (_, __, dragged) => showDropTarget(target(dragged)?.id ?? null);
    const onStop = (dragged: readonly CanvasNode[]) => {
      const edge = target(dragged);
      showDropTarget(null);
      const steps = new Map<string, Point>();
      const notes = new Map<string, Point>();
      for (const { id } of dragged) {
        const at = placeOf(id);
        if (at === undefined) continue;
        const note = noteIdOf(id);
        if (note !== undefined) notes.set(note, at);
        else if (hasMoved(layout.boxes.get(id), at)) steps.set(id, at);
      }
      if (steps.size > 0) moveSteps(steps);
      if (notes.size > 0) moveNotes(notes);
      drop();
      if (edge !== undefined && dragged[0] !== undefined) putBetween(dragged[0].id, edge);
    };
    return {
      onNodeDrag,
      onNodeDragStop: ((_, __, dragged) => onStop(dragged)) satisfies OnNodeDrag<CanvasNode>,
      onSelectionDragStop: (_: unknown, dragged: CanvasNode[]) => onStop(dragged),
    };
  }, [model, layout, drop, getInternalNode, isEditable]);
}

const hasMoved = (box: Point | undefined, at: Point): boolean =>
  box === undefined || Math.abs(box.x - at.x) > 0.5 || Math.abs(box.y - at.y) > 0.5;
