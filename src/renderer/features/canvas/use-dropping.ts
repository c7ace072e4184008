import { useReactFlow } from '@xyflow/react';
import { type DragEvent, useMemo } from 'react';
import { useStepTypes } from '../../shared/stores/step-types.ts';
import { addStepOf } from './actions/step-actions.ts';
import { showDropTarget } from './drop-target.ts';
import { edgeAt } from './hit.ts';
import { NODE_WIDTH } from './layout/geometry.ts';
import type { LaidOut } from './layout/use-layout.ts';
import { STEP_TYPE } from './palette/step-palette.tsx';

const REACH = 20;

/** Takes types of steps that are dragged here: onto the canvas, or onto the connection that they go into. */
export function useDropping({ model, layout }: LaidOut, isEditable: boolean) {
  const { screenToFlowPosition, getZoom } = useReactFlow();
  return useMemo(() => {
    const under = (event: DragEvent) => {
      const at = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      return { at, edge: edgeAt(model, layout, at, REACH / getZoom()) };
    };
    return {
      onDragOver: (event: DragEvent<HTMLElement>) => {
        if (!isEditable || !event.dataTransfer.types.includes(STEP_TYPE)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        showDropTarget(under(event).edge?.id ?? null);
      },
      onDragLeave: () => showDropTarget(null),
      onDrop: (event: DragEvent<HTMLElement>) => {
        showDropTarget(null);
        const name = event.dataTransfer.getData(STEP_TYPE);
        const type = useStepTypes.getState().executors.find((executor) => executor.name === name);
        if (type === undefined || !isEditable) return;
        event.preventDefault();
        const { at, edge } = under(event);
        void addStepOf(type, { at: { x: at.x - NODE_WIDTH / 2, y: at.y }, onto: edge });
      },
    };
  }, [model, layout, isEditable, screenToFlowPosition, getZoom]);
}
