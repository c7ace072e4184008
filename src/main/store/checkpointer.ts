import { statSync } from 'node:fs';
import { openWritable, type WritableDatabase } from './database.ts';
import { BUSY_TIMEOUT } from './open-database.ts';

/**
 * Moves what was committed from the write-ahead log into the database file: when the log has grown, or when it has been quiet
 * for a moment, so that commits themselves need not do it.
 *
 * SQLite before 3.51.3 can damage a database when a checkpoint runs while another process begins the log anew
 * (sqlite.org/wal.html, "The WAL-Reset Bug"). Beginning anew is part of a writing commit, so there the checkpoint is made by a
 * second connection while the first holds the write lock. As every checkpoint then needs that lock, two never run at once either.
 */
export interface Checkpointer {
  /** To be called after each commit; cheap. */
  committed(): void;
  checkpoint(): void;
  close(): void;
}

/** Most of a checkpoint's time is the flushing of the log to the disk: few of them in a burst of work make it faster, and
 * a limit keeps each one's pause to some tens of milliseconds. */
const LOG_SIZE_WANTED = 16 * 1024 * 1024;
/** Commits between two looks at the size of the log. */
const LOOK_EVERY = 32;
const QUIET_MS = 1_000;

export function createCheckpointer(writer: WritableDatabase, sqliteVersion = versionOf(writer)): Checkpointer {
  const guarded = hasResetBug(sqliteVersion);
  const connection = guarded ? openWritable(writer.path, { busyTimeout: BUSY_TIMEOUT }) : writer;
  if (guarded) connection.pragma('wal_autocheckpoint = 0');
  const logPath = `${writer.path}-wal`;
  let commits = 0;
  let commitsAtLastLook = 0;
  let timer: NodeJS.Timeout | undefined;

  const checkpoint = () => {
    try {
      // PASSIVE does what it can without waiting for readers or writers.
      if (guarded) writer.transaction(() => connection.pragma('wal_checkpoint(PASSIVE)'));
      else connection.pragma('wal_checkpoint(PASSIVE)');
    } catch {
      // Busy, or the disk is full: everything is safe in the log, and the next one will do it.
    }
  };

  const lookWhetherQuiet = () => {
    timer = undefined;
    if (!writer.isOpen) return;
    if (commits === commitsAtLastLook) checkpoint();
    else watchForQuiet();
  };

  const watchForQuiet = () => {
    commitsAtLastLook = commits;
    timer = setTimeout(lookWhetherQuiet, QUIET_MS).unref();
  };

  return {
    committed: () => {
      commits++;
      if (timer === undefined) watchForQuiet();
      if (commits % LOOK_EVERY === 0 && sizeOf(logPath) > LOG_SIZE_WANTED) checkpoint();
    },
    checkpoint,
    close: () => {
      clearTimeout(timer);
      if (guarded) connection.close();
    },
  };
}

/** Whether this version of SQLite has the bug described above. Later patch releases of 3.44 and 3.50 are without it as well. */
export function hasResetBug(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 3) return false;
  if (minor === 44) return patch < 6;
  if (minor === 50) return patch < 7;
  if (minor === 51) return patch < 3;
  return minor < 51;
}

const versionOf = (database: WritableDatabase): string =>
  database.query<{ version: string }>('SELECT sqlite_version() AS version').get()?.version ?? '0';

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
