import { useFlows } from '../../shared/stores/flows.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { FlowList } from './flow-list.tsx';
import styles from './flows.module.css';
import { WorkspaceMenu } from './workspace-menu.tsx';

/** The open folder and its flow files. */
export function FlowsPanel() {
  const workspace = useWorkspaces((state) => state.current);
  const { rows, phase } = useFlows();
  return (
    <>
      <WorkspaceMenu />
      {workspace !== null && phase === 'gone' && (
        <p className={styles.hint}>The folder {workspace.path} cannot be read. It may have been moved or removed.</p>
      )}
      {phase === 'ready' && rows.length === 0 && <p className={styles.hint}>No flows in this folder yet.</p>}
      {rows.length > 0 && <FlowList rows={rows} />}
    </>
  );
}
