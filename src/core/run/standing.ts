import type { RunEnd } from './event.ts';
import type { RunState } from './state.ts';

/** How the run stands by the steps of its graph: its status once all of them have ended. */
export function standing(run: RunState): { status: RunEnd; reason: string } {
  const failed = run.graph.failed.map((step) => step.id);
  const cancel = run.cancel?.reason;
  if (cancel === 'run-timeout' || cancel === 'interrupted') return { status: 'failed', reason: cancel };
  if (failed.length > 0) return { status: 'failed', reason: `step-failed:${failed.slice(0, 20).join(',')}` };
  if (run.graph.cancelled > 0) return { status: 'cancelled', reason: run.cancel?.reason ?? 'cancelled' };
  return { status: 'succeeded', reason: 'succeeded' };
}
