import { useDryRun } from '../../../shared/stores/dry-run.ts';
import styles from './dry-run-mark.module.css';

/** While a dry run is shown: when this step would run, counted in waves, or that it would not. */
export function DryRunMark({ id }: { readonly id: string }) {
  const isShown = useDryRun((state) => state.phase === 'shown' || state.phase === 'refused');
  const place = useDryRun((state) => state.places.get(id));
  if (!isShown || place === undefined) return null;
  if (place.count === 0) {
    return (
      <span className={styles.mark} data-runs="false" data-testid={`wave-${id}`} data-tip="Would not run">
        –<span className="visually-hidden"> would not run</span>
      </span>
    );
  }
  const waves = place.first === place.last ? `${place.first}` : `${place.first}–${place.last}`;
  const tip = `Would run in wave ${waves}${place.count > 1 ? `, ${place.count} times` : ''}`;
  return (
    <span className={styles.mark} data-runs="true" data-testid={`wave-${id}`} data-tip={tip}>
      <span className="visually-hidden">would run in wave </span>
      {waves}
    </span>
  );
}
