import { formatElapsed } from '../format/duration.ts';
import { useNow } from '../stores/clock.ts';

interface ElapsedProps {
  readonly from: number;
  /** Absent while it lasts: then it counts. */
  readonly to: number | undefined;
  readonly className?: string | undefined;
}

export function Elapsed({ from, to, className }: ElapsedProps) {
  const now = useNow(100, to === undefined);
  return <span className={className}>{formatElapsed((to ?? Math.max(now, from)) - from)}</span>;
}
