import { formatClock, formatExact } from '../format/time.ts';
import { useNow } from '../stores/clock.ts';

/** When exactly: the time of day for today, with the date before it for every other day. */
export function Instant({ at }: { readonly at: number }) {
  const now = useNow(60_000);
  return (
    <time dateTime={new Date(at).toISOString()} data-tip={formatExact(at)}>
      {formatClock(at, now)}
    </time>
  );
}
