import type { StepStatus } from '../../../core/run/event.ts';
import { STATUS_WORD } from '../../shared/status/status.ts';

const ORDER: readonly StepStatus[] = [
  'running',
  'waiting',
  'queued',
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
  'pending',
];

/** `3 succeeded, 1 failed, 2 skipped`. */
export function countByStatus(steps: Iterable<{ readonly status: StepStatus }>): string {
  const counts = new Map<StepStatus, number>();
  for (const { status } of steps) counts.set(status, (counts.get(status) ?? 0) + 1);
  return ORDER.filter((status) => counts.has(status))
    .map((status) => `${counts.get(status)} ${STATUS_WORD[status].toLowerCase()}`)
    .join(', ');
}
