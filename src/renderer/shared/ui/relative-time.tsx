import { formatExact, formatRelative } from '../format/time.ts';
import { useNow } from '../stores/clock.ts';

interface RelativeTimeProps {
  readonly at: number;
  readonly className?: string | undefined;
}

/** How long ago; exactly when, where the mouse rests. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const now = useNow(5_000);
  return (
    <time dateTime={new Date(at).toISOString()} className={className} data-tip={formatExact(at)}>
      {formatRelative(at, now)}
    </time>
  );
}
