import type { ScheduleRow } from '../../../contract/schedules.ts';
import { useNow } from '../../shared/stores/clock.ts';
import { formatInZone, formatUntil, untilPeriod } from './format.ts';
import styles from './schedules.module.css';

interface NextFireProps {
  readonly next: NonNullable<ScheduleRow['next']>;
  readonly zone: string;
  /** It would fire then, if nothing kept it from that. */
  readonly isHeld?: boolean;
}

/** Counts down to a fire; exactly when, where the mouse rests. */
export function NextFire({ next, zone, isHeld = false }: NextFireProps) {
  const rest = next.fireAt - Date.now();
  const now = useNow(untilPeriod(rest));
  const jitter = next.fireAt - next.nominal;
  const tip = [
    isHeld ? 'It would fire' : undefined,
    formatInZone(next.nominal, zone),
    jitter === 0 ? undefined : `and ${(jitter / 1000).toFixed(1)} s of jitter`,
  ];
  return (
    <time
      dateTime={new Date(next.fireAt).toISOString()}
      className={styles.nextFire}
      data-held={isHeld}
      data-tip={tip.filter(Boolean).join('\n')}
    >
      {formatUntil(next.fireAt, now)}
    </time>
  );
}
