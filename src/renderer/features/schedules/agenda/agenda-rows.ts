import type { AgendaDay, LocalOccurrence } from '../../../../contract/schedules.ts';

export type AgendaItem =
  | { readonly kind: 'change'; readonly at: number; readonly change: AgendaDay['changes'][number] }
  | { readonly kind: 'fire'; readonly at: number; readonly scheduleId: string; readonly occurrence: LocalOccurrence }
  /** Too many on one day for a line each. */
  | {
      readonly kind: 'several';
      readonly at: number;
      readonly scheduleId: string;
      readonly count: number;
      readonly first: LocalOccurrence;
    };

/** Fires of one schedule on one day that get a line each. */
export const MOST_LINES = 6;

/** What a day holds, in the order in which it comes. */
export function agendaItems(day: AgendaDay): AgendaItem[] {
  const items = day.entries.flatMap(({ scheduleId, count, occurrences }): AgendaItem[] => {
    const [first] = occurrences;
    if (first === undefined) return [];
    if (count > MOST_LINES) return [{ kind: 'several', at: first.nominal, scheduleId, count, first }];
    return occurrences.map((occurrence) => ({ kind: 'fire', at: occurrence.nominal, scheduleId, occurrence }));
  });
  const changes = day.changes.map((change): AgendaItem => ({ kind: 'change', at: change.at, change }));
  // A change stands before what fires at that very instant: it is why it fires then.
  return [...changes, ...items].sort((a, b) => a.at - b.at);
}
