import { ok } from '../base/result.ts';
import type { Resolution } from './fields.ts';
import { fail, type ScheduleResult } from './problem.ts';
import type { CalendarSpec, CronSpec } from './spec.ts';
import { createWallPattern, everMatches } from './wall-pattern.ts';

/** Refuses a schedule that names no date at all, such as 31 February; exact for whatever is known of anchor and seed. */
export function refuseNever<T extends CronSpec | CalendarSpec>(
  spec: T,
  resolution: Resolution = {},
): ScheduleResult<T> {
  if (everMatches(createWallPattern(spec.fields, spec.dayRule, resolution))) return ok(spec);
  const dates = (['year', 'month', 'day', 'weekday'] as const)
    .filter((field) => !['', '*', '?'].includes(spec.fields[field].text))
    .map((field) => `${field} ${spec.fields[field].text}`)
    .join(', ');
  return fail('never-fires', `this schedule can never fire: no date has ${dates}. Change one of them`);
}
