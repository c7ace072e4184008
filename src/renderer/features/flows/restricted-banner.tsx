import { failureText } from '../../shared/stores/failure.ts';
import { notify } from '../../shared/stores/notices.ts';
import { trustWorkspace, useWorkspaces } from '../../shared/stores/workspaces.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import styles from './flows.module.css';

/** Opening a folder runs nothing: what is in it may do anything that the person may. */
export function RestrictedBanner() {
  const workspace = useWorkspaces((state) => state.current);
  if (workspace === null || workspace.trusted) return null;
  const trust = () =>
    trustWorkspace(workspace.path, true).catch((error) =>
      notify('error', failureText(error, 'The folder is still restricted')),
    );
  return (
    <section className={styles.banner} aria-label="Restricted folder">
      <Icon name="shield" />
      <p>
        This folder is restricted: nothing runs until you trust it. <span>{workspace.path}</span>
      </p>
      <Button onClick={() => void trust()} tip="Its flows may then run programs as you">
        Trust this folder
      </Button>
    </section>
  );
}
