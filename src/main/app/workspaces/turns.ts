/** Jobs of one key are done one after the other, those of different keys side by side. */
export interface Turns {
  take<T>(key: string, job: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    take(key, job) {
      const done = (last.get(key) ?? Promise.resolve()).then(job);
      const settled = done.then(
        () => undefined,
        () => undefined,
      );
      last.set(key, settled);
      void settled.then(() => last.get(key) === settled && last.delete(key));
      return done;
    },
  };
}
