import type { Json } from '../../core/base/json.ts';
import { BACKFILL } from '../../core/ledger/index.ts';
import type { RunTrigger } from '../../core/run/event.ts';
import type { Instant } from '../../core/schedule/index.ts';
import type { StreamAppend } from '../ports/event-log.ts';
import type { ScheduleStore } from '../ports/schedule-store.ts';
import { outcomes, triggerOf } from './outcomes.ts';
import { appendOf } from './planner.ts';
import type { ScheduledFlow } from './scheduled-flow.ts';
import { isTimed } from './scheduled-flow.ts';
import { createTimings } from './timing.ts';

/** A past instant of a schedule, and what becomes of it when the past is filled in. */
export interface BackfillInstant {
  readonly schedule: ScheduledFlow;
  readonly nominal: Instant;
  readonly params: Readonly<Record<string, Json>>;
  /** The run that it has already; it is left out then. */
  readonly alreadyFired: string | null;
}

export interface BackfillRange {
  /** Both ends in. */
  readonly from: Instant;
  readonly to: Instant;
}

/** More than that were hardly meant. */
export const MOST_BACKFILLED = 10_000;

/** What would fire if the range were filled in, in order. At most one more than `MOST_BACKFILLED`, which tells that it is too much. */
export function planBackfill(
  schedule: ScheduledFlow,
  { from, to }: BackfillRange,
  store: Pick<ScheduleStore, 'get' | 'ledger'>,
  localZone: string,
  firstSeen: Instant,
): BackfillInstant[] {
  if (!isTimed(schedule.trigger)) return [];
  const state = store.get(schedule.id) ?? { firstSeen };
  const bound = createTimings().bind(schedule, state, localZone);
  const occurrences = bound?.between(from - 1, to, MOST_BACKFILLED + 1) ?? [];
  const runs = runsBetween(schedule.id, { from, to }, store);
  return occurrences.map(({ nominal }) => ({
    schedule,
    nominal,
    params: schedule.trigger.params ?? {},
    alreadyFired: runs.get(nominal) ?? null,
  }));
}

function runsBetween(scheduleId: string, range: BackfillRange, store: Pick<ScheduleStore, 'ledger'>) {
  const runs = new Map<Instant, string>();
  let before: number | undefined;
  do {
    const page = store.ledger(
      { scheduleIds: [scheduleId], outcomes: ['fired'], ...range },
      { limit: 1_000, ...(before === undefined ? {} : { before }) },
    );
    for (const { first, runId } of page.entries) if (runId !== null) runs.set(first, runId);
    before = page.next ?? undefined;
  } while (before !== undefined);
  return runs;
}

export interface BackfillFire {
  readonly trigger: RunTrigger;
  readonly record: StreamAppend;
}

/** What is written with the run of a filled-in instant. Its outcome in the ledger stands beside the one the instant had. */
export async function backfillFire(
  { schedule, nominal }: BackfillInstant,
  runId: string,
  store: Pick<ScheduleStore, 'see'>,
  now: Instant,
): Promise<BackfillFire> {
  const [state] = await store.see([schedule.id], now);
  const fired = outcomes.fired(schedule.id, nominal, runId, BACKFILL);
  return {
    trigger: triggerOf(schedule, nominal),
    record: appendOf(schedule.id, { seq: state?.seq ?? 0 }, [fired], now),
  };
}
