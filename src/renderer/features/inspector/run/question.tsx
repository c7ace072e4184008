import type { StepView } from '../../../shared/run/step-view.ts';
import styles from '../inspector.module.css';

/** What a step that waits for a person asks. */
export function Question({ step }: { readonly step: StepView }) {
  const question = step.attempts.find((attempt) => attempt.approval !== undefined)?.approval;
  if (question === undefined) return null;
  return (
    <div className={styles.answers}>
      <p>{question}</p>
    </div>
  );
}
