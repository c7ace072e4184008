import { create } from 'zustand';
import type { RunRow } from '../../../contract/models.ts';
import { client } from '../client/client.ts';
import { follow } from '../client/follow.ts';

interface Runs {
  /** Latest first. */
  readonly rows: readonly RunRow[];
  readonly byId: ReadonlyMap<string, RunRow>;
  readonly phase: 'loading' | 'ready';
}

const PAGE = 100;
const HISTORY = 30;

export const useRuns = create<Runs>(() => ({ rows: [], byId: new Map(), phase: 'loading' }));

export interface RunChange {
  readonly runs: readonly RunRow[];
  /** Ids that the store has no longer. */
  readonly removed: readonly string[];
}

const listeners = new Set<(change: RunChange) => void>();

/** Calls `listener` with every change of any run. Returns a function that ends it. */
export function onRunChange(listener: (change: RunChange) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const laterFirst = (a: RunRow, b: RunRow): number =>
  a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1;

/** Takes rows in, each where it is newer than what is known. */
export function mergeRuns(rows: readonly RunRow[]): void {
  if (rows.length === 0) return;
  useRuns.setState(({ byId }) => {
    const merged = new Map(byId);
    for (const row of rows) {
      const known = merged.get(row.id);
      if (known === undefined || known.seq <= row.seq) merged.set(row.id, row);
    }
    return { byId: merged, rows: [...merged.values()].sort(laterFirst) };
  });
}

/** Takes rows out that are gone from the store. */
function forgetRuns(runIds: readonly string[]): void {
  if (runIds.length === 0) return;
  useRuns.setState(({ byId }) => {
    const left = new Map(byId);
    for (const runId of runIds) left.delete(runId);
    return { byId: left, rows: [...left.values()].sort(laterFirst) };
  });
}

/** Keeps the list of runs as the store has it, whoever runs them. */
export function followRuns(): void {
  follow({
    // The watch tells of changes alone: it is opened first, so that nothing falls between it and the list.
    open: async (signal) => {
      const changes = await client.runs.watch({}, { signal });
      const { runs } = await client.runs.list({ limit: PAGE }, { signal });
      mergeRuns(runs);
      useRuns.setState({ phase: 'ready' });
      return changes;
    },
    onItem: (change) => {
      mergeRuns(change.runs);
      forgetRuns(change.removed);
      for (const listener of listeners) listener(change);
    },
  });
}

/** The last runs of a flow, which the page of all runs may not reach. */
export async function loadHistory(flowId: string): Promise<void> {
  const { runs } = await client.runs.list({ filter: { flowId }, limit: HISTORY });
  mergeRuns(runs);
}

export const historyOf = (rows: readonly RunRow[], flowId: string | undefined): readonly RunRow[] =>
  rows.filter((row) => row.flowId === flowId).slice(0, HISTORY);
