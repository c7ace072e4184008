import { formatElapsed } from '../format/duration.ts';
import { useRunNow } from '../stores/run-clock.ts';

interface RunElapsedProps {
  readonly from: number;
  /** Absent while it lasts: then it counts, in a replay as far as that has come. */
  readonly to: number | undefined;
  readonly className?: string | undefined;
}

/** How long something of the shown run took or takes. */
export function RunElapsed({ from, to, className }: RunElapsedProps) {
  const now = useRunNow(100, to === undefined);
  return <span className={className}>{formatElapsed((to ?? Math.max(now, from)) - from)}</span>;
}
