import type { Preview } from '../../../../contract/schedules.ts';
import { formatLength, formatNumber } from '../format.ts';
import { tallyAt } from './summary.ts';
import styles from './what-if.module.css';

interface SummaryBarProps {
  readonly preview: Preview;
  readonly at: number;
}

/** What will have happened where the clock was moved to. */
export function SummaryBar({ preview, at }: SummaryBarProps) {
  const { counts, running, waiting } = tallyAt(preview, at);
  const ahead = at - preview.from;
  const parts = [
    `${formatNumber(counts.fired)} fired`,
    counts.merged > 0 && `${formatNumber(counts.merged)} merged`,
    counts.skipped > 0 && `${formatNumber(counts.skipped)} skipped`,
    counts.missed > 0 && `${formatNumber(counts.missed)} missed`,
    waiting > 0 && `${formatNumber(waiting)} waiting`,
    running > 0 && `${formatNumber(running)} running`,
  ].filter(Boolean);
  return (
    <p className={styles.summary} data-testid="what-if-summary" aria-live="polite">
      {ahead < 1_000 ? (
        <span>Drag the clock to the right</span>
      ) : (
        <>
          <b>{formatMoment(at)}</b>
          <span>in {formatLength(ahead)}:</span> {parts.join(', ')}
        </>
      )}
    </p>
  );
}

const momentFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** `Thu 26 Nov, 14:00` on the clock of this machine. */
export const formatMoment = (at: number): string => momentFormat.format(at).replace(',', '');
