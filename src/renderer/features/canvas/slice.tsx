import { useReactFlow } from '@xyflow/react';
import { type PointerEvent as ReactPointerEvent, useState } from 'react';
import { unchangeable } from './actions/operate.ts';
import { disconnect } from './actions/step-actions.ts';
import styles from './canvas.module.css';
import { edgesAcross } from './hit.ts';
import type { Point } from './layout/geometry.ts';
import { useView } from './view.ts';

/** A stroke over the canvas with Ctrl or Command held cuts the connections that it crosses. */
export function useSlice() {
  const { screenToFlowPosition } = useReactFlow();
  const [stroke, setStroke] = useState<readonly Point[]>([]);

  const onPointerDownCapture = (event: ReactPointerEvent<HTMLElement>) => {
    const isPane = event.target instanceof Element && event.target.classList.contains('react-flow__pane');
    if (!(event.ctrlKey || event.metaKey) || event.button !== 0 || !isPane || unchangeable() !== undefined) return;
    event.stopPropagation();
    const points: Point[] = [{ x: event.clientX, y: event.clientY }];
    const onMove = (move: PointerEvent) => {
      points.push({ x: move.clientX, y: move.clientY });
      setStroke([...points]);
    };
    const onUp = () => {
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', onUp);
      setStroke([]);
      const { laidOut } = useView.getState();
      if (laidOut === null || points.length < 2) return;
      void disconnect(
        edgesAcross(
          laidOut.model,
          laidOut.layout,
          points.map((point) => screenToFlowPosition(point)),
        ),
      );
    };
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', onUp);
  };
  /** The pane would be dragged by the same press. */
  const onMouseDownCapture = (event: {
    ctrlKey: boolean;
    metaKey: boolean;
    target: EventTarget;
    stopPropagation(): void;
  }) => {
    const isPane = event.target instanceof Element && event.target.classList.contains('react-flow__pane');
    if ((event.ctrlKey || event.metaKey) && isPane) event.stopPropagation();
  };
  return { stroke, handlers: { onPointerDownCapture, onMouseDownCapture } };
}

export function SliceStroke({ stroke }: { readonly stroke: readonly Point[] }) {
  const box = useView((state) => state.element)?.getBoundingClientRect();
  if (stroke.length < 2 || box === undefined) return null;
  return (
    <svg className={styles.slice} aria-hidden="true">
      <polyline points={stroke.map(({ x, y }) => `${x - box.left},${y - box.top}`).join(' ')} />
    </svg>
  );
}
