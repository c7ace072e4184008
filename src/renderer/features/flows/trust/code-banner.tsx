import { useEffect } from 'react';
import { count } from '../../../shared/format/count.ts';
import { useFlows } from '../../../shared/stores/flows.ts';
import { lookForCode, reviewTrust, useTrustReview } from '../../../shared/stores/trust-review.ts';
import { useWorkspaces } from '../../../shared/stores/workspaces.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Icon } from '../../../shared/ui/icon.tsx';
import styles from '../flows.module.css';

/** Code of a trusted folder that came or changed since a person looked at it. */
export function CodeBanner() {
  const workspace = useWorkspaces((state) => state.current);
  const unseen = useTrustReview((state) => state.unseen);
  const rows = useFlows((state) => state.rows);
  const path = workspace?.path;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list of flows means that files changed.
  useEffect(() => {
    if (path === undefined) return undefined;
    const look = () => void lookForCode(path);
    look();
    // A configuration that was edited elsewhere is no flow file: nobody tells of it.
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [path, rows]);
  if (workspace === null || !workspace.trusted || unseen === 0) return null;
  return (
    <section className={styles.banner} aria-label="Code that nobody has seen">
      <Icon name="shield" />
      <p>
        {count(unseen, 'file')} of code{' '}
        {unseen === 1 ? 'is new or was changed, and runs' : 'are new or were changed, and run'} nothing before you have
        seen {unseen === 1 ? 'it' : 'them'}.
      </p>
      <Button onClick={() => reviewTrust(workspace.path)}>Review</Button>
    </section>
  );
}
