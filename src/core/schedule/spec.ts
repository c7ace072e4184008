import type { Instant } from './civil.ts';
import type { DayRule } from './day-mask.ts';
import type { FieldPatterns } from './fields.ts';

/** A schedule that has been read and checked: plain, immutable data. */
export type ScheduleSpec = TimingSpec | WindowSpec;

/** When, without the limits that every kind of trigger may have. */
export type TimingSpec = EverySpec | AtSpec | CronSpec | CalendarSpec;

/** Elapsed time from the Unix epoch: instants `n * everyMs + offsetMs`. No clock change moves them. */
export interface EverySpec {
  readonly kind: 'every';
  readonly everyMs: number;
  readonly offsetMs: number;
}

export interface AtSpec {
  readonly kind: 'at';
  readonly at: Instant;
}

export interface CronSpec {
  readonly kind: 'cron';
  readonly text: string;
  readonly fields: FieldPatterns;
  readonly dayRule: DayRule;
}

export interface CalendarSpec {
  readonly kind: 'calendar';
  readonly fields: FieldPatterns;
  readonly dayRule: DayRule;
}

/** A timing with the limits of a trigger around it; made by `withWindow`. */
export interface WindowSpec {
  readonly kind: 'window';
  readonly timing: TimingSpec;
  /** The first and the last instant allowed, both included. `startAt` is also the anchor. */
  readonly startAt?: Instant;
  readonly endAt?: Instant;
  /** Counted against `runs` of the context. */
  readonly maxRuns?: number;
  /** The fire moves by up to so many milliseconds after its nominal instant. */
  readonly jitterMs?: number;
  /** Sorted, not touching each other. */
  readonly except: readonly ExceptRange[];
  readonly onExcept: OnExcept;
}

/** Days that are left out, by day number, both ends in. */
export interface ExceptRange {
  readonly from: number;
  readonly to: number;
}

/** What becomes of an occurrence on a day left out: dropped, or moved (same time of day) to the nearest day that is not. */
export type OnExcept = 'skip' | 'previous' | 'next';

/** What an evaluation depends on besides the spec. Equal contexts give equal answers, always. */
export interface ScheduleContext {
  /** Where `identity` and `year: every(n)` count from: the instant the trigger was first seen. */
  readonly anchor: Instant;
  /** An IANA name or a fixed offset that `findZone` accepts; another one throws. */
  readonly zone: string;
  /** The trigger's id, or whatever else makes its `H` and jitter its own. */
  readonly seed: string;
  /** How many runs the schedule has made already; only `maxRuns` asks. */
  readonly runs?: number;
}

export interface Occurrence {
  /** The instant that names this occurrence: everything is ordered and keyed by it. */
  readonly nominal: Instant;
  /** When to fire: `nominal` plus jitter. Never before it, never past half the way to the next one. */
  readonly fireAt: Instant;
  /** Present when a clock change swallowed wall times and this is the first instant after it. */
  readonly gap?: GapMerge;
  /** Present when an excepted day moved this occurrence: where it would have been. */
  readonly movedFrom?: Instant;
}

/** The scheduled wall times in a gap of the local clock; all of them became the one occurrence at the gap's end. */
export interface GapMerge {
  /** How many there were. */
  readonly count: number;
  /** How many of them have no fire of their own: one less than `count`, or all when the end of the gap is scheduled too. */
  readonly merged: number;
  /** The first and the last of them, as `2025-03-09T02:30:00.000` (such a time has no offset: it never was). */
  readonly first: string;
  readonly last: string;
}

/** An occurrence before jitter. */
export interface Nominal {
  readonly instant: Instant;
  readonly gap?: GapMerge;
  readonly movedFrom?: Instant;
}

/** A strictly increasing sequence of instants, from nowhere to nowhere. */
export interface NominalSource {
  /** The first one strictly after an instant. */
  after(instant: Instant): Nominal | undefined;
  /** How many are in (from, to], where that can be told without walking them. */
  count?(from: Instant, to: Instant): number;
}
