import type { Json } from '../../../../../core/base/json.ts';

const LONGEST = 120;

/** A value on one line. */
export function shownValue(value: Json): string {
  const text =
    typeof value === 'string' ? (/[\s"]|^$/.test(value) ? JSON.stringify(value) : value) : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
