import { RunElapsed } from '../../shared/run/run-elapsed.tsx';
import { isSamePlan } from '../../shared/run/same-plan.ts';
import { STATUS_WORD } from '../../shared/status/status.ts';
import { StatusIcon } from '../../shared/status/status-icon.tsx';
import { useDocument } from '../../shared/stores/document.ts';
import { useRun } from '../../shared/stores/run.ts';
import { useStudio } from '../../shared/stores/studio.ts';
import styles from './flow-header.module.css';

/** How the shown run stands, and for how long; announced when it changes. */
export function RunStatusChip() {
  const run = useRun((state) => state.run);
  const phase = useRun((state) => state.phase);
  const today = useDocument((state) => state.valid?.plan);
  const isReplayed = useRun((state) => state.moment !== null);
  const isPinned = useStudio((state) => state.pinnedRun !== null);
  if (phase === 'gone') return <span className={styles.chip}>This run is not in the history any more</span>;
  if (run === undefined) return null;
  const word = run.cancelRequested && run.finishedAt === undefined ? 'Cancelling' : STATUS_WORD[run.status];
  return (
    <span className={styles.chip} data-testid="run-status" data-status={run.status}>
      <StatusIcon status={run.status} />
      {isReplayed && <span className={styles.replayed}>Replay</span>}
      <span role="status">{word}</span>
      {run.startedAt !== undefined && (
        <RunElapsed from={run.startedAt} to={run.finishedAt} className={styles.elapsed} />
      )}
      {!isPinned && today !== undefined && !isSamePlan(today, run.plan) && (
        <span className={styles.older} data-tip="The flow was changed after this run. Open the run to see what it ran.">
          before the last change
        </span>
      )}
      {run.handlersFailed && <span className={styles.warning}>a handler failed</span>}
    </span>
  );
}
