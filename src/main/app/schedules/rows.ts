import type { RunRow } from '../../../contract/models.ts';
import type { PauseTarget, ScheduleRow } from '../../../contract/schedules.ts';
import { hashHex } from '../../../core/base/hash.ts';
import type { Trigger } from '../../../core/flow/flow.ts';
import type { ExceptRange, Instant } from '../../../core/schedule/index.ts';
import type { Pause, ScheduleStore, StoredSchedule } from '../../ports/schedule-store.ts';
import { contentOf } from '../../scheduler/arming.ts';
import { isPausedBy } from '../../scheduler/obstacles.ts';
import { type ScheduledFlow, scheduleIdOf } from '../../scheduler/scheduled-flow.ts';
import { standingOf } from '../../scheduler/standing.ts';
import { createTimings, zoneOf } from '../../scheduler/timing.ts';
import type { CatalogEntry } from './catalog.ts';
import { triggerSource } from './trigger-source.ts';
import { triggerWords } from './words.ts';

export interface RowContext {
  readonly now: Instant;
  readonly localZone: string;
  readonly pauses: readonly Pause[];
}

interface Dependencies {
  readonly schedules: Pick<ScheduleStore, 'get' | 'armed'>;
  readonly statusOf: (runId: string) => RunRow['status'] | null;
}

/** A row with what the scheduler would be given, were it let through. */
export interface PlacedRow {
  readonly row: ScheduleRow;
  readonly entry: CatalogEntry;
  readonly scheduled: ScheduledFlow;
  /** The schedule in whose place it comes: its trigger, edited, has another id. */
  readonly replaces: string | null;
}

/** An entry with the days of `except` that were read from files. */
export type ReadEntry = CatalogEntry & { readonly except?: readonly ExceptRange[] };

export type MakeRows = (entries: readonly ReadEntry[], context: RowContext) => PlacedRow[];

/** Says of each trigger how it stands, with what the store knows of it. */
export function createRows({ schedules, statusOf }: Dependencies): MakeRows {
  const timings = createTimings();
  const wordsOf = memory((trigger) => triggerWords(trigger));

  const standingIn = (scheduled: ScheduledFlow, stored: StoredSchedule | null, context: RowContext) =>
    standingOf(scheduled, stored, context, timings);

  return (entries, context) => {
    const armed = new Map(
      [...new Set(entries.map(({ flow }) => flow.workspace))].flatMap((workspace) =>
        schedules.armed(workspace).map((one) => [one.scheduleId, one] as const),
      ),
    );
    const present = new Set(entries.map(({ flow, trigger }) => scheduleIdOf(flow.id, trigger.id)));
    /** Forms that were let through and are in no file any more: what takes their place is a change rather than new. */
    const replaced = new Map<string, Before[]>();
    for (const { scheduleId, content } of [...armed.values()].sort((a, b) => b.armedAt - a.armedAt)) {
      if (present.has(scheduleId)) continue;
      const flowId = flowIdOf(scheduleId);
      replaced.set(flowId, [...(replaced.get(flowId) ?? []), { scheduleId, trigger: JSON.parse(content) as Trigger }]);
    }

    const formBefore = ({ id, flow, trigger }: ScheduledFlow): Before | null => {
      const known = armed.get(id);
      if (known) return { scheduleId: id, trigger: JSON.parse(known.content) as Trigger };
      const others = replaced.get(flow.id) ?? [];
      const same = others.findIndex((other) => other.trigger.type === trigger.type);
      return others.splice(Math.max(0, same), 1)[0] ?? null;
    };

    return entries.map((entry): PlacedRow => {
      const { flow, labels, trigger, concurrency, except = [] } = entry;
      const id = scheduleIdOf(flow.id, trigger.id);
      const known = armed.get(id);
      const isArmed = known !== undefined && known.content === contentOf(trigger);
      const armedAt = isArmed ? known.armedAt : context.now;
      const days = except.length > 0 ? { except } : {};
      const scheduled: ScheduledFlow = { id, flow, labels, trigger, concurrency, armedAt, ...days };
      const stored = schedules.get(id);
      const standing = entry.problem === null ? standingIn(scheduled, stored, context) : null;
      const state = stateOf(entry, isArmed, standing);
      const isPending = state === 'not-armed';
      const before = isPending ? formBefore(scheduled) : null;
      const { lastFired = null, deferral = null } = stored ?? {};
      const row: ScheduleRow = {
        id,
        workspace: flow.workspace,
        file: flow.file,
        flowId: flow.id,
        flowName: flow.name,
        labels,
        index: entry.index,
        triggerId: trigger.id,
        type: trigger.type,
        source: entry.source,
        words: except.length > 0 ? triggerWords(trigger, except) : wordsOf(trigger),
        zone: zoneOf(trigger, context.localZone),
        ownZone: trigger.timezone !== undefined,
        state,
        problem: entry.problem,
        next: occurrenceOf(standing?.next ?? null),
        last: lastFired && { nominal: lastFired.instant, runId: lastFired.runId, status: statusOf(lastFired.runId) },
        runs: stored?.runs ?? 0,
        maxRuns: trigger.maxRuns ?? null,
        waiting: deferral && { since: deferral.instant, reason: deferral.reason },
        pausedBy: context.pauses.filter((pause) => isPausedBy(scheduled, pause)).map(targetOf),
        pending: isPending
          ? {
              before: before && formOf(before.trigger, wordsOf),
              after: formOf(trigger, wordsOf),
              seen: seenOf(trigger),
            }
          : null,
      };
      const replaces = before !== null && before.scheduleId !== id ? before.scheduleId : null;
      return { row, entry, scheduled, replaces };
    });
  };
}

interface Before {
  readonly scheduleId: string;
  readonly trigger: Trigger;
}

const formOf = (trigger: Trigger, wordsOf: (trigger: Trigger) => string) => ({
  source: triggerSource(trigger),
  words: wordsOf(trigger),
});

/** The flow that a schedule is of. */
export const flowIdOf = (scheduleId: string): string => scheduleId.slice(0, scheduleId.indexOf('/'));

/** What a person saw of a trigger: another form gives another text. */
export const seenOf = (trigger: Trigger): string => hashHex(contentOf(trigger));

const occurrenceOf = (next: { readonly nominal: Instant; readonly fireAt: Instant } | null) =>
  next && { nominal: next.nominal, fireAt: next.fireAt };

function stateOf(
  { problem, trusted, trigger }: CatalogEntry,
  isArmed: boolean,
  standing: ReturnType<typeof standingOf> | null,
): ScheduleRow['state'] {
  if (problem !== null || standing === null) return 'invalid';
  if (trigger.enabled === false) return 'off';
  if (!trusted) return 'not-trusted';
  if (!isArmed) return 'not-armed';
  return standing.status === 'finished' ? 'ended' : standing.status;
}

export const targetOf = (pause: Pause): PauseTarget => {
  if (pause.scope === 'all') return { scope: 'all' };
  return pause.scope === 'label'
    ? { scope: 'label', label: pause.label }
    : { scope: 'schedule', scheduleId: pause.scheduleId };
};

/** Triggers stay the same objects as long as their files stay as they are. */
function memory<T>(compute: (trigger: Trigger) => T): (trigger: Trigger) => T {
  const known = new WeakMap<Trigger, { readonly value: T }>();
  return (trigger) => {
    const found = known.get(trigger) ?? { value: compute(trigger) };
    known.set(trigger, found);
    return found.value;
  };
}
