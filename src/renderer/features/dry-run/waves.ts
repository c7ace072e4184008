import type { DryStep } from '../../../core/run/dry-run.ts';
import { parentStepId } from '../../shared/graph/step-id.ts';

export interface Wave {
  /** From 1; 0 for what would not run. */
  readonly number: number;
  readonly steps: readonly DryStep[];
}

/** Steps that would run at the same time together, in their order; what would not run comes last. Groups of steps are not steps that run. */
export function wavesOf(steps: readonly DryStep[]): readonly Wave[] {
  const byNumber = new Map<number, DryStep[]>();
  const holders = new Set(steps.flatMap(({ stepId }) => parentStepId(stepId) ?? []));
  for (const step of steps) {
    // What only holds others: a group, or a step with instances.
    if (step.outcome === 'runs' && (step.wave === 0 || holders.has(step.stepId))) continue;
    byNumber.set(step.wave, [...(byNumber.get(step.wave) ?? []), step]);
  }
  const order = (number: number) => (number === 0 ? Number.POSITIVE_INFINITY : number);
  return [...byNumber].map(([number, of]) => ({ number, steps: of })).sort((a, b) => order(a.number) - order(b.number));
}
