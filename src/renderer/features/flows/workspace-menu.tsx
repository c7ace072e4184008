import { chooseWorkspace, openWorkspace } from '../../shared/stores/studio.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { moveFocus } from '../../shared/ui/move-focus.ts';
import { Popover } from '../../shared/ui/popover.tsx';
import styles from './flows.module.css';

/** Which folder is open; opens another. */
export function WorkspaceMenu() {
  const { rows, current } = useWorkspaces();
  return (
    <div className={styles.workspace}>
      <Popover
        label="Folders"
        renderTrigger={(trigger) => (
          <button type="button" className={styles.workspaceButton} data-tip={current?.path} {...trigger}>
            <Icon name="folder" />
            <span className={styles.workspaceName}>{current?.name ?? 'No folder open'}</span>
            {current?.trusted === false && <Icon name="shield" size={14} className={styles.restricted} />}
            <Icon name="chevron-down" size={14} />
          </button>
        )}
      >
        {(close) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only move between the buttons inside
          <div className={styles.menu} onKeyDown={moveFocus}>
            {rows.map((row) => (
              <button
                key={row.path}
                type="button"
                className={styles.menuItem}
                aria-current={row.path === current?.path ? 'true' : undefined}
                onClick={() => {
                  close();
                  if (row.path !== current?.path) void openWorkspace(row.path);
                }}
              >
                <span>{row.name}</span>
                <span className={styles.path}>{row.path}</span>
              </button>
            ))}
            <button
              type="button"
              className={styles.menuItem}
              data-separated={rows.length > 0}
              onClick={() => {
                close();
                void chooseWorkspace();
              }}
            >
              <span>Open folder…</span>
            </button>
          </div>
        )}
      </Popover>
    </div>
  );
}
