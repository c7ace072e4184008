import type { ReadableDatabase, Values } from './database.ts';
import { markSuspect } from './open-database.ts';
import { asStoreError, isDamage } from './sqlite-error.ts';

/** An error of the database in the words of the port. Damage is remembered for the next opening. */
export function storeFailure(error: unknown, path: string): unknown {
  if (isDamage(error)) markSuspect(path);
  return asStoreError(error, path);
}

/** The same connection, whose readings fail with StoreUnavailable. */
export function guardReads(database: ReadableDatabase): ReadableDatabase {
  const guard = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw storeFailure(error, database.path);
    }
  };
  return {
    ...database,
    get isOpen() {
      return database.isOpen;
    },
    query: <Row, Params extends Values>(sql: string) => {
      const query = guard(() => database.query<Row, Params>(sql));
      return {
        get: (...params: Params) => guard(() => query.get(...params)),
        all: (...params: Params) => guard(() => query.all(...params)),
        iterate: function* (...params: Params) {
          try {
            yield* query.iterate(...params);
          } catch (error) {
            throw storeFailure(error, database.path);
          }
        },
      };
    },
  };
}
