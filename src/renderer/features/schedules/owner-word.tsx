import { useSchedules } from '../../shared/stores/schedules.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import styles from './schedules.module.css';

const OTHERS = { app: 'another window', daemon: 'the background service', terminal: 'a terminal' } as const;

/** Which process fires: one at a time does. */
export function OwnerWord() {
  const owner = useSchedules((state) => state.owner);
  const phase = useSchedules((state) => state.phase);
  if (phase === 'loading') return null;
  if (owner === null) {
    return (
      <span className={styles.owner} data-tone="held" data-tip="No process fires schedules at the moment">
        <Icon name="warning" /> <span>Nothing fires now</span>
      </span>
    );
  }
  const who = owner.isThis ? 'this app' : OTHERS[owner.kind];
  return (
    <span className={styles.owner} data-tip="One process at a time fires schedules">
      <span>Fired by {who}</span>
    </span>
  );
}
