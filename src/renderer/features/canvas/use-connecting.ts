import { type Connection, type FinalConnectionState, useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import { connect } from './actions/step-actions.ts';
import { connectionRefusal } from './cycle.ts';
import { NODE_HEIGHT } from './layout/geometry.ts';
import type { LaidOut } from './layout/use-layout.ts';
import { openAddPicker } from './picker/picker-state.ts';

/** Draws connections from one step to another, or to a step that is yet to be added. */
export function useConnecting({ model }: LaidOut) {
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(
    () => ({
      isValidConnection: ({ source, target }: { source: string; target: string }) =>
        connectionRefusal(model, source, target) === undefined,
      onConnect: ({ source, target }: Connection) => connect(source, target),
      onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
        const from = state.fromNode?.id;
        if (state.isValid === true || from === undefined || !('clientX' in event)) return;
        const isForward = state.fromHandle?.type === 'source';
        const screen = { x: event.clientX, y: event.clientY };
        const under = document.elementFromPoint(screen.x, screen.y);
        const to = under?.closest<HTMLElement>('.react-flow__node')?.dataset.id;
        if (to !== undefined && to !== from && model.byId.has(to))
          connect(...((isForward ? [from, to] : [to, from]) as [string, string]));
        // Let go over nothing: a step is wanted there.
        else if (isForward && under?.classList.contains('react-flow__pane')) {
          const at = screenToFlowPosition(screen);
          openAddPicker({ at: screen, place: { at: { x: at.x, y: at.y - NODE_HEIGHT / 8 }, after: from } });
        }
      },
    }),
    [model, screenToFlowPosition],
  );
}
