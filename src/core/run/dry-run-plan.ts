import { ok, type Result } from '../base/result.ts';
import { type DryStep, dryRun } from './dry-run.ts';
import type { EventOf } from './event.ts';
import type { Params } from './params.ts';
import type { Plan } from './plan.ts';
import { resolvePlan } from './resolve-plan.ts';

export interface DryRunRequest {
  readonly flow: EventOf<'run.created'>['flow'];
  readonly plan: Plan;
  /** Resolved, see `resolveParams`. */
  readonly params: Params;
  readonly trigger: EventOf<'run.created'>['trigger'];
  readonly owner: EventOf<'run.created'>['owner'];
}

/** What a run of the plan would do. Places are not counted: a wave is what could run at the same time. Problems name the key. */
export function dryRunPlan(request: DryRunRequest): Result<DryStep[], readonly string[]> {
  const plan = resolvePlan(request.plan, { params: request.params }, 1);
  if (!plan.ok) return plan;
  return ok(
    dryRun({
      ...request,
      type: 'run.created',
      at: new Date(0).toISOString(),
      runId: 'dry-run',
      plan: { ...plan.value, maxParallel: Number.MAX_SAFE_INTEGER },
      seed: 'dry-run',
    }),
  );
}
