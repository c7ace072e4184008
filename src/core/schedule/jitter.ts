import { hashUnit } from '../base/hash.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from './civil.ts';
import { FIELD_NAMES, type FieldName, type FieldPatterns } from './fields.ts';

/** Months and years have the length of their shortest, so that "up to j months" is never more. */
const UNITS: Readonly<Record<FieldName, number>> = {
  year: 365 * DAY,
  month: 28 * DAY,
  day: DAY,
  weekday: DAY,
  hour: HOUR,
  minute: MINUTE,
  second: SECOND,
  millisecond: 1,
};

/** The most that the `jitter(x, j)` of all fields together may move a fire, in milliseconds. */
export const jitterOfFields = (fields: FieldPatterns): number =>
  FIELD_NAMES.reduce((total, field) => total + (fields[field].jitter ?? 0) * UNITS[field], 0);

/**
 * When an occurrence fires: `nominal` plus a part of `jitterMs` that depends on the seed and the nominal instant alone.
 * It stays within half the way to the next occurrence, so fires keep the order of their nominal instants; it is never
 * early, so the half towards the one before is kept too. The span is shrunk, not the delay cut off: fires stay spread.
 */
export function jittered(nominal: Instant, next: Instant | undefined, jitterMs: number, seed: string): Instant {
  const room = next === undefined ? jitterMs : Math.min(jitterMs, (next - nominal) / 2);
  const span = Math.floor(room);
  return nominal + Math.min(span, Math.floor(hashUnit(seed, 'jitter', nominal) * (span + 1)));
}
