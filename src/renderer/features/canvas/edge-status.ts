import type { StepStatus } from '../../../core/run/event.ts';

/** `active` carries on right now; `broken` is where a failure stopped what came after. */
export type EdgeStatus = 'pending' | 'active' | 'done' | 'broken' | 'skipped';

const ENDED: ReadonlySet<StepStatus> = new Set(['succeeded', 'failed', 'skipped', 'cancelled']);
const UNDER_WAY: ReadonlySet<StepStatus> = new Set(['queued', 'running', 'waiting']);

/** How an edge stands, from the steps at its ends. */
export function edgeStatus(source: StepStatus, target: StepStatus): EdgeStatus {
  if (!ENDED.has(source)) return 'pending';
  if (UNDER_WAY.has(target)) return 'active';
  if (target === 'skipped') return source === 'failed' ? 'broken' : 'skipped';
  if (target === 'succeeded' || target === 'failed') return 'done';
  return 'pending';
}
