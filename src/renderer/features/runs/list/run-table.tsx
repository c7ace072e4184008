import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import type { RunRow } from '../../../../contract/models.ts';
import { showRunActMenu } from '../../../shared/acts/act-menu.ts';
import { STATUS_WORD } from '../../../shared/status/status.ts';
import { StatusIcon } from '../../../shared/status/status-icon.tsx';
import { useSettings } from '../../../shared/stores/settings.ts';
import { showRun } from '../../../shared/stores/show.ts';
import { Elapsed } from '../../../shared/ui/elapsed.tsx';
import { Icon } from '../../../shared/ui/icon.tsx';
import { RelativeTime } from '../../../shared/ui/relative-time.tsx';
import { triggerWord } from '../trigger-word.ts';
import styles from './list.module.css';
import { loadMore, select, useRunList } from './list-store.ts';
import { movedBy } from './selection.ts';

const ROW = { regular: 28, compact: 24 } as const;
/** Rows beyond the edge that are drawn, and from how far above the end older ones are asked for. */
const SPARE = 8;
const AHEAD = 60;

/** The runs as rows, of which only those in sight are drawn. Arrow keys move, Shift extends, Space takes in and out. */
export function RunTable() {
  const rows = useRunList((state) => state.rows);
  const { selected, cursor } = useRunList((state) => state.selection);
  const rowHeight = ROW[useSettings((state) => state.settings.density)];
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 0 });

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const first = Math.max(0, Math.floor(view.top / rowHeight) - SPARE);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / rowHeight) + SPARE);
  const drawn = rows.slice(first, last);
  useEffect(() => {
    if (last + AHEAD > rows.length) void loadMore();
  }, [last, rows.length]);

  const reveal = (id: string) => {
    const element = scroller.current;
    const index = rows.findIndex((row) => row.id === id);
    if (element === null || index < 0) return;
    const top = index * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight - element.clientHeight;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ' && cursor !== null) select({ kind: 'toggle', id: cursor });
    else {
      const page = Math.max(1, Math.floor(view.height / rowHeight) - 1);
      const id = movedBy(
        event.key,
        cursor,
        rows.map((row) => row.id),
        page,
      );
      if (id === undefined) return;
      select({ kind: event.shiftKey ? 'range' : 'only', id });
      reveal(id);
    }
    event.preventDefault();
  };

  const onClick = (event: MouseEvent, id: string) => {
    if (event.shiftKey) select({ kind: 'range', id });
    else if (event.ctrlKey || event.metaKey) select({ kind: 'toggle', id });
    else select({ kind: 'only', id });
  };

  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label="Runs"
      aria-multiselectable="true"
      // Only a row that is drawn can be named.
      aria-activedescendant={drawn.some(({ id }) => id === cursor) ? `run-${cursor}` : undefined}
      tabIndex={0}
      data-scope="run-list"
      className={styles.scroller}
      onScroll={(event) => setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
      onKeyDown={onKeyDown}
      onFocus={() => cursor === null && rows[0] !== undefined && select({ kind: 'only', id: rows[0].id })}
    >
      <div role="presentation" style={{ height: rows.length * rowHeight }}>
        {drawn.map((row, index) => (
          <RunLine
            key={row.id}
            row={row}
            top={(first + index) * rowHeight}
            place={{ at: first + index + 1, of: rows.length }}
            isSelected={selected.has(row.id)}
            isCursor={row.id === cursor}
            onClick={onClick}
          />
        ))}
      </div>
    </div>
  );
}

interface RunLineProps {
  readonly row: RunRow;
  readonly top: number;
  readonly place: { readonly at: number; readonly of: number };
  readonly isSelected: boolean;
  readonly isCursor: boolean;
  readonly onClick: (event: MouseEvent, id: string) => void;
}

function RunLine({ row, top, place, isSelected, isCursor, onClick }: RunLineProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: and the focus, which a row would take along when it is scrolled away
    <div
      role="option"
      id={`run-${row.id}`}
      aria-selected={isSelected}
      aria-posinset={place.at}
      aria-setsize={place.of}
      className={styles.line}
      style={{ transform: `translateY(${top}px)` }}
      data-run={row.id}
      data-status={row.status}
      data-cursor={isCursor}
      onClick={(event) => onClick(event, row.id)}
      onDoubleClick={() => void showRun(row.id)}
      onContextMenu={(event) => showRunActMenu(event, row)}
    >
      <StatusIcon status={row.status} labelled />
      <span className={styles.name}>
        {row.flowName}
        {row.pinned && <Icon name="pin" size={12} />}
      </span>
      <span className={styles.outcome}>{outcomeWords(row)}</span>
      <span className={styles.trigger}>{triggerWord(row.trigger)}</span>
      <span className={styles.labels}>{row.labels.join(', ')}</span>
      <span className={styles.number}>
        {row.startedAt !== null && (
          <Elapsed
            from={Date.parse(row.startedAt)}
            to={row.finishedAt === null ? undefined : Date.parse(row.finishedAt)}
          />
        )}
      </span>
      <RelativeTime at={Date.parse(row.createdAt)} className={styles.when} />
    </div>
  );
}

/** What stands out: the failures, else the status where it is no plain success. */
function outcomeWords({ counts, status, stepCount }: RunRow): string {
  if (counts.failed > 0) return `${counts.failed} of ${stepCount} failed`;
  return status === 'succeeded' ? '' : STATUS_WORD[status];
}
