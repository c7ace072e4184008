import type { EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { planStepId } from '../../shared/graph/step-id.ts';
import { useSelection } from '../../shared/stores/selection.ts';
import styles from './canvas.module.css';
import { useDropTarget } from './drop-target.ts';
import { edgeStatus } from './edge-status.ts';
import type { FlowEdgeType } from './flow-elements.ts';
import { joins } from './layout/placed-layout.ts';
import { directRoute, roundedPath } from './layout/route.ts';
import { useNodeStep } from './use-node-step.ts';

const ARROW = 6;

/** A need, or a step that stands in: an arrow along its route, in the colour of what happens on it. */
export const FlowEdge = memo(function FlowEdge(props: EdgeProps<FlowEdgeType>) {
  const { id, source, target, sourceX, sourceY, targetX, targetY, selected, data } = props;
  const from = useNodeStep(source);
  const to = useNodeStep(target);
  const isNear = useSelection(({ stepId }) => {
    const near = stepId === null ? null : planStepId(stepId);
    return near === source || near === target;
  });
  const isTarget = useDropTarget((state) => state.edge === id);
  if (data === undefined) return null;
  const { edge } = data;
  const [start, goal] = [
    { x: sourceX, y: sourceY },
    { x: targetX, y: targetY },
  ];
  // While a step is dragged its edges follow; they are laid out when it lies.
  const route = joins(data.route, start, goal) ? data.route : directRoute(start, goal);
  const end = route.at(-1)!;
  const status = edgeStatus(from?.status ?? 'pending', to?.status ?? 'pending');
  const path = roundedPath([...route.slice(0, -1), { x: end.x - ARROW, y: end.y }]);
  const labelAt = route.at(-2) ?? end;
  const label = edge.kind === 'need' ? (edge.asks === 'succeeded' ? undefined : edge.asks) : edge.kind;
  return (
    <g
      className={styles.edge}
      data-testid={`edge-${edge.source}-${edge.target}`}
      data-edge={status}
      data-kind={edge.kind}
      data-near={isNear}
      data-optional={edge.optional}
      data-selected={selected}
      data-drop={isTarget}
    >
      <path className={`react-flow__edge-interaction ${styles.reach}`} d={path} />
      <path className={styles.line} d={path} />
      {status === 'active' && <path className={styles.flow} d={path} />}
      <path className={styles.arrow} d={`M${end.x} ${end.y}l-${ARROW} -3.5v7z`} />
      {label !== undefined && (
        <text className={styles.asks} x={(labelAt.x + end.x) / 2 - ARROW / 2} y={end.y - 6} textAnchor="middle">
          {label}
        </text>
      )}
    </g>
  );
});
