import type { ScheduleRow } from '../../../../contract/schedules.ts';
import { explainOutcome } from '../../../../core/ledger/index.ts';
import { STATUS_WORD } from '../../../shared/status/status.ts';
import { StatusIcon } from '../../../shared/status/status-icon.tsx';
import { showFlow, showRun } from '../../../shared/stores/show.ts';
import { IconButton } from '../../../shared/ui/button.tsx';
import { Icon } from '../../../shared/ui/icon.tsx';
import { Prose } from '../../../shared/ui/prose.tsx';
import { RelativeTime } from '../../../shared/ui/relative-time.tsx';
import { formatInZone, shortZone } from '../format.ts';
import { NextFire } from '../next-fire.tsx';
import { canBackfill, canPause, explainState, isPausedItself, STATE_LOOK } from '../state.ts';
import { BackfillButton } from './backfill-dialog.tsx';
import styles from './table.module.css';

interface ScheduleLineProps {
  readonly row: ScheduleRow;
  readonly isInTabOrder: boolean;
  readonly onFocus: () => void;
  readonly onEdit: () => void;
  readonly onTogglePause: () => void;
}

export function ScheduleLine({ row, isInTabOrder, onFocus, onEdit, onTogglePause }: ScheduleLineProps) {
  const { icon, word, tone } = STATE_LOOK[row.state];
  const isPaused = isPausedItself(row);
  return (
    <tr
      tabIndex={isInTabOrder ? 0 : -1}
      className={styles.line}
      data-schedule={row.id}
      data-state={row.state}
      onFocus={onFocus}
      onDoubleClick={onEdit}
    >
      <th scope="row" className={styles.flow}>
        <button
          type="button"
          tabIndex={-1}
          data-tip={`${row.workspace}/${row.file}`}
          onClick={() => void showFlow(row.workspace, row.file)}
        >
          {row.flowName}
        </button>
      </th>
      <td className={styles.when} data-tip={row.source}>
        <div>
          <span className={styles.words}>
            <Prose text={row.problem ?? row.words} />
          </span>
          {row.ownZone && row.problem === null && <span className={styles.zone}>{shortZone(row.zone)}</span>}
        </div>
      </td>
      <td className={styles.next}>
        <Next row={row} />
      </td>
      <td>{row.last === null ? <span className={styles.none}>Never</span> : <LastFire last={row.last} />}</td>
      <td>
        <span className={styles.state} data-tone={tone} data-tip={explainState(row).replaceAll('`', '')}>
          <Icon name={icon} size={14} />
          {word}
        </span>
      </td>
      <td className={styles.actions}>
        <span>
          {canBackfill(row) && <BackfillButton row={row} />}
          <IconButton
            icon="edit"
            label={`Edit the trigger of ${row.flowName}`}
            tip="Edit the trigger"
            tabIndex={-1}
            onClick={onEdit}
          />
          <IconButton
            icon={isPaused ? 'play' : 'pause'}
            label={`${isPaused ? 'Resume' : 'Pause'} ${row.flowName}`}
            tip={isPaused ? 'Resume' : 'Pause'}
            tabIndex={-1}
            disabled={!canPause(row) && !isPaused}
            aria-pressed={isPaused}
            onClick={onTogglePause}
          />
        </span>
      </td>
    </tr>
  );
}

/** When it fires next; what it would be, where something keeps it from firing. */
function Next({ row }: { readonly row: ScheduleRow }) {
  if (row.state === 'off' || row.state === 'invalid') return null;
  if (row.next === null) {
    return <span className={styles.none}>{row.state === 'ended' ? 'Never again' : NEXT_BY_EVENT[row.type]}</span>;
  }
  if (row.waiting !== null) {
    const why = explainOutcome('deferred', row.waiting.reason);
    return <span data-tip={`Due ${formatInZone(row.waiting.since, row.zone)}: ${why}`}>held back</span>;
  }
  return <NextFire next={row.next} zone={row.zone} isHeld={row.state !== 'active'} />;
}

const NEXT_BY_EVENT: Readonly<Record<string, string>> = {
  watch: 'On a change',
  flow: 'After the flow',
  app: 'On the event',
};

function LastFire({ last }: { readonly last: NonNullable<ScheduleRow['last']> }) {
  const word = last.status === null ? 'Its run is not in the history any more' : STATUS_WORD[last.status];
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.last}
      disabled={last.status === null}
      aria-label={`Last run: ${word}`}
      onClick={() => void showRun(last.runId)}
    >
      {last.status === null ? <Icon name="runs" size={14} /> : <StatusIcon status={last.status} size={14} />}
      <RelativeTime at={last.nominal} />
    </button>
  );
}
