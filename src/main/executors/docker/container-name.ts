import { hashHex } from '../../../core/base/hash.ts';
import type { AttemptKey } from '../../ports/log-store.ts';

const LONGEST_ID = 60;

/** Follows from the attempt, so that the container can be found by whoever knows that, also when nobody wrote its name down. */
export function containerName({ runId, stepId, branch, attempt }: AttemptKey): string {
  const id = stepId.replace(/[^A-Za-z0-9_.-]+/g, '-').slice(0, LONGEST_ID);
  const hash = hashHex(`${runId}/${stepId}/${branch}/${attempt}`).slice(0, 12);
  return `chronum-${runId.replace(/[^A-Za-z0-9_.-]+/g, '-')}-${id}-${hash}`;
}
