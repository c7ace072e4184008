/**
 * When a schedule fires: pure, exact, and the same for preview, scheduler, backfill and what-if.
 *
 *     const cron = parseCron('0 9 * * MON-FRI');                         // or parseCalendar, compileTiming
 *     const spec = withWindow(cron.value, { except: holidays.value });   // startAt, endAt, maxRuns, jitter, except
 *     next(spec.value, { after: now, anchor: firstSeen, zone: 'Europe/Berlin', seed: trigger.id });
 *
 * Instants are milliseconds since the Unix epoch, from year 1 to 9999. Reading gives a Result whose problem says what is
 * wrong, where, and what to write; evaluating cannot fail once `findZone` has accepted the zone.
 */
import type { Instant } from './civil.ts';
import { type BoundSchedule, bindSchedule } from './evaluator.ts';
import type { Occurrence, ScheduleContext, ScheduleSpec } from './spec.ts';

export type { Instant } from './civil.ts';
export { compileTiming, type TimingSource, type WindowOptions, withWindow } from './compile.ts';
export { describeSchedule } from './describe.ts';
export { type BoundSchedule, bindSchedule } from './evaluator.ts';
export { parseExceptDates } from './exceptions.ts';
export { parseIcs } from './ics.ts';
export { type CalendarSource, parseCalendar } from './parse-calendar.ts';
export { parseCron } from './parse-cron.ts';
export { parseInstant } from './parse-instant.ts';
export type { ScheduleProblem, ScheduleResult } from './problem.ts';
export type {
  CalendarSpec,
  CronSpec,
  ExceptRange,
  Occurrence,
  ScheduleContext,
  ScheduleSpec,
  TimingSpec,
} from './spec.ts';
export { findZone } from './zone.ts';

/** The first occurrence whose nominal instant is strictly after `after`; null when there is none any more. */
export const next = (
  spec: ScheduleSpec,
  { after, ...context }: ScheduleContext & { readonly after: Instant },
): Occurrence | null => bound(spec, context).next(after);

/** The last occurrence whose nominal instant is strictly before `before`. */
export const previous = (
  spec: ScheduleSpec,
  { before, ...context }: ScheduleContext & { readonly before: Instant },
): Occurrence | null => bound(spec, context).previous(before);

export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Every occurrence with `from < nominal <= to`, in order: exactly what repeated `next` gives, so that spans that touch
 * neither miss nor repeat one. There is no limit unless given: ask `countBetween` first when the span may hold millions.
 */
export const between = (
  spec: ScheduleSpec,
  { from, to, ...context }: ScheduleContext & Span,
  limit?: number,
): Occurrence[] => bound(spec, context).between(from, to, limit);

/** How many occurrences `between` would give. */
export const countBetween = (spec: ScheduleSpec, { from, to, ...context }: ScheduleContext & Span): number =>
  bound(spec, context).count(from, to);

/** The last binding of each spec: callers ask again and again with the same context. Only speed depends on it. */
const bindings = new WeakMap<ScheduleSpec, { readonly context: ScheduleContext; readonly schedule: BoundSchedule }>();

function bound(spec: ScheduleSpec, context: ScheduleContext): BoundSchedule {
  const known = bindings.get(spec);
  if (known !== undefined && sameContext(known.context, context)) return known.schedule;
  const schedule = bindSchedule(spec, context);
  bindings.set(spec, { context, schedule });
  return schedule;
}

const sameContext = (a: ScheduleContext, b: ScheduleContext): boolean =>
  a.anchor === b.anchor && a.zone === b.zone && a.seed === b.seed && a.runs === b.runs;
