import { parentStepId, shortStepId } from '../../shared/graph/step-id.ts';
import type { AttemptView, StepView } from '../../shared/run/step-view.ts';
import { STATUS_WORD, statusOfAttempt } from '../../shared/status/status.ts';
import { StatusIcon } from '../../shared/status/status-icon.tsx';
import { useStep } from '../../shared/stores/run.ts';
import { selectAttempt, selectStep } from '../../shared/stores/selection.ts';
import { type TabItem, Tabs } from '../../shared/ui/tabs.tsx';
import styles from './terminal.module.css';

interface AttemptBarProps {
  readonly step: StepView;
  readonly shown: AttemptView | undefined;
}

const idOf = (attempt: AttemptView): string => `${attempt.branch} ${attempt.attempt}`;

/** Which attempt, and which instance of a matrix, is shown. Nothing where there is no choice. */
export function AttemptBar({ step, shown }: AttemptBarProps) {
  const parent = useStep(step.values === undefined ? step.id : (parentStepId(step.id) ?? null));
  const instances = parent?.instances ?? [];
  if (instances.length === 0 && step.attempts.length < 2) return null;
  const choose = (id: string) => selectAttempt(step.attempts.find((attempt) => idOf(attempt) === id) ?? null);
  return (
    <div className={styles.attempts}>
      {instances.length > 0 && (
        <select
          aria-label="Instance"
          value={instances.includes(step.id) ? step.id : ''}
          onChange={(event) => selectStep(event.target.value)}
        >
          <option value="" disabled hidden>
            Choose an instance
          </option>
          {instances.map((id) => (
            <option key={id} value={id}>
              {shortStepId(id)}
            </option>
          ))}
        </select>
      )}
      {step.attempts.length > 1 && shown !== undefined && (
        <Tabs
          label="Attempts"
          items={step.attempts.map(tabOf)}
          selected={idOf(shown)}
          onSelect={choose}
          controls="terminal-output"
        />
      )}
    </div>
  );
}

function tabOf(attempt: AttemptView): TabItem<string> {
  const status = statusOfAttempt(attempt.status);
  return {
    id: idOf(attempt),
    label: (
      <>
        <StatusIcon status={status} size={12} />
        {attempt.branch === 'body' ? 'Attempt' : attempt.branch} {attempt.attempt}
      </>
    ),
    tip: STATUS_WORD[status],
  };
}
