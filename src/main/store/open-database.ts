import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { StoreUnavailable } from '../ports/event-log.ts';
import { blockFor } from './blocking-wait.ts';
import { openReadable, openWritable, type ReadableDatabase, type WritableDatabase } from './database.ts';
import { withLock } from './lock-file.ts';
import { migrate, refuseNewer, schemaVersion } from './migrate.ts';
import { loadMigrations } from './migrations/index.ts';
import { moveAside, movedAsideNotice } from './quarantine.ts';
import { asStoreError, isBusy, isDamage } from './sqlite-error.ts';

export type Synchronous = 'NORMAL' | 'FULL';

export interface OpenDatabaseOptions {
  readonly path: string;
  /** Lock file under which one process at a time opens, migrates or moves aside. */
  readonly lockPath: string;
  /** NORMAL keeps everything when the process dies, FULL also when the machine does. */
  readonly synchronous: Synchronous;
  /** Milliseconds that opening waits for other processes. */
  readonly patience: number;
}

export interface OpenedDatabase {
  readonly writer: WritableDatabase;
  readonly reader: ReadableDatabase;
  readonly notices: readonly string[];
}

/** Milliseconds that a statement blocks for a lock; longer waits are made asynchronously, see Writer. */
export const BUSY_TIMEOUT = 20;

/** Up to this size every page is checked at each opening, which takes a few milliseconds. */
const CHECK_ALWAYS_BELOW_BYTES = 4 * 1024 * 1024;

/**
 * Opens the database for writing, made or migrated if need be. Throws StoreUnavailable.
 * A damaged file is moved aside, a new one begun, and a notice says so.
 */
export function openDatabase(options: OpenDatabaseOptions): OpenedDatabase {
  try {
    return withLock(options.lockPath, options.patience, () => openUnderLock(options));
  } catch (error) {
    throw asStoreError(error, options.path);
  }
}

/** Opens what is there without changing anything. Throws StoreUnavailable. */
export function openDatabaseReadOnly(path: string, patience: number): ReadableDatabase {
  if (!existsSync(path))
    throw new StoreUnavailable('io', `There is no database at ${path} yet: nothing was run so far.`);
  try {
    return patiently(patience, () => {
      const reader = openReadable(path, { busyTimeout: BUSY_TIMEOUT });
      const known = loadMigrations().length;
      const version = schemaVersion(reader);
      refuseNewer(version, known, path);
      if (version === known) return reader;
      reader.close();
      throw new StoreUnavailable('io', `The database ${path} is from an older version. Open it once for writing.`);
    });
  } catch (error) {
    throw asStoreError(error, path);
  }
}

/** Leaves a mark that makes the next opening check every page: a part that is rarely read has turned out to be damaged. */
export function markSuspect(path: string): void {
  try {
    writeFileSync(suspectMark(path), '');
  } catch {
    // Without the mark the damage will be met again.
  }
}

const suspectMark = (path: string): string => `${path}.suspect`;

function openUnderLock(options: OpenDatabaseOptions): OpenedDatabase {
  try {
    return { ...openOnce(options), notices: [] };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const target = moveAside(options.path, new Date());
    rmSync(suspectMark(options.path), { force: true });
    const why = error instanceof Error ? error.message : String(error);
    return { ...openOnce(options), notices: [movedAsideNotice(options.path, target, why)] };
  }
}

function openOnce({ path, synchronous, patience }: OpenDatabaseOptions) {
  return patiently(patience, () => {
    const opened: { close(): void }[] = [];
    try {
      const writer = openWritable(path, { busyTimeout: BUSY_TIMEOUT });
      opened.push(writer);
      // Counts for a new file alone. Every commit writes whole pages to the log, and those of small rows are mostly old bytes:
      // half of SQLite's usual size makes a commit a fifth cheaper (see bench/append.ts), smaller ones slow down lists.
      writer.pragma('page_size = 2048');
      writer.pragma('journal_mode = WAL');
      writer.pragma(`synchronous = ${synchronous}`);
      writer.pragma('foreign_keys = ON');
      // Until Checkpointer decides how checkpoints are made safely by this version.
      writer.pragma('wal_autocheckpoint = 0');
      // A log that grew large under a long reader does not stay so.
      writer.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
      migrate(writer, loadMigrations());
      checkPages(writer);
      const reader = openReadable(path, { busyTimeout: BUSY_TIMEOUT });
      opened.push(reader);
      reader.query('SELECT max(position) FROM events').get();
      return { writer, reader };
    } catch (error) {
      for (const connection of opened.reverse()) connection.close();
      throw error;
    }
  });
}

/**
 * Migration has read the header and the schema. All pages are read only where that is quick or there was a reason to doubt:
 * a check of a gigabyte would cost seconds at every start, and every reading checks the page it reads anyway.
 */
function checkPages(database: WritableDatabase): void {
  const mark = suspectMark(database.path);
  const isSuspect = existsSync(mark);
  if (!isSuspect && statSync(database.path).size > CHECK_ALWAYS_BELOW_BYTES) return;
  const finding = database.pragma('quick_check(1)');
  if (finding !== 'ok') throw new DamagedPages(String(finding).replaceAll(/\s+/g, ' '));
  if (isSuspect) rmSync(mark, { force: true });
}

/** What `quick_check` found, in the shape of SQLite's own errors. */
class DamagedPages extends Error {
  readonly code = 'SQLITE_CORRUPT';
}

/** Tries again while another process holds a lock; changing the journal mode does not wait by itself. */
function patiently<T>(patience: number, open: () => T): T {
  const deadline = performance.now() + patience;
  for (let pause = 2; ; pause = Math.min(pause * 2, 50)) {
    try {
      return open();
    } catch (error) {
      if (!isBusy(error) || performance.now() + pause > deadline) throw error;
      blockFor(pause);
    }
  }
}
