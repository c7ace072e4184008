import type { AgendaDay, LocalOccurrence } from '../../../../contract/schedules.ts';

export type AgendaItem =
  | { readonly kind: 'change'; readonly at: number; readonly change: AgendaDay['changes'][number] }
  | { readonly kind: 'fire'; readonly at: number; readonly scheduleId: string; readonly occurrence: LocalOccurrence };

export interface AgendaLines {
  /** In the order in which they come. */
  readonly items: readonly AgendaItem[];
  /** Schedules that fire too often on that day for a line each, with how often; the seldomest first. */
  readonly frequent: readonly { readonly scheduleId: string; readonly count: number }[];
}

/** Fires of one schedule on one day that get a line each. */
export const MOST_LINES = 6;

export function agendaLines(day: AgendaDay): AgendaLines {
  const isSeldom = ({ count }: AgendaDay['entries'][number]) => count <= MOST_LINES;
  const fires = day.entries
    .filter(isSeldom)
    .flatMap(({ scheduleId, occurrences }) =>
      occurrences.map((occurrence): AgendaItem => ({ kind: 'fire', at: occurrence.nominal, scheduleId, occurrence })),
    );
  const changes = day.changes.map((change): AgendaItem => ({ kind: 'change', at: change.at, change }));
  const frequent = day.entries
    .filter((entry) => !isSeldom(entry))
    .map(({ scheduleId, count }) => ({ scheduleId, count }));
  return {
    // A change stands before what fires at that very instant: it is why it fires then.
    items: [...changes, ...fires].sort((a, b) => a.at - b.at),
    frequent: frequent.sort((a, b) => a.count - b.count),
  };
}
