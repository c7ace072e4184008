import type { ScheduleRow } from '../../../../contract/schedules.ts';
import { Prose } from '../../../shared/ui/prose.tsx';
import styles from './trust.module.css';

/** What would fire by itself. */
export function TriggersOf({ rows }: { readonly rows: readonly ScheduleRow[] }) {
  return (
    <section aria-label="Triggers">
      <h3>Fires by itself</h3>
      {rows.length === 0 ? (
        <p className={styles.none}>Nothing: its flows run when you start them.</p>
      ) : (
        <ul className={styles.triggers}>
          {rows.map((row) => (
            <li key={row.id}>
              <strong>{row.flowName}</strong> <Prose text={row.words} /> <span className={styles.file}>{row.file}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
