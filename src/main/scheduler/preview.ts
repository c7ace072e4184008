import { findZone, type Instant } from '../../core/schedule/index.ts';
import type { LedgerEntry, Pause, StoredSchedule } from '../ports/schedule-store.ts';
import { createMemoryScheduleStore } from './memory-schedule-store.ts';
import { createPretendedRuns, type PreviewRun } from './pretended-runs.ts';
import type { ScheduledFlow } from './scheduled-flow.ts';
import { createScheduler } from './scheduler.ts';
import { zoneOf } from './timing.ts';
import { createVirtualClock } from './virtual-clock.ts';

export interface PreviewQuestion {
  readonly schedules: readonly ScheduledFlow[];
  /** From now on, or any later instant; what came due before is taken to be decided. */
  readonly from: Instant;
  readonly to: Instant;
  /** The zone of triggers that name none. */
  readonly localZone: string;
  /** What is kept of a schedule: its anchor, how often it ran. */
  readonly stored?: (scheduleId: string) => StoredSchedule | null;
  readonly pauses?: readonly Pause[];
  /** Milliseconds that a run of the flow will take, such as its last ones took. 0, if not given. */
  readonly runTime?: (flowId: string) => number;
  /** Fires after which it stops. */
  readonly limit?: number;
  /** Lets everything else run: a turn of the event loop. Rejects to give up. */
  readonly turn: () => Promise<void>;
}

export interface ClockChange {
  readonly zone: string;
  readonly at: Instant;
  /** Wall time minus instant, in milliseconds: larger after than before is a gap, smaller a fold. */
  readonly offsetBefore: number;
  readonly offsetAfter: number;
}

export interface Preview {
  /** The ledger as it will be, oldest first: fires, merges, skips, what waits at the end. */
  readonly ledger: readonly LedgerEntry[];
  readonly runs: readonly PreviewRun[];
  /** Of the zones that the schedules count by. */
  readonly clockChanges: readonly ClockChange[];
  /** How far it goes: less than was asked for when the limit came first. */
  readonly until: Instant;
}

const HOUR = 3_600_000;
const DEFAULT_LIMIT = 10_000;

/** What schedules will do: the scheduler itself, on a clock that is moved forward. Nothing is run and nothing written. */
export async function preview(question: PreviewQuestion): Promise<Preview> {
  const { from, to, localZone, pauses = [], limit = DEFAULT_LIMIT, turn } = question;
  const schedules = question.schedules.map((one) => ({ ...one, armedAt: Math.max(one.armedAt, from) }));
  const clock = createVirtualClock({ start: from, turn });
  const store = createMemoryScheduleStore({ schedules: schedules.flatMap(({ id }) => seedOf(id, question) ?? []) });
  for (const pause of pauses) store.pause(pause);
  const pretended = createPretendedRuns({
    schedules,
    runTime: question.runTime ?? (() => 0),
    limit,
    clock,
    write: (appends) => store.record(appends),
  });
  const zone = { name: () => localZone, watch: () => () => {} };
  const scheduler = createScheduler({ clock, store, dispatcher: pretended.dispatcher, zone });
  pretended.tell(scheduler);
  await scheduler.load(schedules);
  scheduler.start();
  while (clock.now() < to && pretended.fullAt() === null) await clock.advanceTo(Math.min(to, clock.now() + HOUR));
  await scheduler.stop();
  const until = pretended.fullAt() ?? clock.now();
  const { entries } = store.ledger({}, { limit: Number.MAX_SAFE_INTEGER });
  return {
    ledger: entries.filter(({ at }) => at <= until).reverse(),
    runs: pretended.runs,
    clockChanges: clockChangesOf(schedules, question),
    until,
  };
}

/** What waits now waits for something that is not known ahead: only what comes due from here on is shown. */
function seedOf(scheduleId: string, { stored }: PreviewQuestion): StoredSchedule | undefined {
  const known = stored?.(scheduleId);
  return known ? { ...known, deferral: null } : undefined;
}

function clockChangesOf(schedules: readonly ScheduledFlow[], { localZone, from, to }: PreviewQuestion): ClockChange[] {
  const names = new Set(schedules.map(({ trigger }) => zoneOf(trigger, localZone)));
  const changes: ClockChange[] = [];
  for (const name of names) {
    const zone = findZone(name);
    if (!zone.ok) continue;
    let stretch = zone.value.stretchAt(from);
    for (; stretch.end <= to; stretch = zone.value.stretchAt(stretch.end)) {
      if (stretch.after === stretch.offset) continue;
      changes.push({ zone: name, at: stretch.end, offsetBefore: stretch.offset, offsetAfter: stretch.after });
    }
  }
  return changes.sort((a, b) => a.at - b.at);
}
