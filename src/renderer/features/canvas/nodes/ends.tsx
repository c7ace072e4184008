import { Handle, Position } from '@xyflow/react';
import styles from './node.module.css';

/** Where edges enter and leave. React Flow looks for them in the page; they are not to be seen. */
export const Ends = () => (
  <>
    <Handle type="target" position={Position.Left} isConnectable={false} className={styles.end} />
    <Handle type="source" position={Position.Right} isConnectable={false} className={styles.end} />
  </>
);
