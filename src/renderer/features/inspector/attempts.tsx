import { RunElapsed } from '../../shared/run/run-elapsed.tsx';
import type { AttemptView, StepView } from '../../shared/run/step-view.ts';
import { statusOfAttempt } from '../../shared/status/status.ts';
import { StatusIcon } from '../../shared/status/status-icon.tsx';
import { changeLayout } from '../../shared/stores/layout.ts';
import { selectAttempt } from '../../shared/stores/selection.ts';
import { moveFocus } from '../../shared/ui/move-focus.ts';
import styles from './inspector.module.css';
import { Section } from './parts.tsx';

interface AttemptsProps {
  readonly step: StepView;
  readonly shown: AttemptView | undefined;
}

/** Every attempt; choosing one shows its output. */
export const Attempts = ({ step, shown }: AttemptsProps) => (
  <Section title={step.attempts.length === 1 ? 'Attempt' : `${step.attempts.length} attempts`}>
    {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only move between the buttons inside */}
    <div className={styles.list} onKeyDown={moveFocus}>
      {step.attempts.map((attempt) => (
        <button
          key={`${attempt.branch}:${attempt.attempt}`}
          type="button"
          className={styles.listRow}
          aria-current={attempt === shown ? 'true' : undefined}
          onClick={() => {
            selectAttempt({ branch: attempt.branch, attempt: attempt.attempt });
            changeLayout({ bottomTab: 'terminal', bottomOpen: true });
          }}
        >
          <StatusIcon status={statusOfAttempt(attempt.status)} size={14} labelled />
          <span className={styles.grow}>
            {attempt.branch === 'body' ? '' : `${attempt.branch} `}#{attempt.attempt}
          </span>
          <span className={styles.muted}>{endOf(attempt)}</span>
          <RunElapsed from={attempt.startedAt} to={attempt.finishedAt} className={styles.number} />
        </button>
      ))}
    </div>
  </Section>
);

function endOf({ status, exitCode, signal, error }: AttemptView): string | undefined {
  if (status === 'timed-out') return 'timed out';
  if (status === 'lost') return 'vanished';
  if (signal !== undefined) return signal;
  const code = exitCode ?? error?.exitCode;
  return code === undefined || code === 0 ? undefined : `exit ${code}`;
}
