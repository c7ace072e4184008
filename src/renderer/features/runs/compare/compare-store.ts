import { create } from 'zustand';
import type { RunRow } from '../../../../contract/models.ts';
import { compareRuns as compare, type RunComparison } from '../../../../core/run/compare.ts';
import { fold } from '../../../../core/run/fold.ts';
import type { Plan } from '../../../../core/run/plan.ts';
import type { RunState } from '../../../../core/run/state.ts';
import { client } from '../../../shared/client/client.ts';
import { follow } from '../../../shared/client/follow.ts';
import { failureText } from '../../../shared/stores/failure.ts';

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

const OTHERS = 50;
/** Milliseconds that events of a live run wait for more of them. */
const PACE_MS = 250;
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
let stop = () => {};

/** Shows what differs between two runs, and goes on with it while one of them lives. */
export function compareRuns(before: string, after: string): void {
  setState({ ids: { before, after }, rows: NO_ROWS, comparison: null, plans: null, problem: null, stepId: null });
  followCompared();
}

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

/** Follows both runs until it is told to end, or others are compared. */
export function followCompared(): () => void {
  stop();
  const { before, after } = getState().ids;
  if (before === null || after === null) return () => {};
  const states = new Map<Side, RunState>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    timer = undefined;
    const [one, other] = [states.get('before'), states.get('after')];
    if (one === undefined || other === undefined) return;
    setState({ comparison: compare(one, other), plans: { before: one.plan, after: other.plan } });
  };
  const stops = [
    followSide(before, (state) => states.set('before', state), schedule),
    followSide(after, (state) => states.set('after', state), schedule),
  ];
  function schedule() {
    timer ??= setTimeout(show, states.size < 2 || getState().comparison === null ? 0 : PACE_MS);
  }
  void nameRuns(before, after);
  const end = () => {
    clearTimeout(timer);
    for (const each of stops) each();
  };
  stop = end;
  return end;
}

function followSide(runId: string, keep: (state: RunState) => void, changed: () => void): () => void {
  let state: RunState | undefined;
  return follow({
    open: (signal) => client.runs.events({ runId, afterSeq: state?.seq ?? 0 }, { signal }),
    onItem: ({ events }) => {
      for (const event of events) if (event.seq > (state?.seq ?? 0)) state = fold(state, event);
      if (state === undefined) return;
      keep(state);
      changed();
    },
    onEnd: changed,
    onRefused: (error) => setState({ problem: failureText(error, 'The runs cannot be compared') }),
  });
}

async function nameRuns(before: string, after: string): Promise<void> {
  try {
    const [one, other] = await Promise.all([client.runs.get({ runId: before }), client.runs.get({ runId: after })]);
    const { runs } = await client.runs.list({ filter: { flowId: other.flowId }, limit: OTHERS });
    const { ids } = getState();
    if (ids.before === before && ids.after === after) setState({ rows: { before: one, after: other }, others: runs });
  } catch (error) {
    setState({ problem: failureText(error, 'The runs cannot be compared') });
  }
}
