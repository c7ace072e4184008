import type { Trigger } from '../../core/flow/flow.ts';
import type { ScheduleState } from '../../core/ledger/index.ts';
import type { FlowRef } from '../../core/run/event.ts';
import {
  type BoundSchedule,
  bindSchedule,
  compileTiming,
  type ExceptRange,
  findZone,
  parseExceptDates,
  parseInstant,
  type ScheduleResult,
  type ScheduleSpec,
  withWindow,
} from '../../core/schedule/index.ts';
import { isTimed, type ScheduledFlow, type TimedTrigger } from './scheduled-flow.ts';

/** A timed trigger as the evaluator wants it. `maxRuns` stays outside: it limits runs, and not what is due. */
export function specOf(trigger: TimedTrigger, fromFiles: readonly ExceptRange[] = []): ScheduleResult<ScheduleSpec> {
  const timing = compileTiming(trigger);
  if (!timing.ok) return timing;
  const startAt = trigger.startAt === undefined ? undefined : parseInstant(trigger.startAt);
  if (startAt?.ok === false) return startAt;
  const endAt = trigger.endAt === undefined ? undefined : parseInstant(trigger.endAt);
  if (endAt?.ok === false) return endAt;
  const except = exceptOf(trigger, fromFiles);
  if (!except.ok) return except;
  return withWindow(timing.value, {
    startAt: startAt?.value,
    endAt: endAt?.value,
    jitterMs: trigger.jitter,
    except: except.value,
    onExcept: trigger.onExcept,
  });
}

/** The days that a trigger leaves out; files among them have been read by others. */
export function exceptOf(
  trigger: Trigger,
  fromFiles: readonly ExceptRange[] = [],
): ScheduleResult<readonly ExceptRange[]> {
  const ranges = [...fromFiles];
  for (const entry of trigger.except ?? []) {
    if (isCalendarFile(entry)) continue;
    const range = parseExceptDates(entry);
    if (!range.ok) return range;
    ranges.push(range.value);
  }
  return { ok: true, value: ranges };
}

export const isCalendarFile = (entry: string): boolean => /\.ics$/i.test(entry);

/** The zone by which a schedule counts: its own, else that of the machine. One that is unknown here is UTC. */
export function zoneOf(trigger: Trigger, localZone: string): string {
  const name = trigger.timezone ?? localZone;
  return findZone(name).ok ? name : 'UTC';
}

/**
 * What `H` and jitter spread by: the same for one flow on every machine, and different for two flows whose triggers read the same
 * (they have the same id then, and would all fire at one instant).
 */
export const seedOf = ({
  flow,
  trigger,
}: {
  readonly flow: Pick<FlowRef, 'name'>;
  readonly trigger: Trigger;
}): string => `${flow.name}/${trigger.id}`;

export interface Timings {
  /** Null for a trigger that fires by events, or whose timing is not valid: the flow's own check says why. */
  bind(schedule: ScheduledFlow, state: Pick<ScheduleState, 'firstSeen'>, localZone: string): BoundSchedule | null;
}

/** Reading a timing costs more than asking it: those that are asked often stay read. */
const KEPT = 4_096;

/** Schedules that fire at the same instants share one binding: a thousand flows at nine cost one. */
export function createTimings(): Timings {
  const specs = new Map<string, ScheduleSpec | null>();
  const bindings = new Map<string, BoundSchedule>();
  /** What was asked for last, without making a name for it each time. */
  const latest = new Map<ScheduledFlow, { firstSeen: number; zone: string; bound: BoundSchedule }>();

  const read = (trigger: TimedTrigger, except: ScheduledFlow['except'], key: string): ScheduleSpec | null => {
    let spec = specs.get(key);
    if (spec === undefined) {
      const result = specOf(trigger, except);
      spec = result.ok ? result.value : null;
      remember(specs, key, spec);
    }
    return spec;
  };

  return {
    bind: (schedule, { firstSeen }, localZone) => {
      const { trigger, except } = schedule;
      if (!isTimed(trigger)) return null;
      const zone = zoneOf(trigger, localZone);
      if (trigger.type === 'at') return bindOnce(schedule, trigger, zone);
      const asked = latest.get(schedule);
      if (asked?.firstSeen === firstSeen && asked.zone === zone) return asked.bound;
      const { id: _id, params: _params, ...timing } = trigger;
      const key = JSON.stringify([timing, except]);
      const name = isPersonal(trigger) ? `${key} ${zone} ${firstSeen} ${seedOf(schedule)}` : `${key} ${zone}`;
      let bound = bindings.get(name);
      if (bound === undefined) {
        const spec = read(trigger, except, key);
        if (spec === null) return null;
        bound = bindSchedule(spec, { anchor: firstSeen, zone, seed: seedOf(schedule) });
        remember(bindings, name, bound);
      }
      remember(latest, schedule, { firstSeen, zone, bound });
      return bound;
    },
  };
}

/** One that is asked twice in its life, before and after its instant, is not worth keeping. */
function bindOnce(schedule: ScheduledFlow, trigger: TimedTrigger, zone: string): BoundSchedule | null {
  const spec = specOf(trigger, schedule.except);
  return spec.ok ? bindSchedule(spec.value, { anchor: 0, zone, seed: seedOf(schedule) }) : null;
}

function remember<K, T>(cache: Map<K, T>, key: K, value: T): void {
  if (cache.size >= KEPT) cache.clear();
  cache.set(key, value);
}

/** Whether anchor or id may move its instants. True in doubt: it costs no more than a binding of its own. */
function isPersonal(trigger: TimedTrigger): boolean {
  if (trigger.jitter !== undefined) return true;
  if (trigger.type === 'cron') return /h/i.test(trigger.cron);
  return trigger.type === 'calendar' && /identity|jitter|year/i.test(JSON.stringify(trigger.calendar));
}
