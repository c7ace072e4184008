import type { TextEdit } from '../../../core/base/diagnostic.ts';

/** The one replacement that makes `after` of `before`: what they share at both ends stays. */
export function differenceOf(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let shared = 0;
  while (shared < shorter - start && before[before.length - 1 - shared] === after[after.length - 1 - shared]) shared++;
  return [{ start, end: before.length - shared, text: after.slice(start, after.length - shared) }];
}
