import type { RunRow } from '../../../contract/models.ts';
import { formatElapsed } from '../../shared/format/duration.ts';
import { formatRelative } from '../../shared/format/time.ts';
import { STATUS_WORD, statusColor } from '../../shared/status/status.ts';
import { useDocument } from '../../shared/stores/document.ts';
import { useRun } from '../../shared/stores/run.ts';
import { historyOf, useRuns } from '../../shared/stores/runs.ts';
import { openRun } from '../../shared/stores/studio.ts';
import styles from './history.module.css';

const SHOWN = 16;

/** The last runs of the flow as bars: outcome by colour, duration by height. The menu beside it says the same in words. */
export function HistoryStrip() {
  const flowId = useDocument((state) => state.document?.flowId);
  const rows = useRuns((state) => state.rows);
  const shownId = useRun((state) => state.runId);
  const history = historyOf(rows, flowId).slice(0, SHOWN);
  if (history.length < 2) return null;
  const longest = Math.max(1, ...history.map((row) => durationOf(row) ?? 0));
  return (
    <div className={styles.strip} aria-hidden="true">
      {[...history].reverse().map((row) => (
        <button
          key={row.id}
          type="button"
          tabIndex={-1}
          data-current={row.id === shownId}
          data-tip={wordsOf(row)}
          onClick={() => openRun(row)}
        >
          <span style={{ height: heightOf(row, longest), background: statusColor(row.status) }} />
        </button>
      ))}
    </div>
  );
}

/** At least a stub, so that a run of no length can be seen and hit. */
const heightOf = (row: RunRow, longest: number): number =>
  5 + Math.round(13 * Math.sqrt((durationOf(row) ?? 0) / longest));

const durationOf = (row: RunRow): number | undefined =>
  row.startedAt === null || row.finishedAt === null
    ? undefined
    : Date.parse(row.finishedAt) - Date.parse(row.startedAt);

function wordsOf(row: RunRow): string {
  const duration = durationOf(row);
  const when = formatRelative(Date.parse(row.createdAt), Date.now());
  return [STATUS_WORD[row.status], duration === undefined ? undefined : formatElapsed(duration), when]
    .filter(Boolean)
    .join(', ');
}
