import type { NodeProps } from '@xyflow/react';
import type { LaneNodeType } from '../flow-elements.ts';
import styles from './node.module.css';

const TITLES: Readonly<Record<string, string>> = {
  onSuccess: 'When the run succeeds',
  onFailure: 'When the run fails',
  onCancel: 'When the run is cancelled',
  always: 'At the end, always',
};

/** The band below the flow in which handlers of one kind lie. */
export const LaneNode = ({ data }: NodeProps<LaneNodeType>) => (
  <div className={styles.lane}>
    <span>{TITLES[data.lane] ?? data.lane}</span>
  </div>
);
