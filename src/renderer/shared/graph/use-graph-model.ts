import type { Plan } from '../../../core/run/plan.ts';
import { useDocument } from '../stores/document.ts';
import { useRun } from '../stores/run.ts';
import { useStudio } from '../stores/studio.ts';
import { type GraphModel, graphOfPlan } from './model.ts';

const models = new WeakMap<Plan, GraphModel>();

function modelOf(plan: Plan): GraphModel {
  let model = models.get(plan);
  if (model === undefined) {
    model = graphOfPlan(plan);
    models.set(plan, model);
  }
  return model;
}

/** The graph to draw: today's flow, or what the run that was opened ran. */
export function useGraphModel(): GraphModel | undefined {
  const isPinned = useStudio((state) => state.pinnedRun !== null);
  const today = useDocument((state) => state.drawn?.plan);
  const ran = useRun((state) => state.run?.plan);
  const plan = isPinned ? ran : today;
  return plan === undefined ? undefined : modelOf(plan);
}
