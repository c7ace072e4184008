import type { StepView } from '../../shared/run/step-view.ts';
import { commandRun } from '../../shared/stores/studio.ts';
import { Button } from '../../shared/ui/button.tsx';
import styles from './inspector.module.css';

/** What a step that waits for a person asks, with the answers there are. */
export function Answers({ step }: { readonly step: StepView }) {
  const question = step.attempts.find((attempt) => attempt.approval !== undefined)?.approval;
  const data = { stepId: step.id };
  if (question !== undefined) {
    return (
      <div className={styles.answers}>
        <p>{question}</p>
        <Button look="primary" icon="check" onClick={() => void commandRun('approve', data)}>
          Approve
        </Button>
        <Button icon="close" onClick={() => void commandRun('reject', data)}>
          Reject
        </Button>
      </div>
    );
  }
  if (step.waiting?.reason !== 'breakpoint') return null;
  return (
    <div className={styles.answers}>
      <Button icon="play" onClick={() => void commandRun('continue', data)}>
        Continue
      </Button>
    </div>
  );
}
