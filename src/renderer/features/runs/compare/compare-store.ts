import { create } from 'zustand';
import type { RunRow } from '../../../../contract/models.ts';
import type { RunComparison } from '../../../../core/run/compare.ts';
import type { Plan } from '../../../../core/run/plan.ts';

export type Side = 'before' | 'after';

interface CompareState {
  readonly ids: Readonly<Record<Side, string | null>>;
  readonly rows: Readonly<Record<Side, RunRow | null>>;
  /** Runs that can take the place of either, newest first. */
  readonly others: readonly RunRow[];
  readonly comparison: RunComparison | null;
  readonly plans: { readonly before: Plan; readonly after: Plan } | null;
  readonly problem: string | null;
  /** The step whose logs are shown. */
  readonly stepId: string | null;
}

const NO_ROWS = { before: null, after: null } as const;

export const useCompare = create<CompareState>(() => ({
  ids: NO_ROWS,
  rows: NO_ROWS,
  others: [],
  comparison: null,
  plans: null,
  problem: null,
  stepId: null,
}));

const { getState, setState } = useCompare;

/** Chooses the two runs; the panel follows them while it is seen. */
export const compareRuns = (before: string, after: string): void =>
  setState({ ids: { before, after }, rows: NO_ROWS, comparison: null, plans: null, problem: null, stepId: null });

export function chooseSide(side: Side, runId: string): void {
  const { before, after } = getState().ids;
  const [one, other] = side === 'before' ? [runId, after] : [before, runId];
  if (one !== null && other !== null) compareRuns(one, other);
}

export function swapSides(): void {
  const { before, after } = getState().ids;
  if (before !== null && after !== null) compareRuns(after, before);
}

export const chooseStep = (stepId: string | null): void => setState({ stepId });
