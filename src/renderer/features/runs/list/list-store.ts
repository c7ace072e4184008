import { create } from 'zustand';
import type { RunRow } from '../../../../contract/models.ts';
import type { RunFacets, RunFilter } from '../../../../contract/runs.ts';
import { client } from '../../../shared/client/client.ts';
import { failureText } from '../../../shared/stores/failure.ts';
import { onRunChange, type RunChange } from '../../../shared/stores/runs.ts';
import { EVERYTHING, filterOf, LIVE, type RunChoice } from './filter.ts';
import { firstPage, NO_PAGES, type RunPages, withChange, withOlder } from './run-pages.ts';
import { keepExisting, type ListSelection, NOTHING_SELECTED, type SelectionStep, selectStep } from './selection.ts';

interface RunListState {
  readonly choice: RunChoice;
  /** The choice as it was asked: `from` of the last hour stands still while the list is shown. */
  readonly filter: RunFilter;
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly problem: string | null;
  readonly pages: RunPages;
  /** Of those in `pages`, what is to be seen: without runs that are about to be deleted. */
  readonly rows: readonly RunRow[];
  readonly hidden: ReadonlySet<string>;
  readonly isLoadingMore: boolean;
  /** How many the filter finds in all; null while it is not known. */
  readonly total: number | null;
  readonly facets: RunFacets;
  readonly selection: ListSelection;
}

const PAGE = 200;
/** Live runs are all shown: more than these do not run at once. */
const MOST_LIVE = 500;
const MOST_COUNTED = 1_000_000;
/** Milliseconds that news wait for more of them. */
const RECOUNT_MS = 1_000;

export const useRunList = create<RunListState>(() => ({
  choice: EVERYTHING,
  filter: {},
  phase: 'loading',
  problem: null,
  pages: NO_PAGES,
  rows: [],
  hidden: new Set(),
  isLoadingMore: false,
  total: null,
  facets: { flows: [], labels: [], triggers: [] },
  selection: NOTHING_SELECTED,
}));

const { getState, setState } = useRunList;
/** Answers to an older question are not taken. */
let question = 0;

function showPages(pages: RunPages, hidden = getState().hidden, more: Partial<RunListState> = {}): void {
  const rows = hidden.size === 0 ? pages.rows : pages.rows.filter(({ id }) => !hidden.has(id));
  const selection = keepExisting(
    getState().selection,
    rows.map(({ id }) => id),
  );
  setState({ ...more, pages, hidden, rows, selection });
}

/** Shows other runs, from the top. */
export function chooseRuns(change: Partial<RunChoice>): void {
  setState(({ choice }) => ({ choice: { ...choice, ...change }, selection: NOTHING_SELECTED }));
  void load();
}

export async function load(): Promise<void> {
  const asked = ++question;
  const filter = filterOf(getState().choice, Date.now());
  setState({ filter, problem: null });
  try {
    const asksStatus = filter.status !== undefined;
    const [page, live] = await Promise.all([
      client.runs.list({ filter, limit: PAGE }),
      asksStatus ? { runs: [] } : client.runs.list({ filter: { ...filter, status: [...LIVE] }, limit: MOST_LIVE }),
    ]);
    if (asked !== question) return;
    showPages(firstPage(page, live.runs), getState().hidden, { phase: 'ready' });
  } catch (error) {
    if (asked === question) setState({ phase: 'failed', problem: failureText(error, 'The runs cannot be listed') });
    return;
  }
  await recount();
}

export async function loadMore(): Promise<void> {
  const { pages, isLoadingMore, filter } = getState();
  if (pages.next === null || isLoadingMore) return;
  const asked = question;
  setState({ isLoadingMore: true });
  try {
    const page = await client.runs.list({ filter, limit: PAGE, before: pages.next });
    if (asked === question) showPages(withOlder(getState().pages, page));
  } catch (error) {
    if (asked === question) setState({ problem: failureText(error, 'Older runs cannot be read') });
  } finally {
    setState({ isLoadingMore: false });
  }
}

/** Counts and choices are beside the list: without them it is still shown. */
async function recount(): Promise<void> {
  const asked = question;
  const { filter } = getState();
  const [total, facets] = await Promise.allSettled([
    client.runs.count({ filter, most: MOST_COUNTED }),
    client.runs.facets(),
  ]);
  if (asked !== question) return;
  setState({
    total: total.status === 'fulfilled' ? total.value.count : null,
    ...(facets.status === 'fulfilled' && { facets: facets.value }),
  });
}

let recounting: ReturnType<typeof setTimeout> | undefined;

function takeChange(change: RunChange): void {
  const { pages, filter } = getState();
  const next = withChange(pages, change, filter);
  if (next !== pages) showPages(next);
  recounting ??= setTimeout(() => {
    recounting = undefined;
    void recount();
  }, RECOUNT_MS);
}

/** Keeps the list as the store has it, until the returned function is called. */
export function followRunList(): () => void {
  const stop = onRunChange(takeChange);
  void load();
  return () => {
    stop();
    clearTimeout(recounting);
    recounting = undefined;
  };
}

/** Rows that were changed from here, such as by a pin. */
export const takeRows = (runs: readonly RunRow[]): void => takeChange({ runs, removed: [] });

/** Takes runs out of sight, or back into it. */
export function hideRuns(runIds: readonly string[], isHidden: boolean): void {
  const hidden = new Set(getState().hidden);
  for (const id of runIds) {
    if (isHidden) hidden.add(id);
    else hidden.delete(id);
  }
  showPages(getState().pages, hidden);
}

export function select(step: SelectionStep): void {
  const { selection, rows } = getState();
  setState({
    selection: selectStep(
      selection,
      step,
      rows.map(({ id }) => id),
    ),
  });
}

/** The selected runs, in the order of the list. */
export function selectedRuns(): readonly RunRow[] {
  const { rows, selection } = getState();
  return rows.filter(({ id }) => selection.selected.has(id));
}
