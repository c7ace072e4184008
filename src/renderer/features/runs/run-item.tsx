import type { KeyboardEvent } from 'react';
import type { RunRow } from '../../../contract/models.ts';
import { STATUS_WORD } from '../../shared/status/status.ts';
import { StatusIcon } from '../../shared/status/status-icon.tsx';
import { openRun } from '../../shared/stores/studio.ts';
import { Elapsed } from '../../shared/ui/elapsed.tsx';
import { RelativeTime } from '../../shared/ui/relative-time.tsx';
import styles from './runs.module.css';
import { triggerWord } from './trigger-word.ts';

interface RunItemProps {
  readonly row: RunRow;
  readonly isShown: boolean;
  readonly isInTabOrder: boolean;
  readonly onFocus: () => void;
}

export function RunItem({ row, isShown, isInTabOrder, onFocus }: RunItemProps) {
  const open = () => openRun(row);
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key !== 'Enter' && event.key !== ' ') || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open();
  };
  return (
    <div
      role="option"
      tabIndex={isInTabOrder ? 0 : -1}
      aria-selected={isShown}
      className={styles.item}
      data-run={row.id}
      data-status={row.status}
      onClick={open}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      <StatusIcon status={row.status} labelled />
      <span className={styles.name}>{row.flowName}</span>
      <span className={styles.number}>
        {row.startedAt !== null && (
          <Elapsed
            from={Date.parse(row.startedAt)}
            to={row.finishedAt === null ? undefined : Date.parse(row.finishedAt)}
          />
        )}
      </span>
      <span className={styles.details} data-tip={`${row.workspace}/${row.file}`}>
        {[triggerWord(row.trigger), summary(row)].filter(Boolean).join(', ')}
      </span>
      <RelativeTime at={Date.parse(row.createdAt)} className={styles.when} />
    </div>
  );
}

/** What stands out: the failures, else what cut it short. */
function summary({ counts, status, stepCount }: RunRow): string | undefined {
  if (counts.failed > 0) return `${counts.failed} of ${stepCount} failed`;
  if (status === 'cancelled' || status === 'interrupted') return STATUS_WORD[status].toLowerCase();
  return undefined;
}
