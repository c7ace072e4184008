import { parentStepId, shortStepId } from '../../shared/graph/step-id.ts';
import type { AttemptView, StepView } from '../../shared/run/step-view.ts';
import { STATUS_WORD, statusOfAttempt } from '../../shared/status/status.ts';
import { StatusIcon } from '../../shared/status/status-icon.tsx';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import { useStep } from '../../shared/stores/run.ts';
import { selectAttempt, selectStep } from '../../shared/stores/selection.ts';
import type { TerminalScope } from '../../shared/stores/window-layout.ts';
import { type TabItem, Tabs } from '../../shared/ui/tabs.tsx';
import styles from './terminal.module.css';

interface AttemptBarProps {
  /** Undefined where no step's own output is shown. */
  readonly step: StepView | undefined;
  readonly shown: AttemptView | undefined;
}

const idOf = (attempt: AttemptView): string => `${attempt.branch} ${attempt.attempt}`;

const SCOPES: readonly TabItem<TerminalScope>[] = [
  { id: 'step', label: 'Step', tip: 'What the selected step prints' },
  { id: 'run', label: 'Whole run', tip: 'What all steps print, by time' },
];

/** Whether one step or the whole run is shown; of a step, which attempt and which instance of a matrix. */
export function AttemptBar({ step, shown }: AttemptBarProps) {
  const scope = useLayout((state) => state.terminal);
  return (
    <div className={styles.attempts}>
      <Tabs
        label="Whose output"
        items={SCOPES}
        selected={scope}
        onSelect={(terminal) => changeLayout({ terminal })}
        controls="terminal-output"
      />
      {step !== undefined && <AttemptChoice step={step} shown={shown} />}
    </div>
  );
}

function AttemptChoice({ step, shown }: { readonly step: StepView; readonly shown: AttemptView | undefined }) {
  const parent = useStep(step.values === undefined ? step.id : (parentStepId(step.id) ?? null));
  const instances = parent?.instances ?? [];
  const choose = (id: string) => selectAttempt(step.attempts.find((attempt) => idOf(attempt) === id) ?? null);
  return (
    <>
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
    </>
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
