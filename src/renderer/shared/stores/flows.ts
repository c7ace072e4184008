import { create } from 'zustand';
import type { FlowRow } from '../../../contract/models.ts';
import { client } from '../client/client.ts';
import { follow } from '../client/follow.ts';

interface Flows {
  readonly workspace: string | null;
  readonly rows: readonly FlowRow[];
  readonly phase: 'none' | 'loading' | 'ready' | 'gone';
}

const NONE: Flows = { workspace: null, rows: [], phase: 'none' };

export const useFlows = create<Flows>(() => NONE);

let stop = () => {};

/** Keeps the list of the workspace's flow files as it is on disk. */
export function followFlows(workspace: string | null): void {
  stop();
  useFlows.setState({ ...NONE, workspace, phase: workspace === null ? 'none' : 'loading' });
  if (workspace === null) return;
  stop = follow({
    open: (signal) => client.flows.watch({ workspace }, { signal }),
    onItem: ({ flows }) => useFlows.setState({ rows: flows, phase: 'ready' }),
    onRefused: () => useFlows.setState({ phase: 'gone' }),
  });
}
