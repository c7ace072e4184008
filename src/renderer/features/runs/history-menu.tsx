import type { RunRow } from '../../../contract/models.ts';
import { STATUS_WORD } from '../../shared/status/status.ts';
import { StatusIcon } from '../../shared/status/status-icon.tsx';
import { useDocument } from '../../shared/stores/document.ts';
import { useRun } from '../../shared/stores/run.ts';
import { historyOf, useRuns } from '../../shared/stores/runs.ts';
import { openRun } from '../../shared/stores/studio.ts';
import { IconButton } from '../../shared/ui/button.tsx';
import { Elapsed } from '../../shared/ui/elapsed.tsx';
import { moveFocus } from '../../shared/ui/move-focus.ts';
import { Popover } from '../../shared/ui/popover.tsx';
import { RelativeTime } from '../../shared/ui/relative-time.tsx';
import styles from './history.module.css';

/** The last runs of the flow, to open any of them. */
export function HistoryMenu() {
  const flowId = useDocument((state) => state.document?.flowId);
  const rows = useRuns((state) => state.rows);
  const history = historyOf(rows, flowId);
  if (history.length === 0) return null;
  return (
    <Popover
      label="Last runs of this flow"
      align="end"
      renderTrigger={(trigger) => <IconButton icon="runs" label="Last runs" {...trigger} />}
    >
      {(close) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only move between the buttons inside
        <div className={styles.menu} onKeyDown={moveFocus}>
          {history.map((row) => (
            <HistoryRow key={row.id} row={row} close={close} />
          ))}
        </div>
      )}
    </Popover>
  );
}

function HistoryRow({ row, close }: { readonly row: RunRow; readonly close: () => void }) {
  const isShown = useRun((state) => state.runId === row.id);
  const open = () => {
    openRun(row);
    close();
  };
  return (
    <button type="button" className={styles.row} aria-current={isShown ? 'true' : undefined} onClick={open}>
      <StatusIcon status={row.status} />
      <span className={styles.word}>{STATUS_WORD[row.status]}</span>
      <span className={styles.number}>
        {row.startedAt !== null && (
          <Elapsed
            from={Date.parse(row.startedAt)}
            to={row.finishedAt === null ? undefined : Date.parse(row.finishedAt)}
          />
        )}
      </span>
      <RelativeTime at={Date.parse(row.createdAt)} className={styles.when} />
    </button>
  );
}
