import { Fragment, useState } from 'react';
import type { RunRow } from '../../../contract/models.ts';
import { dayGroup } from '../../shared/format/time.ts';
import { isLive } from '../../shared/status/status.ts';
import { useNow } from '../../shared/stores/clock.ts';
import { failureText } from '../../shared/stores/failure.ts';
import { notify } from '../../shared/stores/notices.ts';
import { liveFirst, loadOlderRuns, useRuns } from '../../shared/stores/runs.ts';
import { useStudio } from '../../shared/stores/studio.ts';
import { Button } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { moveFocus } from '../../shared/ui/move-focus.ts';
import { RunItem } from './run-item.tsx';
import styles from './runs.module.css';

/** Every run, live ones on top, the rest under the day on which they began. */
export function RunsPanel() {
  const { rows, phase, next } = useRuns();
  const shown = useStudio((state) => state.pinnedRun);
  const now = useNow(60_000);
  const [focused, setFocused] = useState<string | null>(null);
  const sorted = liveFirst(rows);
  const inTabOrder = focused ?? shown ?? sorted[0]?.id;
  const loadOlder = () =>
    loadOlderRuns().catch((error) => notify('error', failureText(error, 'Older runs could not be read')));
  return (
    <>
      <div className={styles.bar}>
        <h2>Runs</h2>
      </div>
      {phase === 'ready' && rows.length === 0 && (
        <EmptyState icon="runs" title="No runs yet">
          Open a flow and press Run. Each run stays here with its steps, times and output.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <div className={styles.list} role="listbox" aria-label="Runs" tabIndex={-1} onKeyDown={moveFocus}>
          {sorted.map((row, index) => (
            <Fragment key={row.id}>
              <Heading row={row} before={sorted[index - 1]} now={now} />
              <RunItem
                row={row}
                isShown={row.id === shown}
                isInTabOrder={row.id === inTabOrder}
                onFocus={() => setFocused(row.id)}
              />
            </Fragment>
          ))}
          {next !== null && (
            <Button look="plain" className={styles.older} onClick={() => void loadOlder()}>
              Show older runs
            </Button>
          )}
        </div>
      )}
    </>
  );
}

interface HeadingProps {
  readonly row: RunRow;
  readonly before: RunRow | undefined;
  readonly now: number;
}

function Heading({ row, before, now }: HeadingProps) {
  const group = (of: RunRow) => (isLive(of.status) ? 'Live' : dayGroup(Date.parse(of.createdAt), now));
  if (before !== undefined && group(before) === group(row)) return null;
  return (
    <div role="presentation" className={styles.heading}>
      {group(row)}
    </div>
  );
}
