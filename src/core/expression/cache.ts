/** Keeps the results that were used last, `limit` of them. */
export interface Cache<T> {
  get(key: string, make: () => T): T;
  readonly size: number;
}

export function createCache<T>(limit: number): Cache<T> {
  // A Map keeps the order of insertion: the first key is the one not used for longest.
  const entries = new Map<string, T>();
  return {
    get(key, make) {
      const known = entries.get(key);
      if (known !== undefined) {
        entries.delete(key);
        entries.set(key, known);
        return known;
      }
      const made = make();
      if (limit < 1) return made;
      if (entries.size >= limit) entries.delete(entries.keys().next().value!);
      entries.set(key, made);
      return made;
    },
    get size() {
      return entries.size;
    },
  };
}
