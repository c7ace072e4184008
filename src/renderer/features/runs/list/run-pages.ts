import type { RunRow } from '../../../../contract/models.ts';
import type { RunFilter } from '../../../../contract/runs.ts';
import { isLive } from '../../../shared/status/status.ts';
import type { RunChange } from '../../../shared/stores/runs.ts';
import { matchesFilter } from './filter.ts';

/** What is here of the list: all live runs, and the others from the newest on as far as was read. */
export interface RunPages {
  readonly byId: ReadonlyMap<string, RunRow>;
  /** Live ones first, each part newest first. */
  readonly rows: readonly RunRow[];
  /** Where older runs begin; null when all are here. */
  readonly next: string | null;
  /** When the oldest run that was read in order began; older ones that come up are not shown before their turn. */
  readonly reach: string | null;
}

export const NO_PAGES: RunPages = { byId: new Map(), rows: [], next: null, reach: null };

interface Page {
  readonly runs: readonly RunRow[];
  readonly next: string | null;
}

export const firstPage = (page: Page, live: readonly RunRow[]): RunPages =>
  withRows(new Map([...live, ...page.runs].map((row) => [row.id, row])), page.next, reachOf(page));

export const withOlder = (before: RunPages, page: Page): RunPages =>
  withRows(new Map([...before.byId, ...page.runs.map((row) => [row.id, row] as const)]), page.next, reachOf(page));

const reachOf = ({ runs, next }: Page): string | null => (next === null ? null : (runs.at(-1)?.createdAt ?? null));

/** The list after runs came, changed or went. The same object when nothing of it is shown. */
export function withChange(before: RunPages, { runs, removed }: RunChange, filter: RunFilter): RunPages {
  const byId = new Map(before.byId);
  let isChanged = false;
  for (const id of removed) isChanged = byId.delete(id) || isChanged;
  for (const row of runs) {
    const known = byId.get(row.id);
    if (known !== undefined && known.seq > row.seq) continue;
    const isWithin =
      known !== undefined || isLive(row.status) || before.reach === null || row.createdAt >= before.reach;
    if (matchesFilter(row, filter) && isWithin) byId.set(row.id, row);
    else if (!byId.delete(row.id)) continue;
    isChanged = true;
  }
  return isChanged ? withRows(byId, before.next, before.reach) : before;
}

function withRows(byId: ReadonlyMap<string, RunRow>, next: string | null, reach: string | null): RunPages {
  const sorted = [...byId.values()].sort(newestFirst);
  const rows = [...sorted.filter(({ status }) => isLive(status)), ...sorted.filter(({ status }) => !isLive(status))];
  return { byId, rows, next, reach };
}

const newestFirst = (a: RunRow, b: RunRow): number =>
  a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1;
