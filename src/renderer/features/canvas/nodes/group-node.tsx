import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { StatusIcon } from '../../../shared/status/status-icon.tsx';
import { Icon } from '../../../shared/ui/icon.tsx';
import { toggleCollapsed } from '../arrangement/arrangement.ts';
import type { GroupNodeType } from '../flow-elements.ts';
import { useInlineEdit } from '../inline-edit.ts';
import { useNodeStep } from '../use-node-step.ts';
import { Badges } from './badges.tsx';
import { Ends } from './ends.tsx';
import { InlineFields } from './inline-fields.tsx';
import { JointMark } from './joint-mark.tsx';
import styles from './node.module.css';
import { NodeTime } from './node-time.tsx';
import { useNodeSelection } from './use-node-selection.ts';

/** A group: a frame with its name around its steps. */
export const GroupNode = memo(function GroupNode({ data: { node } }: NodeProps<GroupNodeType>) {
  const step = useNodeStep(node.id);
  const { isSelected, tabIndex } = useNodeSelection(node.id);
  const isWriting = useInlineEdit(({ stepId }) => stepId === node.id);
  const status = step?.status ?? 'pending';
  return (
    <div
      className={styles.group}
      data-status={status}
      data-stacked={node.stack !== undefined}
      data-selected={isSelected}
    >
      <button
        type="button"
        tabIndex={tabIndex}
        aria-pressed={isSelected}
        className={styles.groupTitle}
        data-testid={`node-${node.id}`}
        data-step={node.id}
        data-status={status}
        onDoubleClick={() => toggleCollapsed([node.id])}
      >
        <Icon name="group" className={styles.type} />
        <span className={styles.name}>{node.name}</span>
        <Badges node={node} step={step} />
        {step !== undefined && <StatusIcon status={status} size={14} labelled />}
        <NodeTime step={step} />
      </button>
      <Ends />
      {node.joint !== undefined && <JointMark node={node} joint={node.joint} />}
      {isWriting && <InlineFields node={node} />}
    </div>
  );
});
