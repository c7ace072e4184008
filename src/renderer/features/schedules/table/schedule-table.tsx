import { type KeyboardEvent, useState } from 'react';
import type { ScheduleRow } from '../../../../contract/schedules.ts';
import { useSchedules } from '../../../shared/stores/schedules.ts';
import { editTrigger } from '../../../shared/stores/trigger-editor.ts';
import { pause, resume } from '../actions.ts';
import { canPause, isPausedItself } from '../state.ts';
import { ScheduleLine } from './schedule-line.tsx';
import styles from './table.module.css';

/** All schedules by folder. Arrow keys move, Enter edits, Space pauses. */
export function ScheduleTable() {
  const rows = useSchedules((state) => state.rows);
  const [focused, setFocused] = useState<string | null>(null);
  const inTabOrder = rows.some(({ id }) => id === focused) ? focused : rows[0]?.id;
  const workspaces = Map.groupBy(rows, ({ workspace }) => workspace);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!(event.target instanceof HTMLTableRowElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const lines = [...event.currentTarget.querySelectorAll<HTMLElement>('tr[data-schedule]')];
    const at = lines.indexOf(event.target);
    const row = rows[at];
    const move = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (move !== undefined) lines[Math.max(0, Math.min(move, lines.length - 1))]?.focus();
    else if (event.key === 'Enter' && row !== undefined) edit(row);
    else if (event.key === ' ' && row !== undefined) togglePause(row);
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles.scroll}>
      <table className={styles.table} onKeyDown={onKeyDown}>
        <thead className={styles.head}>
          <tr>
            <th scope="col">Flow</th>
            <th scope="col">When</th>
            <th scope="col">Next</th>
            <th scope="col">Last</th>
            <th scope="col">State</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        {[...workspaces].map(([workspace, some]) => (
          <tbody key={workspace}>
            {workspaces.size > 1 && (
              <tr>
                <th scope="rowgroup" colSpan={6} className={styles.workspace} data-tip={workspace}>
                  {workspace.slice(Math.max(workspace.lastIndexOf('/'), workspace.lastIndexOf('\\')) + 1)}
                </th>
              </tr>
            )}
            {some.map((row) => (
              <ScheduleLine
                key={row.id}
                row={row}
                isInTabOrder={row.id === inTabOrder}
                onFocus={() => setFocused(row.id)}
                onEdit={() => edit(row)}
                onTogglePause={() => togglePause(row)}
              />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

const edit = ({ workspace, file, index }: ScheduleRow) => editTrigger({ workspace, file, index });

function togglePause(row: ScheduleRow): void {
  const target = { scope: 'schedule', scheduleId: row.id } as const;
  if (isPausedItself(row)) void resume(target);
  else if (canPause(row)) void pause(target);
}
