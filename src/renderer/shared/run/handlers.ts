import type { Plan } from '../../../core/run/plan.ts';

const idsByPlan = new WeakMap<Plan, ReadonlySet<string>>();

/** Ids of the steps that run after the flow's own, once it is known how these ended. */
export function handlerIds(plan: Plan): ReadonlySet<string> {
  let ids = idsByPlan.get(plan);
  if (ids === undefined) {
    const { onSuccess, onFailure, onCancel, always } = plan.handlers;
    ids = new Set([...onSuccess, ...onFailure, ...onCancel, ...always].map(({ id }) => id));
    idsByPlan.set(plan, ids);
  }
  return ids;
}
