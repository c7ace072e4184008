import { useMemo } from 'react';
import type { ComparedStep } from '../../../../core/run/compare.ts';
import type { Plan } from '../../../../core/run/plan.ts';
import { StatusIcon } from '../../../shared/status/status-icon.tsx';
import styles from './compare.module.css';
import { chooseStep, useCompare } from './compare-store.ts';
import { changeWords } from './difference-words.ts';
import { layOut, NODE } from './graph-layout.ts';

interface CompareGraphProps {
  readonly plans: { readonly before: Plan; readonly after: Plan };
  readonly steps: readonly ComparedStep[];
}

/** More than these make no picture; the list below has them all. */
const MOST_DRAWN = 300;

/** The graph of both runs in one, where what differs stands out. */
export function CompareGraph({ plans, steps }: CompareGraphProps) {
  const chosen = useCompare((state) => state.stepId);
  const graph = useMemo(() => layOut(plans, steps), [plans, steps]);
  if (graph.nodes.length > MOST_DRAWN) return null;
  return (
    <div className={styles.graphScroll}>
      <div className={styles.graph} style={{ width: graph.width, height: graph.height }} data-testid="compare-graph">
        <svg width={graph.width} height={graph.height} aria-hidden="true">
          {graph.edges.map(({ id, path }) => (
            <path key={id} d={path} />
          ))}
        </svg>
        {graph.nodes.map(({ step, x, y }) => (
          <button
            key={step.id}
            type="button"
            className={styles.node}
            style={{ left: x, top: y, width: NODE.width, height: NODE.height }}
            data-step={step.id}
            data-change={step.change}
            aria-pressed={step.id === chosen}
            data-tip="Show both logs"
            onClick={() => chooseStep(step.id === chosen ? null : step.id)}
          >
            <span className={styles.icons}>
              <StatusIcon status={step.before?.status ?? 'pending'} size={12} />
              {step.change === 'status' && <StatusIcon status={step.after?.status ?? 'pending'} size={12} />}
            </span>
            <span className={styles.nodeName}>{step.name}</span>
            <span className={styles.nodeChange}>{changeWords(step)}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
