import { createMaskSet, type MaskSet } from '../core/mask/masker.ts';

/** The steps of a run have mostly the same secrets: their patterns are compiled once. Few sets are kept, since they hold secrets. */
const KEPT = 4;

export interface MaskCache {
  of(secrets: readonly string[]): MaskSet | null;
}

export function createMaskCache(): MaskCache {
  const sets = new Map<string, MaskSet | null>();
  return {
    of: (secrets) => {
      if (secrets.length === 0) return null;
      const key = JSON.stringify(secrets);
      const set = sets.has(key) ? (sets.get(key) as MaskSet | null) : createMaskSet(secrets);
      sets.delete(key);
      sets.set(key, set);
      if (sets.size > KEPT) sets.delete(sets.keys().next().value as string);
      return set;
    },
  };
}
