import { Handle, Position } from '@xyflow/react';
import styles from './node.module.css';

/** Where edges enter and leave, and from where they are drawn. */
export const Ends = () => (
  <>
    <Handle type="target" position={Position.Left} className={styles.end} />
    <Handle type="source" position={Position.Right} className={styles.end} />
  </>
);
