import { hash32 } from '../base/hash.ts';
import { FIRST_YEAR, LAST_YEAR } from './civil.ts';
import { createIntegerSet, type IntegerSet } from './integer-set.ts';

/** From the coarsest to the finest; `day` and `weekday` share a level. */
export const FIELD_NAMES = ['year', 'month', 'day', 'weekday', 'hour', 'minute', 'second', 'millisecond'] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

export interface FieldRange {
  readonly min: number;
  readonly max: number;
}

export const FIELD_RANGES: Readonly<Record<FieldName, FieldRange>> = {
  year: { min: FIRST_YEAR, max: LAST_YEAR },
  month: { min: 1, max: 12 },
  day: { min: 1, max: 31 },
  weekday: { min: 1, max: 7 },
  hour: { min: 0, max: 23 },
  minute: { min: 0, max: 59 },
  second: { min: 0, max: 59 },
  millisecond: { min: 0, max: 999 },
};

export const MONTH_NAMES = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
] as const;
export const WEEKDAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** `an hour`, `a day`: for messages. */
export const oneOf = (field: FieldName): string => `${field === 'hour' ? 'an' : 'a'} ${field}`;

/** `jan`, `January` or `weds`: any beginning of three letters or more, in any case. Weekdays are ISO (Monday is 1). */
export function valueOfName(field: FieldName, name: string): number | undefined {
  const names: readonly string[] = field === 'month' ? MONTH_NAMES : field === 'weekday' ? WEEKDAY_NAMES : [];
  const wanted = name.toLowerCase();
  if (wanted.length < 3) return undefined;
  const index = names.findIndex((full) => full.toLowerCase().startsWith(wanted));
  return index < 0 ? undefined : index + 1;
}

/** One way for a field to match. The last five belong to `day` or `weekday` and depend on the month they meet. */
export type FieldTerm =
  | { readonly kind: 'range'; readonly from: number; readonly to: number; readonly step: number }
  /** Every step-th value from the first of the field; for `year`, from the anchor's year in both directions. */
  | { readonly kind: 'every'; readonly step: number }
  /** The value that the anchor has. */
  | { readonly kind: 'identity' }
  /** A value (or, with a step, a phase) chosen by a hash of the trigger's seed. */
  | { readonly kind: 'hash'; readonly from: number; readonly to: number; readonly step: number | null }
  /** `back` days before the last day of the month. */
  | { readonly kind: 'fromEnd'; readonly back: number }
  /** The Monday-to-Friday day nearest to `day`, inside the month. */
  | { readonly kind: 'nearestWorkday'; readonly day: number }
  | { readonly kind: 'lastWorkday' }
  | { readonly kind: 'lastWeekday'; readonly weekday: number }
  | { readonly kind: 'nthWeekday'; readonly weekday: number; readonly nth: number };

export interface FieldPattern {
  readonly terms: readonly FieldTerm[];
  /** As written; empty for a field that was left out. */
  readonly text: string;
  /** The fire may move by up to so many units of the field. */
  readonly jitter?: number;
}

export type FieldPatterns = Readonly<Record<FieldName, FieldPattern>>;

export const exactly = (value: number): FieldTerm => ({ kind: 'range', from: value, to: value, step: 1 });
export const EVERY_VALUE: FieldPattern = { terms: [{ kind: 'every', step: 1 }], text: '' };
export const firstValue = (field: FieldName): FieldPattern => ({
  terms: [exactly(FIELD_RANGES[field].min)],
  text: '',
});

export const matchesEverything = (pattern: FieldPattern): boolean =>
  pattern.terms.some((term) => term.kind === 'every' && term.step === 1);

/** What `identity`, `year: every(n)` and `H` depend on. What is absent stands for "some value, not known yet". */
export interface Resolution {
  readonly anchor?: Readonly<Record<FieldName, number>> | undefined;
  readonly seed?: string | undefined;
}

/** Values from `from` to `to` by `step`: what a term comes to once anchor and seed are known. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

const MAX_INTERNED = 20_000;
/** Most of a million schedules share their sets: each set is made once. */
const internedSets = new Map<string, IntegerSet>();

/** The values a field accepts in any month; terms that depend on the month are left to `day-mask.ts`. */
export function resolveField(field: FieldName, pattern: FieldPattern, resolution: Resolution): IntegerSet {
  const { min, max } = FIELD_RANGES[field];
  const spans = matchesEverything(pattern)
    ? [{ from: min, to: max, step: 1 }]
    : pattern.terms.flatMap((term) => spanOfTerm(field, term, resolution) ?? []);
  const key = `${field} ${spans.map(({ from, to, step }) => `${from}-${to}/${step}`).join()}`;
  const known = internedSets.get(key);
  if (known !== undefined) return known;
  if (internedSets.size >= MAX_INTERNED) internedSets.clear();
  const set = createIntegerSet(
    min,
    max,
    spans.flatMap((span) => valuesOf(field, span)),
  );
  internedSets.set(key, set);
  return set;
}

function spanOfTerm(field: FieldName, term: FieldTerm, { anchor, seed }: Resolution): Span | undefined {
  const { min, max } = FIELD_RANGES[field];
  switch (term.kind) {
    case 'range':
      return term;
    case 'every': {
      if (field !== 'year') return { from: min, to: max, step: term.step };
      if (anchor === undefined) return { from: min, to: max, step: 1 };
      return { from: min + ((anchor.year - min) % term.step), to: max, step: term.step };
    }
    case 'identity':
      return anchor === undefined
        ? { from: min, to: max, step: 1 }
        : { from: anchor[field], to: anchor[field], step: 1 };
    case 'hash': {
      if (seed === undefined) return { from: term.from, to: term.to, step: 1 };
      const hash = hash32(seed, 'cron-hash', field);
      if (term.step !== null) return { from: term.from + (hash % term.step), to: term.to, step: term.step };
      const value = term.from + (hash % (term.to - term.from + 1));
      return { from: value, to: value, step: 1 };
    }
    case 'fromEnd':
    case 'nearestWorkday':
    case 'lastWorkday':
    case 'lastWeekday':
    case 'nthWeekday':
      return undefined;
  }
}

function valuesOf(field: FieldName, { from, to, step }: Span): number[] {
  const values: number[] = [];
  // `H` chooses among cron's weekdays, where Sunday is 0; sets hold ISO weekdays.
  for (let value = from; value <= to; value += step) values.push(field === 'weekday' && value === 0 ? 7 : value);
  return values;
}
