import { create } from 'zustand';
import type { FlowStatistics, RunFlowRow } from '../../../../contract/runs.ts';
import { client } from '../../../shared/client/client.ts';
import { failureText } from '../../../shared/stores/failure.ts';
import { changeLayout } from '../../../shared/stores/layout.ts';
import { onRunChange } from '../../../shared/stores/runs.ts';
import { dayBounds } from './days.ts';

interface StatisticsState {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly problem: string | null;
  readonly flows: readonly RunFlowRow[];
  /** The flow that is shown; null for the first. */
  readonly flowId: string | null;
  readonly statistics: FlowStatistics | null;
}

const WEEKS = 53;
/** Milliseconds that news wait for more of them. */
const PACE_MS = 1_000;

export const useStatistics = create<StatisticsState>(() => ({
  phase: 'loading',
  problem: null,
  flows: [],
  flowId: null,
  statistics: null,
}));

const { getState, setState } = useStatistics;

/** Shows how the runs of a flow went. */
export function showStatistics(flowId: string): void {
  changeLayout({ activity: 'runs', runsTab: 'flows' });
  chooseFlow(flowId);
}

export function chooseFlow(flowId: string): void {
  setState(({ statistics }) => ({ flowId, statistics: statistics?.flowId === flowId ? statistics : null }));
  void loadStatistics();
}

export async function loadStatistics(): Promise<void> {
  try {
    const { flows } = await client.runs.facets();
    const flowId = getState().flowId ?? flows[0]?.flowId ?? null;
    setState({ flows, flowId, phase: 'ready', problem: null });
    if (flowId === null) return;
    const statistics = await client.flows.stats({ flowId, days: dayBounds(Date.now(), WEEKS) });
    if (getState().flowId === flowId) setState({ statistics });
  } catch (error) {
    setState({ phase: 'failed', problem: failureText(error, 'The statistics cannot be read') });
  }
}

/** Keeps them as the store has them, until the returned function is called. */
export function followStatistics(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = onRunChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void loadStatistics();
    }, PACE_MS);
  });
  void loadStatistics();
  return () => {
    stop();
    clearTimeout(timer);
  };
}
