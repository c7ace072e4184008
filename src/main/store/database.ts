import type BetterSqlite3 from 'better-sqlite3';
import { sqliteRuntime } from './sqlite-runtime.ts';

type Value = string | number | bigint | null | Uint8Array;
export type Values = readonly Value[];

/** A prepared statement that yields rows. Columns are named as in the SQL. */
export interface Query<Params extends Values, Row> {
  get(...params: Params): Row | undefined;
  all(...params: Params): Row[];
  /** Rows one by one. No other statement that writes may run on the connection until the iteration ends. */
  iterate(...params: Params): Iterable<Row>;
}

/** A prepared statement that changes rows. */
export interface Change<Params extends Values> {
  run(...params: Params): { readonly changes: number; readonly lastInsertRowid: number | bigint };
}

/** A connection that cannot write: SQLite itself refuses. */
export interface ReadableDatabase {
  readonly path: string;
  readonly isOpen: boolean;
  query<Row, Params extends Values = []>(sql: string): Query<Params, Row>;
  /** What SQLite would do for a statement, one line a step. For tests that keep lists and tails on their indexes. */
  plan(sql: string, ...params: Values): string[];
  /** The one value of a pragma. */
  pragma(source: string): unknown;
  close(): void;
}

export interface WritableDatabase extends ReadableDatabase {
  change<Params extends Values = []>(sql: string): Change<Params>;
  /** Runs statements that take no parameters, such as a migration. */
  exec(sql: string): void;
  /**
   * Runs `work` in one transaction that has the write lock from its start, so that it can never fail half-way for another
   * writer. Rolls back when `work` throws. Not to be nested.
   */
  transaction<T>(work: () => T): T;
}

export interface OpenOptions {
  /** Milliseconds that SQLite itself waits, blocking, for another process's lock. */
  readonly busyTimeout: number;
}

export function openReadable(path: string, options: OpenOptions): ReadableDatabase {
  const Sqlite = sqliteRuntime();
  return readable(new Sqlite(path, { readonly: true, fileMustExist: true, timeout: options.busyTimeout }));
}

export function openWritable(path: string, options: OpenOptions): WritableDatabase {
  const Sqlite = sqliteRuntime();
  const connection = new Sqlite(path, { timeout: options.busyTimeout });
  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  const rollback = connection.prepare('ROLLBACK');
  return {
    ...readable(connection),
    get isOpen() {
      return connection.open;
    },
    change: <Params extends Values>(sql: string) => connection.prepare(sql) as unknown as Change<Params>,
    exec: (sql) => void connection.exec(sql),
    transaction: (work) => {
      begin.run();
      try {
        const result = work();
        commit.run();
        return result;
      } catch (error) {
        // A full disk may have ended the transaction already.
        if (connection.inTransaction) rollback.run();
        throw error;
      }
    },
  };
}

function readable(connection: BetterSqlite3.Database): ReadableDatabase {
  return {
    path: connection.name,
    get isOpen() {
      return connection.open;
    },
    query: <Row, Params extends Values>(sql: string) => connection.prepare(sql) as unknown as Query<Params, Row>,
    plan: (sql, ...params) => {
      const steps = connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...params) as { detail: string }[];
      return steps.map((step) => step.detail);
    },
    pragma: (source) => connection.pragma(source, { simple: true }),
    close: () => void connection.close(),
  };
}
