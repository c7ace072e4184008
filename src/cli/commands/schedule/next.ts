import type { Occurrence } from '../../../core/schedule/index.ts';
import type { Zone } from '../../../core/schedule/zone.ts';
import { createTimings, zoneOf } from '../../../main/scheduler/timing.ts';
import type { Context } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { readStore } from '../../read-store.ts';
import { type IndexedSchedule, isSwitchedOn, readFlowSchedules } from './flow-schedules.ts';
import { forPeople, instantFrom, localZoneName, withOffset, zoneFor } from './when.ts';

export interface NextOptions {
  readonly count: number;
  readonly from?: string;
  readonly zone?: string;
  readonly json: boolean;
}

interface Next {
  readonly schedule: IndexedSchedule;
  readonly occurrence: Occurrence;
  readonly zone: Zone;
}

/** Says when the triggers of a flow file fire next, of all of them together in order, whether anything fires them or not. */
export async function next(file: string, options: NextOptions, context: Context): Promise<ExitCode> {
  const { output } = context;
  const local = options.zone ?? localZoneName();
  const zone = zoneFor(local);
  const store = readStore();
  try {
    const flow = await readFlowSchedules(file, { workspaces: [], flowId: () => undefined }, context);
    const now = Date.now();
    const from = options.from === undefined ? now : instantFrom(options.from, '--from', zone);
    const timed = flow.schedules.filter(({ trigger }) => isSwitchedOn(trigger));
    const found = timed
      .flatMap((schedule) => nextOf(schedule, { from, anchor: now, local, count: options.count }))
      .sort((a, b) => a.occurrence.nominal - b.occurrence.nominal || a.schedule.index - b.schedule.index)
      .slice(0, options.count);
    if (options.json) {
      await output.line(JSON.stringify(found.map(asJson), null, 2));
      return EXIT.succeeded;
    }
    if (found.length === 0) await output.line(`${flow.name} has no trigger that fires by the clock any more.`);
    for (const { schedule, occurrence, zone: own } of found) {
      const { fireAt, nominal, gap } = occurrence;
      const notes = [
        ...(fireAt === nominal ? [] : [`at ${withOffset(own, fireAt).slice(11, 23)} by its jitter`]),
        ...(gap === undefined ? [] : [`for ${gap.first.slice(11, 16)}, which the clocks skip`]),
      ];
      const { trigger, index } = schedule;
      const which = output.style.dim(`trigger ${index} (${trigger.type})`);
      await output.line(
        `${forPeople(own, nominal)}  ${output.style.dim(own.name)}  ${which}  ${notes.join(', ')}`.trimEnd(),
      );
    }
    return EXIT.succeeded;
  } finally {
    store?.close();
  }
}

function nextOf(
  schedule: IndexedSchedule,
  { from, anchor, local, count }: { from: number; anchor: number; local: string; count: number },
): Next[] {
  const bound = createTimings().bind(schedule, { firstSeen: anchor }, local);
  const most = Math.min(count, schedule.trigger.maxRuns ?? count);
  const found: Next[] = [];
  const zone = zoneFor(zoneOf(schedule.trigger, local));
  let occurrence = bound?.next(from) ?? null;
  while (bound !== null && occurrence !== null && found.length < most) {
    found.push({ schedule, occurrence, zone });
    occurrence = bound.next(occurrence.nominal);
  }
  return found;
}

function asJson({ schedule, occurrence, zone }: Next) {
  const { nominal, fireAt, gap, movedFrom } = occurrence;
  return {
    at: withOffset(zone, nominal),
    ...(fireAt === nominal ? {} : { fireAt: withOffset(zone, fireAt) }),
    trigger: schedule.index,
    id: schedule.trigger.id,
    type: schedule.trigger.type,
    zone: zone.name,
    ...(gap === undefined ? {} : { gap: { count: gap.count, first: gap.first, last: gap.last } }),
    ...(movedFrom === undefined ? {} : { movedFrom: withOffset(zone, movedFrom) }),
  };
}
