import type { RunRow } from '../../../../contract/models.ts';
import type { RunFilter } from '../../../../contract/runs.ts';
import type { RunStatus } from '../../../../core/run/event.ts';

/** What the list is to show, as the person chose it; null and '' ask nothing. */
export interface RunChoice {
  readonly text: string;
  readonly status: StatusChoice | null;
  readonly flowId: string | null;
  readonly trigger: string | null;
  readonly label: string | null;
  readonly time: TimeChoice | null;
  readonly pinned: boolean;
}

export type StatusChoice = 'live' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted' | 'skipped';

/** The last so many milliseconds, or local days from and to (`2026-01-31`, each inclusive, '' for open). */
export type TimeChoice =
  | { readonly kind: 'last'; readonly span: number }
  | { readonly kind: 'days'; readonly from: string; readonly to: string };

export const EVERYTHING: RunChoice = {
  text: '',
  status: null,
  flowId: null,
  trigger: null,
  label: null,
  time: null,
  pinned: false,
};

export const isEverything = (choice: RunChoice): boolean => JSON.stringify(choice) === JSON.stringify(EVERYTHING);

export const LIVE: readonly RunStatus[] = ['queued', 'running', 'waiting', 'paused'];

/** The choice as the store takes it, at this moment. */
export function filterOf({ text, status, flowId, trigger, label, time, pinned }: RunChoice, now: number): RunFilter {
  return {
    ...(text.trim() !== '' && { text: text.trim() }),
    ...(status !== null && { status: status === 'live' ? [...LIVE] : [status] }),
    ...(flowId !== null && { flowId }),
    ...(trigger !== null && { triggerType: trigger }),
    ...(label !== null && { label }),
    ...(pinned && { pinned: true }),
    ...(time !== null && spanOf(time, now)),
  };
}

function spanOf(time: TimeChoice, now: number): { from?: string; to?: string } {
  if (time.kind === 'last') return { from: new Date(now - time.span).toISOString() };
  const start = localDay(time.from, 0);
  const end = localDay(time.to, 1);
  return {
    ...(start !== null && { from: new Date(start).toISOString() }),
    ...(end !== null && { to: new Date(end - 1).toISOString() }),
  };
}

/** Midnight at which the day begins here, or so many days later; null for no day. */
function localDay(text: string, later: number): number | null {
  const [year, month, day] = text.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const instant = new Date(year, month - 1, day + later).getTime();
  return Number.isNaN(instant) ? null : instant;
}

/** Whether the store would find the run with this filter: for those that change while the list is shown. */
export function matchesFilter(row: RunRow, filter: RunFilter): boolean {
  const text = filter.text?.toLowerCase() ?? '';
  return (
    (filter.flowId === undefined || row.flowId === filter.flowId) &&
    (filter.status === undefined || filter.status.includes(row.status)) &&
    (filter.triggerType === undefined || row.trigger.type === filter.triggerType) &&
    (filter.label === undefined || row.labels.includes(filter.label)) &&
    (filter.pinned === undefined || row.pinned) &&
    (filter.from === undefined || row.createdAt >= filter.from) &&
    (filter.to === undefined || row.createdAt <= filter.to) &&
    [row.flowName, row.file, row.id].some((field) => field.toLowerCase().includes(text))
  );
}
