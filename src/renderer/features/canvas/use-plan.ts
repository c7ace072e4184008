import { useMemo } from 'react';
import type { Plan } from '../../../core/run/plan.ts';
import { type GraphModel, graphOfPlan } from '../../shared/graph/model.ts';
import { useDocument } from '../../shared/stores/document.ts';
import { useRun } from '../../shared/stores/run.ts';
import { useStudio } from '../../shared/stores/studio.ts';

/** The plan to draw: today's, or that of the run that was opened. */
function usePlan(): Plan | undefined {
  const isPinned = useStudio((state) => state.pinnedRun !== null);
  const today = useDocument((state) => state.valid?.plan);
  const ran = useRun((state) => state.run?.plan);
  return isPinned ? ran : today;
}

export function useGraphModel(): GraphModel | undefined {
  const plan = usePlan();
  return useMemo(() => (plan === undefined ? undefined : graphOfPlan(plan)), [plan]);
}
