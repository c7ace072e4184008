import { type DragEvent, useEffect, useRef } from 'react';
import { SEPARATOR, showContextMenu } from '../../shared/commands/context-menu.tsx';
import { useShortcut } from '../../shared/commands/use-shortcut.ts';
import { useEditing } from '../../shared/editing/editing.ts';
import { StatusIcon } from '../../shared/status/status-icon.tsx';
import { useRuns } from '../../shared/stores/runs.ts';
import { keyOfTab, type Tab } from '../../shared/stores/tab-list.ts';
import { closeOtherTabs, closeTab, isUnsaved, moveTab, showTab, useTabs } from '../../shared/stores/tabs.ts';
import { IconButton } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import styles from './tab-strip.module.css';

/** The type of what is dragged within the strip: nothing else takes it, and it takes nothing else. */
const DRAGGED = 'application/x-chronum-tab';

/** What is open: flows as they are today, and runs. A list of links rather than ARIA tabs, since each has a button of its own to close it. */
export function TabStrip() {
  const tabs = useTabs((state) => state.tabs);
  const active = useTabs((state) => state.active);
  const strip = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what became active is to be seen
  useEffect(() => {
    strip.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);
  if (tabs.length === 0) return null;
  return (
    <nav className={styles.strip} aria-label="Open flows and runs">
      <ul ref={strip}>
        {tabs.map((tab, index) => (
          <TabItem key={keyOfTab(tab)} tab={tab} index={index} isActive={keyOfTab(tab) === active} />
        ))}
      </ul>
    </nav>
  );
}

interface TabItemProps {
  readonly tab: Tab;
  readonly index: number;
  readonly isActive: boolean;
}

function TabItem({ tab, index, isActive }: TabItemProps) {
  const unsaved = useEditing((state) => isUnsaved(tab, state));
  const status = useRuns((state) => (tab.runId === null ? undefined : state.byId.get(tab.runId)?.status));
  const closeKeys = useShortcut('tab.close');
  const where = tab.runId === null ? tab.file : `Run ${tab.runId}`;
  const drop = (event: DragEvent) => {
    const from = event.dataTransfer.getData(DRAGGED);
    if (from === '') return;
    event.preventDefault();
    moveTab(Number(from), index);
  };
  return (
    <li
      className={styles.tab}
      data-active={isActive}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED, String(index));
        event.dataTransfer.effectAllowed = 'move';
      }}
      onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED) && event.preventDefault()}
      onDrop={drop}
      onAuxClick={(event) => event.button === 1 && closeTab(tab)}
      // The middle button would begin to scroll.
      onMouseDown={(event) => event.button === 1 && event.preventDefault()}
      onContextMenu={(event) =>
        showContextMenu(event, tab.title, [
          { label: 'Close', icon: 'close', run: () => closeTab(tab) },
          { label: 'Close the others', run: () => closeOtherTabs(tab) },
          'tab.reopen',
          SEPARATOR,
          {
            label: 'Copy the path',
            icon: 'copy',
            obstacle: tab.file === null ? 'its flow is not in this folder' : undefined,
            run: () => navigator.clipboard.writeText(tab.file ?? ''),
          },
        ])
      }
    >
      <button
        type="button"
        className={styles.name}
        aria-current={isActive ? 'page' : undefined}
        data-tip={[where, tab.workspace].filter(Boolean).join('\n')}
        onClick={() => showTab(tab)}
      >
        {status === undefined ? <Icon name={tab.runId === null ? 'flows' : 'runs'} /> : <StatusIcon status={status} />}
        <span>{tab.title}</span>
        {unsaved && (
          <>
            <span className={styles.dot} />
            <span className="visually-hidden">not saved</span>
          </>
        )}
      </button>
      <IconButton
        icon="close"
        label={`Close ${tab.title}`}
        tip="Close"
        shortcut={isActive ? closeKeys : undefined}
        className={styles.close}
        onClick={() => closeTab(tab)}
      />
    </li>
  );
}
