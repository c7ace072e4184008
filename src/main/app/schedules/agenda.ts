import type { AgendaDay } from '../../../contract/schedules.ts';
import { DAY, formatDay } from '../../../core/schedule/civil.ts';
import type { BoundSchedule, Instant } from '../../../core/schedule/index.ts';
import { localTime, startOfDay } from '../../../core/schedule/local-time.ts';
import type { Zone } from '../../../core/schedule/zone.ts';
import { localOccurrence, zoneChanges, zoneNamed } from './local-occurrence.ts';

/** A schedule with the instants it will be due at. */
export interface AgendaSchedule {
  readonly id: string;
  readonly bound: BoundSchedule;
  readonly zone: string;
  /** Nothing at or before this instant is due. */
  readonly after: Instant;
  /** How often it may fire yet. */
  readonly left: number;
}

export interface AgendaQuestion {
  /** Days since 1970-01-01. */
  readonly from: number;
  readonly days: number;
  /** By which days begin and end; null for each schedule's own. */
  readonly zone: string | null;
  /** Occurrences of a schedule that are listed a day. */
  readonly listed: number;
}

type Entry = AgendaDay['entries'][number];

/** What is due on each of some days. Costs what there is to show: a day without fires of a schedule is passed over. */
export function agendaOf(schedules: readonly AgendaSchedule[], question: AgendaQuestion): AgendaDay[] {
  const { from, days } = question;
  const entries = Array.from({ length: days }, (): Entry[] => []);
  for (const schedule of schedules) {
    const zone = zoneNamed(question.zone ?? schedule.zone);
    for (const { day, entry } of entriesOf(schedule, zone, question)) entries[day - from]?.push(entry);
  }
  const changes = changesByDay(schedules, question);
  return entries.map((ofDay, index) => ({
    day: formatDay(from + index),
    entries: ofDay.sort(byFirst),
    changes: changes.filter(({ day }) => day === from + index).map(({ change }) => change),
  }));
}

function* entriesOf(schedule: AgendaSchedule, zone: Zone, { from, days, listed }: AgendaQuestion) {
  const { id, bound, after } = schedule;
  let { left } = schedule;
  const end = startOfDay(zone, from + days);
  let cursor = Math.max(after, startOfDay(zone, from) - 1);
  while (left > 0) {
    const first = bound.next(cursor);
    if (first === null || first.nominal >= end) return;
    const day = dayIn(zone, first.nominal);
    const last = startOfDay(zone, day + 1) - 1;
    const count = Math.min(left, bound.count(cursor, last));
    const occurrences = bound.between(cursor, last, Math.min(listed, count));
    const shown = occurrences.map((one) => localOccurrence(one, zoneNamed(schedule.zone)));
    yield { day, entry: { scheduleId: id, zone: schedule.zone, count, occurrences: shown } satisfies Entry };
    left -= count;
    cursor = last;
  }
}

const dayIn = (zone: Zone, instant: Instant): number => {
  const { offset } = zone.stretchAt(instant);
  return Math.floor((instant + offset) / DAY);
};

/** What fires seldom stands out: by its time of day; what fires too often for a list comes after it. */
const byFirst = (a: Entry, b: Entry): number =>
  Number(isCounted(a)) - Number(isCounted(b)) ||
  (isCounted(a) ? a.count - b.count : timeOf(a).localeCompare(timeOf(b)));

const timeOf = ({ occurrences }: Entry): string => occurrences[0]?.wall.slice(11) ?? '';

const isCounted = ({ count, occurrences }: Entry): boolean => count > occurrences.length;

/** The day is that on which the clocks are set where they are set, unless days of one zone were asked for. */
function changesByDay(schedules: readonly AgendaSchedule[], { from, days, zone }: AgendaQuestion) {
  const margin = 2 * DAY;
  const names = schedules.map((schedule) => schedule.zone);
  const found = zoneChanges(names, from * DAY - margin, (from + days) * DAY + margin);
  return found.map((change) => {
    const { wall } = localTime(zoneNamed(zone ?? change.zone), change.at);
    return { change, day: Math.floor(Date.parse(`${wall.slice(0, 10)}T00:00:00Z`) / DAY) };
  });
}
