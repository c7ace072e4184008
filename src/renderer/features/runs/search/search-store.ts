import { create } from 'zustand';
import type { RunRow } from '../../../../contract/models.ts';
import type { LogHit, LogSearchItem } from '../../../../contract/runs.ts';
import { client } from '../../../shared/client/client.ts';
import { failureText, problemsOf } from '../../../shared/stores/failure.ts';
import { filterOf } from '../list/filter.ts';
import { useRunList } from '../list/list-store.ts';

interface SearchState {
  readonly text: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  /** Only among the runs that the list is filtered to. */
  readonly withinList: boolean;
  readonly phase: 'none' | 'searching' | 'done' | 'stopped' | 'failed';
  readonly problem: string | null;
  readonly groups: readonly HitGroup[];
  readonly hits: number;
  readonly progress: Progress;
  readonly isLimited: boolean;
}

/** The hits of one attempt, in the order of their lines. */
export interface HitGroup {
  readonly id: string;
  readonly run: RunRow;
  readonly hits: readonly LogHit[];
}

type Progress = Pick<LogSearchItem, 'searchedRuns' | 'searchedBytes' | 'totalRuns'>;

const NO_PROGRESS: Progress = { searchedRuns: 0, searchedBytes: 0, totalRuns: 0 };
const NOTHING_FOUND = { groups: [], hits: 0, progress: NO_PROGRESS, isLimited: false, problem: null } as const;

export const useLogSearch = create<SearchState>(() => ({
  text: '',
  regex: false,
  caseSensitive: false,
  withinList: false,
  phase: 'none',
  ...NOTHING_FOUND,
}));

const { getState, setState } = useLogSearch;
let controller = new AbortController();

export const changeSearch = (
  change: Partial<Pick<SearchState, 'text' | 'regex' | 'caseSensitive' | 'withinList'>>,
): void => setState(change);

/** Looks anew. What is found is shown as it comes, until all is searched, or somebody stops it. */
export async function searchLogs(): Promise<void> {
  stopSearch();
  const { text, regex, caseSensitive, withinList } = getState();
  if (text === '') return;
  controller = new AbortController();
  const { signal } = controller;
  setState({ ...NOTHING_FOUND, phase: 'searching' });
  const filter = withinList ? filterOf(useRunList.getState().choice, Date.now()) : {};
  const runs = new Map<string, RunRow>();
  try {
    for await (const item of await client.runs.search({ text, regex, caseSensitive, filter }, { signal })) {
      if (signal.aborted) return;
      for (const run of item.runs) runs.set(run.id, run);
      setState((before) => ({
        groups: withHits(before.groups, item.hits, runs),
        hits: before.hits + item.hits.length,
        progress: item,
        ...(item.end !== null && { phase: 'done', isLimited: item.end === 'limit' }),
      }));
    }
    if (!signal.aborted) setState({ phase: 'done' });
  } catch (error) {
    if (signal.aborted) return;
    const [problem = failureText(error, 'The logs cannot be searched')] = problemsOf(error);
    setState({ phase: 'failed', problem });
  }
}

export function stopSearch(): void {
  controller.abort();
  if (getState().phase === 'searching') setState({ phase: 'stopped' });
}

function withHits(
  before: readonly HitGroup[],
  hits: readonly LogHit[],
  runs: ReadonlyMap<string, RunRow>,
): readonly HitGroup[] {
  if (hits.length === 0) return before;
  const groups = [...before];
  for (const hit of hits) {
    const { runId, stepId, branch, attempt } = hit.key;
    const id = `${runId} ${stepId} ${branch} ${attempt}`;
    const last = groups.at(-1);
    const run = runs.get(runId);
    if (last?.id === id) groups[groups.length - 1] = { ...last, hits: [...last.hits, hit] };
    else if (run !== undefined) groups.push({ id, run, hits: [hit] });
  }
  return groups;
}
