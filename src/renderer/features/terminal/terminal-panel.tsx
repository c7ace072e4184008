import { explainStep } from '../../../core/run/explain.ts';
import { latestAttempt, type StepView } from '../../shared/run/step-view.ts';
import { useLayout } from '../../shared/stores/layout.ts';
import { useRun, useStep } from '../../shared/stores/run.ts';
import { useSelection } from '../../shared/stores/selection.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { Prose } from '../../shared/ui/prose.tsx';
import { AttemptBar } from './attempt-bar.tsx';
import { MergedView } from './merged-view.tsx';
import styles from './terminal.module.css';
import { TerminalView } from './terminal-view.tsx';

/** The output of the selected step's attempt. */
export default function TerminalPanel() {
  const runId = useRun((state) => state.runId);
  const stepId = useSelection((state) => state.stepId);
  const chosen = useSelection((state) => state.attempt);
  const isWhole = useLayout((state) => state.terminal === 'run');
  const step = useStep(stepId);
  const moment = useRun((state) => state.moment);
  const attempt =
    step?.attempts.find((one) => one.branch === chosen?.branch && one.attempt === chosen.attempt) ??
    latestAttempt(step);
  if (runId === null) {
    return (
      <EmptyState icon="shell" title="Nothing ran yet">
        Press Run to see what each step prints.
      </EmptyState>
    );
  }
  return (
    <div className={styles.panel}>
      <AttemptBar step={isWhole ? undefined : step} shown={attempt} />
      {isWhole ? (
        <MergedView key={runId} runId={runId} />
      ) : stepId === null ? (
        <EmptyState icon="shell" title="Select a step to see what it prints" />
      ) : step === undefined || attempt === undefined ? (
        <NoOutput step={step} />
      ) : (
        <TerminalView
          key={`${runId} ${stepId} ${attempt.branch} ${attempt.attempt}`}
          attemptKey={{ runId, stepId, branch: attempt.branch, attempt: attempt.attempt }}
          isRunning={attempt.status === 'running'}
          isTyped={attempt.tty && attempt.status === 'running' && moment === null}
        />
      )}
    </div>
  );
}

function NoOutput({ step }: { readonly step: StepView | undefined }) {
  if (step === undefined) return <EmptyState icon="shell" title="This step is not part of the shown run" />;
  if (step.instances.length > 0) return <EmptyState icon="shell" title="Choose an instance to see what it prints" />;
  return (
    <EmptyState icon="shell" title="No output">
      <Prose text={explainStep({ ...step, attempts: step.attempts.length })} />
    </EmptyState>
  );
}
