import { count } from '../../../shared/format/count.ts';
import { useSchedules } from '../../../shared/stores/schedules.ts';
import { reviewTrust } from '../../../shared/stores/trust-review.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Icon } from '../../../shared/ui/icon.tsx';
import styles from '../schedules.module.css';

/** Folders whose triggers do not fire because nobody has trusted them. */
export function RestrictedFolders() {
  const rows = useSchedules((state) => state.rows);
  const restricted = Map.groupBy(
    rows.filter((row) => row.state === 'not-trusted'),
    (row) => row.workspace,
  );
  return [...restricted].map(([workspace, some]) => (
    <section key={workspace} className={styles.banner} data-tone="held" aria-label="Restricted folder">
      <Icon name="shield" />
      <p>
        {count(some.length, 'trigger')} of a restricted folder {some.length === 1 ? 'does' : 'do'} not fire.{' '}
        <span className={styles.path}>{workspace}</span>
      </p>
      <Button tip="Shows what it would run, first" onClick={() => reviewTrust(workspace)}>
        Trust this folder
      </Button>
    </section>
  ));
}
