import type { Preview, PreviewRow } from '../../../../contract/schedules.ts';
import type { Outcome } from '../../../../core/ledger/index.ts';

export interface Tally {
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly running: number;
  readonly waiting: number;
}

/** What will have happened by an instant, and what goes on then. */
export function tallyAt({ lanes, from, to }: Pick<Preview, 'lanes' | 'from' | 'to'>, at: number): Tally {
  const counts: Record<Outcome, number> = { fired: 0, skipped: 0, merged: 0, deferred: 0, missed: 0 };
  let [running, waiting] = [0, 0];
  for (const { rows, dense } of lanes) {
    if (dense !== null) counts.fired += Math.floor((dense.count * Math.max(0, at - from)) / (to - from));
    for (const row of rows) {
      const decided = row.outcome === 'fired' ? row.at : row.first;
      if (decided <= at) {
        if (row.outcome !== 'deferred') counts[row.outcome] += countUntil(row, at);
        if (row.end !== null && row.end > at) running++;
        if (row.held === 'queued' && row.end === null) waiting++;
      }
      const isHeld = row.first <= at && (row.outcome === 'deferred' || (row.outcome === 'fired' && row.at > at));
      if (isHeld) waiting++;
    }
  }
  return { counts, running, waiting };
}

/** Of neighbours in one row, those that have come: taken to be evenly apart. */
function countUntil({ first, last, count }: PreviewRow, at: number): number {
  if (at >= last || last === first) return count;
  return Math.min(count, Math.floor(((at - first) / (last - first)) * (count - 1)) + 1);
}

/** Something out of the ordinary that is to come. */
export type Effect =
  | { readonly kind: 'change'; readonly at: number; readonly change: Preview['changes'][number] }
  /** One or more instants of a schedule with the same outcome for the same reason. */
  | {
      readonly kind: 'rows';
      readonly at: number;
      readonly last: number;
      readonly scheduleId: string;
      readonly outcome: Outcome;
      readonly reason: string;
      readonly held: PreviewRow['held'];
      readonly count: number;
    }
  /** Fires too often to be followed, and its runs last longer than from one fire to the next. */
  | {
      readonly kind: 'crowded';
      readonly at: number;
      readonly scheduleId: string;
      readonly everyMs: number;
      readonly runMs: number;
    };

/** Everything but fires that are on time, and what clocks do; by when it begins. */
export function effectsOf({ lanes, changes, from }: Pick<Preview, 'lanes' | 'changes' | 'from'>): Effect[] {
  const effects: Effect[] = changes.map((change) => ({ kind: 'change', at: change.at, change }));
  for (const { scheduleId, rows, dense, runMs } of lanes) {
    if (dense?.overlaps) effects.push({ kind: 'crowded', at: from, scheduleId, everyMs: dense.everyMs, runMs });
    const unusual = rows.filter(
      ({ outcome, reason, held }) => held !== null || outcome !== 'fired' || reason !== 'due',
    );
    const kinds = Map.groupBy(unusual, ({ outcome, reason, held }) => `${outcome} ${held} ${shortReason(reason)}`);
    for (const same of kinds.values()) {
      const [first] = same;
      if (first === undefined) continue;
      effects.push({
        kind: 'rows',
        at: first.first,
        last: same.at(-1)?.last ?? first.last,
        scheduleId,
        outcome: first.outcome,
        reason: same.length === 1 ? first.reason : shortReason(first.reason),
        held: first.held,
        count: same.reduce((sum, { count }) => sum + count, 0),
      });
    }
  }
  return effects.sort((a, b) => a.at - b.at);
}

/** Without what differs from one to the next: the run that was waited for, the wall time that was skipped. */
const shortReason = (reason: string): string => reason.replace(/^(overlap|clock-change):.*$/, '$1');

/** The next instant at which something happens, for stepping; null after the last. */
export function nextInstant({ lanes, changes }: Pick<Preview, 'lanes' | 'changes'>, after: number): number | null {
  const instants = [
    ...changes.map(({ at }) => at),
    ...lanes.flatMap(({ rows }) => rows.map(({ outcome, at, first }) => (outcome === 'fired' ? at : first))),
  ];
  const later = instants.filter((at) => at > after);
  return later.length === 0 ? null : later.reduce((a, b) => Math.min(a, b));
}
