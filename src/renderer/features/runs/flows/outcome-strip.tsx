import type { RunFlowRow } from '../../../../contract/runs.ts';
import { durationOf } from '../../../../core/run/statistics.ts';
import { formatElapsed } from '../../../shared/format/duration.ts';
import { formatRelative } from '../../../shared/format/time.ts';
import { STATUS_WORD, statusColor } from '../../../shared/status/status.ts';
import { showRun } from '../../../shared/stores/show.ts';
import styles from './flows.module.css';

type Outcome = RunFlowRow['recent'][number];

interface OutcomeStripProps {
  /** Newest first. */
  readonly outcomes: readonly Outcome[];
  /** A large one can be clicked through. */
  readonly size: 'small' | 'large';
}

const HEIGHTS = { small: 14, large: 48 } as const;
/** So that a run of no length can be seen and hit. */
const STUB = 4;

/** Runs as bars, the latest at the right: outcome by colour, duration by height. Words say the same where the mouse rests. */
export function OutcomeStrip({ outcomes, size }: OutcomeStripProps) {
  const longest = Math.max(1, ...outcomes.map((outcome) => durationOf(outcome) ?? 0));
  const height = (outcome: Outcome) =>
    STUB + Math.round((HEIGHTS[size] - STUB) * Math.sqrt((durationOf(outcome) ?? 0) / longest));
  const ordered = [...outcomes].reverse();
  if (size === 'small') {
    return (
      <span className={styles.strip} data-size="small" aria-hidden="true">
        {ordered.map((outcome) => (
          <span key={outcome.id} style={{ height: height(outcome), background: statusColor(outcome.status) }} />
        ))}
      </span>
    );
  }
  return (
    <div className={styles.strip} data-size="large">
      {ordered.map((outcome) => (
        <button
          key={outcome.id}
          type="button"
          aria-label={wordsOf(outcome)}
          data-tip={wordsOf(outcome)}
          data-status={outcome.status}
          onClick={() => void showRun(outcome.id)}
        >
          <span style={{ height: height(outcome), background: statusColor(outcome.status) }} />
        </button>
      ))}
    </div>
  );
}

function wordsOf(outcome: Outcome): string {
  const duration = durationOf(outcome);
  const when = formatRelative(outcome.createdAt, Date.now());
  return [STATUS_WORD[outcome.status], duration === null ? undefined : formatElapsed(duration), when]
    .filter(Boolean)
    .join(', ');
}
