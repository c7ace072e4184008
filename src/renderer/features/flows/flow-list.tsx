import { type KeyboardEvent, useState } from 'react';
import type { FlowRow } from '../../../contract/models.ts';
import { showContextMenu } from '../../shared/commands/context-menu.tsx';
import { count } from '../../shared/format/count.ts';
import { STATUS_WORD } from '../../shared/status/status.ts';
import { StatusIcon } from '../../shared/status/status-icon.tsx';
import { useRuns } from '../../shared/stores/runs.ts';
import { openFlow, useStudio } from '../../shared/stores/studio.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { moveFocus } from '../../shared/ui/move-focus.ts';
import { RelativeTime } from '../../shared/ui/relative-time.tsx';
import { byFolder } from './by-folder.ts';
import { flowMenu } from './flow-menu.ts';
import styles from './flows.module.css';

/** The flow files by folder, each with how its last run ended. */
export function FlowList({ rows }: { readonly rows: readonly FlowRow[] }) {
  const open = useStudio((state) => state.file);
  const [focused, setFocused] = useState<string | null>(null);
  const folders = byFolder(rows);
  const inTabOrder = focused ?? open ?? rows[0]?.file;
  return (
    <div className={styles.list} role="tree" aria-label="Flow files" onKeyDown={moveFocus} tabIndex={-1}>
      {folders.map(({ folder, files }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of tree items is no <fieldset>
        <div key={folder} role="group" aria-label={folder === '' ? 'Folder itself' : folder}>
          {folder !== '' && <div className={styles.folder}>{folder}</div>}
          {files.map((row) => (
            <FlowItem
              key={row.file}
              row={row}
              isOpen={row.file === open}
              isInTabOrder={row.file === inTabOrder}
              onFocus={() => setFocused(row.file)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface FlowItemProps {
  readonly row: FlowRow;
  readonly isOpen: boolean;
  readonly isInTabOrder: boolean;
  readonly onFocus: () => void;
}

function FlowItem({ row, isOpen, isInTabOrder, onFocus }: FlowItemProps) {
  // The list of runs hears of changes first.
  const lastRun = useRuns((state) => (row.lastRun === null ? null : (state.byId.get(row.lastRun.id) ?? row.lastRun)));
  const name = row.name ?? fileName(row.file);
  const word = lastRun === null ? 'never run' : STATUS_WORD[lastRun.status].toLowerCase();
  const problems = row.errors > 0 ? count(row.errors, 'problem') : undefined;
  const open = () => void openFlow(row.file);
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key !== 'Enter' && event.key !== ' ') || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open();
  };
  return (
    <div
      role="treeitem"
      tabIndex={isInTabOrder ? 0 : -1}
      aria-selected={isOpen}
      className={styles.item}
      data-file={row.file}
      data-tip={[row.file, row.description, problems, `Last run: ${word}`].filter(Boolean).join('\n')}
      onClick={open}
      onContextMenu={(event) => showContextMenu(event, name, flowMenu(row.file))}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      {lastRun === null ? <Icon name="flows" className={styles.never} /> : <StatusIcon status={lastRun.status} />}
      <span className={styles.name}>{name}</span>
      <span className="visually-hidden">{word}</span>
      {problems !== undefined && (
        <>
          <Icon name="error" size={14} className={styles.errors} />
          <span className="visually-hidden">{problems}</span>
        </>
      )}
      {lastRun !== null && <RelativeTime at={Date.parse(lastRun.createdAt)} className={styles.when} />}
    </div>
  );
}

const fileName = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
