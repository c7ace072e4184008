import { planStepId } from '../../shared/graph/step-id.ts';
import { useGraphModel } from '../../shared/graph/use-graph-model.ts';
import { useStep } from '../../shared/stores/run.ts';
import { useSelection } from '../../shared/stores/selection.ts';
import styles from './inspector.module.css';
import { Overview } from './overview.tsx';
import { StepDetails } from './step-details.tsx';

/** The selected step in detail; without one, the flow and the shown run. */
export function Inspector() {
  const stepId = useSelection((state) => state.stepId);
  const model = useGraphModel();
  const step = useStep(stepId);
  const node = stepId === null ? undefined : model?.byId.get(planStepId(stepId));
  return (
    <div className={styles.inspector} data-testid="inspector">
      {stepId === null || (node === undefined && step === undefined) ? (
        <Overview />
      ) : (
        <StepDetails key={stepId} stepId={stepId} node={node} step={step} />
      )}
    </div>
  );
}
