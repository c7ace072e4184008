import { formatCountdown } from '../../../shared/format/duration.ts';
import type { NodeStep } from '../../../shared/run/node-step.ts';
import { RunElapsed } from '../../../shared/run/run-elapsed.tsx';
import { useRunNow } from '../../../shared/stores/run-clock.ts';
import styles from './node.module.css';

/** How long it took or takes; while it waits for an instant, how long until then. */
export function NodeTime({ step }: { readonly step: NodeStep | undefined }) {
  if (step === undefined) return null;
  const until = step.id === undefined ? undefined : step.waiting?.until;
  if (step.status === 'waiting' && until !== undefined) return <Countdown until={until} />;
  if (step.startedAt === undefined || step.status === 'skipped') return null;
  return <RunElapsed from={step.startedAt} to={step.finishedAt} className={styles.time} />;
}

function Countdown({ until }: { readonly until: number }) {
  const now = useRunNow(250);
  return <span className={styles.countdown}>{formatCountdown(until - now)}</span>;
}
