import { formatDuration } from '../../../../../core/base/duration.ts';
import type { JsonObject } from '../../../../../core/base/json.ts';
import { type RetryWait, retryCurve } from '../../../../../core/frames/retry-curve.ts';
import styles from './editors.module.css';

const SHOWN = 8;
const WIDTH = 240;
const HEIGHT = 72;
const GAP = 6;

/** The waits before the next attempts, drawn to scale; the band above each is what jitter may add or take. */
export function RetryCurve({ policy }: { readonly policy: JsonObject }) {
  const waits = retryCurve(policy, SHOWN);
  const limit = Number(policy.limit);
  if (waits.length === 0) return null;
  const longest = Math.max(1, ...waits.map(({ most }) => most));
  const slot = (WIDTH + GAP) / Math.max(waits.length, 3);
  const total = { least: sum(waits, 'least'), most: sum(waits, 'most') };
  const rest = limit - waits.length;
  return (
    <figure className={styles.curve} data-testid="retry-curve">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 30}`}
        role="img"
        aria-label={`Waits before retries: ${waits.map(waitText).join(', ')}`}
      >
        {waits.map((wait, i) => {
          const x = i * slot;
          const width = slot - GAP;
          const least = (wait.least / longest) * HEIGHT;
          const most = (wait.most / longest) * HEIGHT;
          return (
            <g key={wait.retry} data-tip={`Retry ${wait.retry}: after ${waitText(wait)}`}>
              <rect className={styles.band} x={x} y={HEIGHT - most} width={width} height={Math.max(1, most)} rx="2" />
              <rect className={styles.bar} x={x} y={HEIGHT - least} width={width} height={Math.max(1, least)} rx="2" />
              <text x={x + width / 2} y={HEIGHT + 12}>
                {formatDuration(shortened(wait.most))}
              </text>
              <text className={styles.axis} x={x + width / 2} y={HEIGHT + 25}>
                #{wait.retry + 1}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption>
        {rest > 0 ? `and ${rest} more. ` : ''}
        {rest > 0 ? 'The first' : 'All'} {waits.length === 1 ? 'retry waits' : `${waits.length} retries wait`}{' '}
        {waitText({ retry: 0, ...total })}
        {waits.length === 1 ? '.' : ' together.'}
      </figcaption>
    </figure>
  );
}

const sum = (waits: readonly RetryWait[], side: 'least' | 'most'): number =>
  waits.reduce((total, wait) => total + wait[side], 0);

const waitText = ({ least, most }: RetryWait): string =>
  least === most
    ? formatDuration(shortened(most))
    : `${formatDuration(shortened(least))} to ${formatDuration(shortened(most))}`;

/** Beyond a second, tenths are enough to read. */
const shortened = (wait: number): number =>
  wait >= 60_000 ? Math.round(wait / 1_000) * 1_000 : wait >= 1_000 ? Math.round(wait / 100) * 100 : Math.round(wait);
