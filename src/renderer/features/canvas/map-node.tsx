import type { MiniMapNodeProps } from '@xyflow/react';
import { statusColor } from '../../shared/status/status.ts';
import styles from './canvas.module.css';
import { useNodeStep } from './use-node-step.ts';

/** A step on the map: its place and its status. */
export function MapNode({ id, x, y, width, height }: MiniMapNodeProps) {
  const step = useNodeStep(id);
  if (id.startsWith('lane:')) return null;
  return (
    <rect
      className={styles.mapNode}
      x={x}
      y={y}
      width={width}
      height={height}
      rx={8}
      fill={statusColor(step?.status ?? 'pending')}
    />
  );
}
