import type { GraphNode } from '../../../shared/graph/model.ts';
import type { NodeStep } from '../../../shared/run/node-step.ts';
import { Icon } from '../../../shared/ui/icon.tsx';
import { useNodeProblems } from '../node-problems.ts';
import styles from './node.module.css';

interface BadgesProps {
  readonly node: GraphNode;
  readonly step: NodeStep | undefined;
}

/** Small marks for what is special about a step. Each says itself in words where the mouse rests. */
export function Badges({ node, step }: BadgesProps) {
  const view = step?.id === undefined ? undefined : step;
  const problems = useNodeProblems(node.id);
  return (
    <>
      {problems !== undefined && (
        <span
          className={styles.problem}
          data-severity={problems.severity}
          data-testid={`problem-${node.id}`}
          data-tip={problems.messages.join('\n')}
        >
          <Icon name={problems.severity === 'error' ? 'error' : 'warning'} size={13} />
          <span className="visually-hidden">{problems.messages.join('. ')}</span>
        </span>
      )}
      {node.hasBreakpoint && (
        <span className={styles.breakpoint} data-tip="Stops here: breakpoint">
          <Icon name="breakpoint" size={12} />
        </span>
      )}
      {view?.retry !== undefined && (
        <span className={styles.badge} data-tip={`Retry ${view.retry.number} of ${view.retry.limit}`}>
          <Icon name="retry" size={10} />
          {view.retry.number}/{view.retry.limit}
        </span>
      )}
      {node.stack !== undefined && (
        <span className={styles.badge} data-tip={stackTip(node.stack, view?.instances.length)}>
          {view !== undefined && view.instances.length > 0
            ? `${view.instances.length - view.openInstances}/${view.instances.length}`
            : node.stack}
        </span>
      )}
      {node.disabled && <span className={styles.badge}>off</span>}
      {node.auxiliary && (
        <span className={styles.badge} data-tip="Runs only as fallback or else of another step">
          fallback
        </span>
      )}
    </>
  );
}

const stackTip = (stack: string, instances: number | undefined): string =>
  instances === undefined || instances === 0 ? `One instance each: ${stack}` : `Instances that ended, of ${instances}`;
