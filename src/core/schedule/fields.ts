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

const FULL_SETS = new Map<FieldName, IntegerSet>();

function fullSet(field: FieldName): IntegerSet {
  let set = FULL_SETS.get(field);
  if (set === undefined) {
    const { min, max } = FIELD_RANGES[field];
    set = createIntegerSet(min, max, steps(min, max, 1));
    FULL_SETS.set(field, set);
  }
  return set;
}

/** The values a field accepts in any month; terms that depend on the month are left to `day-mask.ts`. */
export function resolveField(field: FieldName, pattern: FieldPattern, resolution: Resolution): IntegerSet {
  if (matchesEverything(pattern)) return fullSet(field);
  const { min, max } = FIELD_RANGES[field];
  const values: number[] = [];
  for (const term of pattern.terms) values.push(...valuesOfTerm(field, term, resolution));
  return createIntegerSet(min, max, values);
}

function valuesOfTerm(field: FieldName, term: FieldTerm, { anchor, seed }: Resolution): Iterable<number> {
  const { min, max } = FIELD_RANGES[field];
  switch (term.kind) {
    case 'range':
      return steps(term.from, term.to, term.step);
    case 'every': {
      if (field !== 'year') return steps(min, max, term.step);
      if (anchor === undefined) return steps(min, max, 1);
      const phase = (anchor.year - min) % term.step;
      return steps(min + phase, max, term.step);
    }
    case 'identity':
      return anchor === undefined ? steps(min, max, 1) : [anchor[field]];
    case 'hash': {
      if (seed === undefined) return sundayIsSeven(field, steps(term.from, term.to, 1));
      const hash = hash32(seed, 'cron-hash', field);
      if (term.step === null) return sundayIsSeven(field, [term.from + (hash % (term.to - term.from + 1))]);
      return sundayIsSeven(field, steps(term.from + (hash % term.step), term.to, term.step));
    }
    case 'fromEnd':
    case 'nearestWorkday':
    case 'lastWorkday':
    case 'lastWeekday':
    case 'nthWeekday':
      return [];
  }
}

function* steps(from: number, to: number, step: number): Generator<number> {
  for (let value = from; value <= to; value += step) yield value;
}

/** `H` chooses among cron's weekdays 0..6, where Sunday is 0; sets hold ISO weekdays. */
function* sundayIsSeven(field: FieldName, values: Iterable<number>): Generator<number> {
  for (const value of values) yield field === 'weekday' && value === 0 ? 7 : value;
}
