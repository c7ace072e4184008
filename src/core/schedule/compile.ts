import { ok } from '../base/result.ts';
import type { Instant } from './civil.ts';
import { mergeRanges } from './exceptions.ts';
import { type CalendarSource, parseCalendar } from './parse-calendar.ts';
import { parseCron } from './parse-cron.ts';
import { parseInstant } from './parse-instant.ts';
import { fail, type ScheduleResult } from './problem.ts';
import type { ExceptRange, OnExcept, ScheduleSpec, TimingSpec, WindowSpec } from './spec.ts';

/** What a trigger of a flow says about its timing; durations are milliseconds. */
export type TimingSource =
  | { readonly type: 'every'; readonly every: number; readonly offset?: number }
  | { readonly type: 'at'; readonly at: string }
  | { readonly type: 'cron'; readonly cron: string }
  | { readonly type: 'calendar'; readonly calendar: CalendarSource | string };

/** Reads and checks the timing of a trigger. */
export function compileTiming(source: TimingSource): ScheduleResult<TimingSpec> {
  switch (source.type) {
    case 'every':
      return createEvery(source.every, source.offset);
    case 'at': {
      const at = parseInstant(source.at);
      return at.ok ? ok({ kind: 'at', at: at.value }) : at;
    }
    case 'cron':
      return parseCron(source.cron);
    case 'calendar':
      return parseCalendar(source.calendar);
  }
}

/** Every `everyMs` milliseconds from the Unix epoch, moved by `offsetMs`. */
function createEvery(everyMs: number, offsetMs = 0): ScheduleResult<TimingSpec> {
  if (!Number.isSafeInteger(everyMs) || everyMs < 1)
    return fail('every-invalid', 'the interval of `every` is a whole number of milliseconds, at least 1ms');
  if (!Number.isSafeInteger(offsetMs))
    return fail('every-invalid', 'the offset of `every` is a whole number of milliseconds');
  return ok({ kind: 'every', everyMs, offsetMs });
}

/** The limits that any trigger may have. Ranges of `except` come from `parseExceptDates` and `parseIcs`, in any order. */
export interface WindowOptions {
  readonly startAt?: Instant | undefined;
  readonly endAt?: Instant | undefined;
  readonly maxRuns?: number | undefined;
  readonly jitterMs?: number | undefined;
  readonly except?: readonly ExceptRange[] | undefined;
  readonly onExcept?: OnExcept | undefined;
}

/** Puts limits around a timing; without any it is the timing itself. */
export function withWindow(timing: TimingSpec, options: WindowOptions): ScheduleResult<ScheduleSpec> {
  const { startAt, endAt, maxRuns, jitterMs, except = [], onExcept = 'skip' } = options;
  if (startAt !== undefined && endAt !== undefined && endAt < startAt)
    return fail('window-invalid', '`endAt` is before `startAt`: nothing could ever fire', { field: 'endAt' });
  if (maxRuns !== undefined && (!Number.isSafeInteger(maxRuns) || maxRuns < 1))
    return fail('window-invalid', '`maxRuns` is a whole number from 1', { field: 'maxRuns' });
  if (jitterMs !== undefined && !(jitterMs >= 0 && Number.isFinite(jitterMs)))
    return fail('window-invalid', '`jitter` is a duration, not negative', { field: 'jitter' });
  const spec: WindowSpec = {
    kind: 'window',
    timing,
    except: mergeRanges(except),
    onExcept,
    ...(startAt !== undefined && { startAt }),
    ...(endAt !== undefined && { endAt }),
    ...(maxRuns !== undefined && { maxRuns }),
    ...(jitterMs !== undefined && { jitterMs }),
  };
  const open = startAt ?? endAt ?? maxRuns ?? jitterMs;
  return ok(open === undefined && spec.except.length === 0 ? timing : spec);
}
