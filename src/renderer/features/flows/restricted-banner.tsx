import { reviewTrust } from '../../shared/stores/trust-review.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import styles from './flows.module.css';

/** Opening a folder runs nothing: what is in it may do anything that the person may. */
export function RestrictedBanner() {
  const workspace = useWorkspaces((state) => state.current);
  if (workspace === null || workspace.trusted) return null;
  return (
    <section className={styles.banner} aria-label="Restricted folder">
      <Icon name="shield" />
      <p>
        This folder is restricted: nothing runs until you trust it. <span>{workspace.path}</span>
      </p>
      <Button onClick={() => reviewTrust(workspace.path)} tip="Shows what it would run, first">
        Trust this folder
      </Button>
    </section>
  );
}
