import type { Preview, PreviewLane, PreviewRow } from '../../../contract/schedules.ts';
import type { Instant } from '../../../core/schedule/index.ts';
import type { Pause, StoredSchedule } from '../../ports/schedule-store.ts';
import type { PreviewRun } from '../../scheduler/pretended-runs.ts';
import { preview } from '../../scheduler/preview.ts';
import type { ScheduledFlow } from '../../scheduler/scheduled-flow.ts';
import { type Timings, zoneOf } from '../../scheduler/timing.ts';
import { zoneChanges } from './local-occurrence.ts';

export interface LookAheadQuestion {
  readonly schedules: readonly ScheduledFlow[];
  readonly from: Instant;
  readonly to: Instant;
  readonly localZone: string;
  readonly stored: (scheduleId: string) => StoredSchedule | null;
  readonly pauses: readonly Pause[];
  /** Milliseconds that a run of the flow takes; null when none has finished yet. */
  readonly runTime: (flowId: string) => number | null;
  readonly timings: Timings;
  readonly signal?: AbortSignal | undefined;
}

/** More of one schedule cannot be told apart on a screen: they are counted, and the others followed one by one. */
const MOST_OF_ONE = 4_500;
const MOST_OF_ALL = 12_000;

/** What schedules will do. The scheduler itself decides it, on a clock that is moved ahead. */
export async function lookAhead(question: LookAheadQuestion): Promise<Preview> {
  const { from, to, localZone, stored, pauses, signal } = question;
  const { followed, dense } = split(question);
  const ahead = await preview({
    schedules: followed,
    from,
    to,
    localZone,
    stored,
    pauses,
    runTime: (flowId) => question.runTime(flowId) ?? 0,
    // Held-back fires have rows beside those that they became: twice what is counted, and some that follow other flows.
    limit: MOST_OF_ALL * 2,
    turn: async () => {
      await new Promise<void>((next) => setImmediate(next));
      signal?.throwIfAborted();
    },
  });
  const runs = new Map(ahead.runs.map((run) => [`${run.scheduleId} ${run.nominal}`, run]));
  const rowsById = new Map<string, PreviewRow[]>();
  for (const { scheduleId, outcome, reason, first, last, count, at } of ahead.ledger) {
    const run = outcome === 'fired' ? runs.get(`${scheduleId} ${first}`) : undefined;
    const rows = rowsById.get(scheduleId) ?? [];
    const end = endOf(run, ahead.until);
    rows.push({ outcome, reason, first, last, count, at: run?.start ?? at, end, held: run?.held ?? null });
    rowsById.set(scheduleId, rows);
  }
  const lanes = question.schedules.map((schedule): PreviewLane => {
    const rows = rowsById.get(schedule.id) ?? [];
    const count = dense.get(schedule.id);
    const measured = question.runTime(schedule.flow.id);
    const everyMs = count === undefined ? 0 : Math.round((to - from) / count);
    return {
      scheduleId: schedule.id,
      rows,
      fires: count ?? rows.filter(({ outcome }) => outcome === 'fired').length,
      dense: count === undefined ? null : { count, everyMs, overlaps: (measured ?? 0) > everyMs },
      zone: zoneOf(schedule.trigger, localZone),
      runMs: measured ?? 0,
      measured: measured !== null,
    };
  });
  const zones = lanes.map(({ zone }) => zone);
  return { from, to, until: Math.min(to, ahead.until), lanes, changes: zoneChanges(zones, from, to) };
}

const endOf = (run: PreviewRun | undefined, until: Instant): Instant | null =>
  run === undefined || run.start === null ? null : (run.end ?? until);

/** Those that fire least are followed first, so that one that fires every second hides no other. */
function split({ schedules, from, to, localZone, stored, timings }: LookAheadQuestion) {
  const counted = schedules.map((schedule) => {
    const bound = timings.bind(schedule, stored(schedule.id) ?? { firstSeen: from }, localZone);
    return { schedule, count: bound?.count(from, to) ?? 0 };
  });
  counted.sort((a, b) => a.count - b.count);
  const followed: ScheduledFlow[] = [];
  const dense = new Map<string, number>();
  let total = 0;
  for (const { schedule, count } of counted) {
    const isFollowed = count <= MOST_OF_ONE && total + count <= MOST_OF_ALL;
    if (isFollowed) {
      total += count;
      followed.push(schedule);
    } else dense.set(schedule.id, count);
  }
  return { followed, dense };
}

/** The middle one of the last runs that came to their own end. */
export function typicalRunTime(
  runs: readonly { readonly startedAt: string | null; readonly finishedAt: string | null; readonly status: string }[],
): number | null {
  const times = runs
    .filter(({ status }) => status === 'succeeded' || status === 'failed')
    .flatMap(({ startedAt, finishedAt }) =>
      startedAt === null || finishedAt === null ? [] : [Date.parse(finishedAt) - Date.parse(startedAt)],
    )
    .sort((a, b) => a - b);
  return times[times.length >> 1] ?? null;
}
