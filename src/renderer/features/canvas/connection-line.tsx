import { type ConnectionLineComponentProps, useReactFlow } from '@xyflow/react';
import styles from './canvas.module.css';
import { connectionRefusal } from './cycle.ts';
import type { CanvasNode } from './flow-elements.ts';
import { directRoute, roundedPath } from './layout/route.ts';
import { useView } from './view.ts';

/** The connection that is being drawn; one that cannot be says why, with the cycle that it would close. */
export function ConnectionLine({
  fromX,
  fromY,
  toX,
  toY,
  fromNode,
  fromHandle,
}: ConnectionLineComponentProps<CanvasNode>) {
  const { getIntersectingNodes } = useReactFlow();
  const model = useView((state) => state.laidOut?.model);
  const over = getIntersectingNodes({ x: toX, y: toY, width: 1, height: 1 }).findLast(({ id }) => model?.byId.has(id));
  const isForward = fromHandle.type === 'source';
  const [source, target] = isForward ? [fromNode.id, over?.id] : [over?.id, fromNode.id];
  const refusal =
    model === undefined || source === undefined || target === undefined || over?.id === fromNode.id
      ? undefined
      : connectionRefusal(model, source, target);
  const [from, to] = [
    { x: fromX, y: fromY },
    { x: toX, y: toY },
  ];
  const path = roundedPath(isForward ? directRoute(from, to) : directRoute(to, from));
  return (
    <g className={styles.connecting} data-refused={refusal !== undefined}>
      <path d={path} />
      {refusal !== undefined && (
        <foreignObject x={toX + 12} y={toY + 12} width={360} height={80}>
          <p className={styles.refusal} role="status">
            {refusal}
          </p>
        </foreignObject>
      )}
    </g>
  );
}
