import type { DryStep } from '../../../core/run/dry-run.ts';
import { planStepId } from '../graph/step-id.ts';

/** When a step of the plan would run: the waves of its instances, from 1; none for one that would not run. */
export interface DryPlace {
  readonly first: number;
  readonly last: number;
  /** Attempts that would start: of one step, or of its instances. */
  readonly count: number;
}

/** By the step of the plan. */
export function placesOf(steps: readonly DryStep[]): ReadonlyMap<string, DryPlace> {
  const places = new Map<string, DryPlace>();
  for (const { stepId, wave } of steps) {
    const id = planStepId(stepId);
    const before = places.get(id) ?? { first: 0, last: 0, count: 0 };
    if (wave === 0) places.set(id, before);
    else {
      const first = before.first === 0 ? wave : Math.min(before.first, wave);
      places.set(id, { first, last: Math.max(before.last, wave), count: before.count + 1 });
    }
  }
  return places;
}
