import type { EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { planStepId } from '../../shared/graph/step-id.ts';
import { useSelection } from '../../shared/stores/selection.ts';
import styles from './canvas.module.css';
import { edgeStatus } from './edge-status.ts';
import type { FlowEdgeType } from './flow-elements.ts';
import { roundedPath } from './layout/route.ts';
import { useNodeStep } from './use-node-step.ts';

const ARROW = 6;

/** A need: an arrow along its route, in the colour of what happens on it. */
export const FlowEdge = memo(function FlowEdge({ source, target, data }: EdgeProps<FlowEdgeType>) {
  const from = useNodeStep(source);
  const to = useNodeStep(target);
  const isNear = useSelection(({ stepId }) => {
    const selected = stepId === null ? null : planStepId(stepId);
    return selected === source || selected === target;
  });
  const end = data?.route.at(-1);
  if (data === undefined || end === undefined) return null;
  const { edge, route } = data;
  const status = edgeStatus(from?.status ?? 'pending', to?.status ?? 'pending');
  const path = roundedPath([...route.slice(0, -1), { x: end.x - ARROW, y: end.y }]);
  const labelAt = route.at(-2) ?? end;
  return (
    <g className={styles.edge} data-edge={status} data-near={isNear} data-optional={edge.optional}>
      <path className={styles.line} d={path} />
      {status === 'active' && <path className={styles.flow} d={path} />}
      <path className={styles.arrow} d={`M${end.x} ${end.y}l-${ARROW} -3.5v7z`} />
      {edge.asks !== 'succeeded' && (
        <text className={styles.asks} x={(labelAt.x + end.x) / 2 - ARROW / 2} y={end.y - 6} textAnchor="middle">
          {edge.asks}
        </text>
      )}
    </g>
  );
});
