import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { StatusIcon } from '../../../shared/status/status-icon.tsx';
import { executorIcon, Icon } from '../../../shared/ui/icon.tsx';
import type { StepNodeType } from '../flow-elements.ts';
import { useInlineEdit } from '../inline-edit.ts';
import { useNodeStep } from '../use-node-step.ts';
import { useZoomLevel } from '../zoom-level.tsx';
import { Badges } from './badges.tsx';
import { DryRunMark } from './dry-run-mark.tsx';
import { Ends } from './ends.tsx';
import { InlineFields } from './inline-fields.tsx';
import { JointMark } from './joint-mark.tsx';
import { LastLine } from './last-line.tsx';
import styles from './node.module.css';
import { NodeTime } from './node-time.tsx';
import { useNodeSelection } from './use-node-selection.ts';

/** A step, 220 x 56: what it is, what it runs, how it stands. */
export const StepNode = memo(function StepNode({ data: { node } }: NodeProps<StepNodeType>) {
  const step = useNodeStep(node.id);
  const isNear = useZoomLevel() === 'near';
  const { isSelected, tabIndex } = useNodeSelection(node.id);
  const isWriting = useInlineEdit(({ stepId }) => stepId === node.id);
  const status = step?.status ?? 'pending';
  return (
    <>
      <button
        type="button"
        tabIndex={tabIndex}
        aria-pressed={isSelected}
        className={styles.node}
        data-testid={`node-${node.id}`}
        data-step={node.id}
        data-status={status}
        data-stacked={node.stack !== undefined}
        data-dimmed={node.disabled || node.auxiliary}
      >
        <span className={styles.edge} />
        <Icon name={executorIcon(node.executor)} className={styles.type} />
        <span className={styles.text}>
          <span className={styles.name}>{node.name}</span>
          {isNear && step !== undefined ? (
            <LastLine stepId={node.id} fallback={node.line} />
          ) : (
            <span className={styles.line}>{node.line}</span>
          )}
        </span>
        <span className={styles.side}>
          <span className={styles.marks}>
            <Badges node={node} step={step} />
            {step !== undefined && <StatusIcon status={status} size={14} labelled />}
          </span>
          <NodeTime step={step} />
        </span>
        <DryRunMark id={node.id} />
      </button>
      <Ends />
      {node.joint !== undefined && <JointMark node={node} joint={node.joint} />}
      {isWriting && <InlineFields node={node} />}
    </>
  );
});
