import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../ports/event-log.ts';
import type { Checkpointer } from './checkpointer.ts';
import type { WritableDatabase } from './database.ts';
import { storeFailure } from './guarded-reads.ts';
import { BUSY_TIMEOUT } from './open-database.ts';
import { isBusy } from './sqlite-error.ts';

/** The only way to the writing connection: transactions with patience, and errors in the words of the port. */
export interface Writer {
  /**
   * Runs `work` in a transaction, at once when nobody else writes, else again after growing pauses. `committed` runs right
   * after the commit, in the same turn. Rejects with StoreUnavailable, or with what `work` throws.
   */
  write<T>(work: () => T, committed?: (result: T) => void): Promise<T>;
  /** The same, blocking for at most a second or two: for small, rare changes whose result is needed at once. */
  writeNow<T>(work: () => T): T;
}

export interface WriterOptions {
  /** Milliseconds after which another's lock is reported. */
  readonly patience: number;
}

/** Never blocks longer than this, however patient. */
const LONGEST_BLOCK = 2_000;
const FIRST_PAUSE = 5;
const LONGEST_PAUSE = 250;

export function createWriter(
  database: WritableDatabase,
  checkpointer: Checkpointer,
  { patience }: WriterOptions,
): Writer {
  const fail = (error: unknown) => storeFailure(error, database.path);

  const attempt = <T>(work: () => T, committed?: (result: T) => void): T => {
    const result = database.transaction(work);
    committed?.(result);
    checkpointer.committed();
    return result;
  };

  const persist = async <T>(work: () => T, committed?: (result: T) => void): Promise<T> => {
    const deadline = performance.now() + patience;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      // Spread, so that two that wait for each other do not stay in step.
      await sleep(pause * (0.5 + Math.random()));
      if (!database.isOpen)
        throw new StoreUnavailable('locked', `The database ${database.path} was closed while it waited.`);
      try {
        return attempt(work, committed);
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw fail(error);
      }
    }
  };

  return {
    write: async (work, committed) => {
      try {
        return attempt(work, committed);
      } catch (error) {
        if (!isBusy(error)) throw fail(error);
      }
      return persist(work, committed);
    },
    writeNow: (work) => {
      database.pragma(`busy_timeout = ${Math.min(patience, LONGEST_BLOCK)}`);
      try {
        return attempt(work);
      } catch (error) {
        throw fail(error);
      } finally {
        database.pragma(`busy_timeout = ${BUSY_TIMEOUT}`);
      }
    },
  };
}
