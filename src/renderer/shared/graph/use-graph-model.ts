import type { Flow } from '../../../core/flow/flow.ts';
import type { Plan } from '../../../core/run/plan.ts';
import { useDocument } from '../stores/document.ts';
import { useRun } from '../stores/run.ts';
import { useStudio } from '../stores/studio.ts';
import { type GraphModel, graphOfPlan } from './model.ts';
import { standInsOf } from './stand-ins.ts';

const models = new WeakMap<Plan, GraphModel>();

function modelOf(plan: Plan, flow: Flow | undefined): GraphModel {
  let model = models.get(plan);
  if (model === undefined) {
    model = graphOfPlan(plan, flow && standInsOf(flow));
    models.set(plan, model);
  }
  return model;
}

/** The graph to draw: today's flow, or what the run that was opened ran. */
export function useGraphModel(): GraphModel | undefined {
  const isPinned = useStudio((state) => state.pinnedRun !== null);
  const today = useDocument((state) => state.drawn);
  const ran = useRun((state) => state.run?.plan);
  if (isPinned) return ran === undefined ? undefined : modelOf(ran, undefined);
  return today === null ? undefined : modelOf(today.plan, today.flow);
}
