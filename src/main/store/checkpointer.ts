import { createCheckpointThread } from './checkpoint-thread.ts';
import { openWritable, type WritableDatabase } from './database.ts';
import { BUSY_TIMEOUT } from './open-database.ts';

/**
 * Moves what was committed from the write-ahead log into the database file: when the log has grown, and when it has been quiet
 * for a moment.
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

/**
 * Pages in the log that are worth a checkpoint: 16 MiB. Most of its time is the flushing of the log to the disk: few in a burst
 * of work make it faster, and a limit keeps the pause of each at some tens of milliseconds, where it is one.
 */
const LOG_PAGES_WANTED = 8192;
const LOG_PAGES_AT_MOST = 2 * LOG_PAGES_WANTED;
/**
 * The same for a thread: 2 MiB. Commits go on meanwhile, but those that meet the flushing of much data wait for it in the kernel, for
 * tens of milliseconds; of this little nobody notices (see bench/schedule-lateness.ts).
 */
const LOG_PAGES_IN_THREAD = 1024;
/** A thread is begun by a process that writes much: most write less than this, and have no use for one. */
const LOG_PAGES_FOR_A_THREAD = 4096;
const QUIET_MS = 1_000;

export function createCheckpointer(writer: WritableDatabase, sqliteVersion = versionOf(writer)): Checkpointer {
  const { makeRoom, checkpoint, close } = hasResetBug(sqliteVersion) ? guarded(writer) : automatic(writer);
  let commits = 0;
  let commitsAtLastLook = 0;
  let timer: NodeJS.Timeout | undefined;

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
      makeRoom();
      if (timer === undefined) watchForQuiet();
    },
    checkpoint,
    close: () => {
      clearTimeout(timer);
      close();
    },
  };
}

interface Method {
  /** Called after each commit: makes a checkpoint if the log has grown. */
  makeRoom(): void;
  checkpoint(): void;
  close(): void;
}

/**
 * In a thread. One that never sees the end of the log, because commits go on all the time, does not let it begin anew: for that
 * SQLite makes one by itself, at the end of the commit at which the log is longer than wanted. Not much is left to do then.
 */
function automatic(writer: WritableDatabase): Method {
  writer.pragma(`wal_autocheckpoint = ${LOG_PAGES_AT_MOST}`);
  const thread = createCheckpointThread(writer.path);
  const gauge = createGauge(4);
  let isExpected = false;
  let logPages = 0;
  let wanted = LOG_PAGES_FOR_A_THREAD;
  const takeNote = () => {
    const before = logPages;
    logPages = thread.logPages;
    // A log that was not begun anew has grown; one that was is as long as what was added since.
    gauge.checkpointed(logPages > before ? logPages - before : logPages);
    wanted = LOG_PAGES_IN_THREAD;
  };
  return {
    makeRoom: () => {
      gauge.committed();
      if (isExpected) {
        if (thread.isBusy) return;
        isExpected = false;
        takeNote();
      }
      if (gauge.pages() <= wanted) return;
      isExpected = true;
      thread.begin();
    },
    checkpoint: () => void passiveCheckpoint(writer),
    close: thread.close,
  };
}

interface Gauge {
  committed(): void;
  /** A checkpoint has found this many that were written since the one before. */
  checkpointed(pages: number): void;
  /** In the log since the last checkpoint, about. */
  pages(): number;
}

/** How long the log is, only a checkpoint tells: until the next it is reckoned from what commits took. */
function createGauge(firstGuess: number): Gauge {
  let commits = 0;
  let pagesPerCommit = firstGuess;
  return {
    committed: () => {
      commits++;
    },
    checkpointed: (pages) => {
      if (pages > 0 && commits > 0) pagesPerCommit = Math.max(1, pages / commits);
      commits = 0;
    },
    pages: () => commits * pagesPerCommit,
  };
}

/** Under the write lock. */
function guarded(writer: WritableDatabase): Method {
  const connection = openWritable(writer.path, { busyTimeout: BUSY_TIMEOUT });
  for (const each of [writer, connection]) each.pragma('wal_autocheckpoint = 0');
  // High: the first checkpoint comes early and tells better.
  const gauge = createGauge(32);

  const checkpoint = () => {
    let pages = 0;
    try {
      pages = writer.transaction(() => passiveCheckpoint(connection));
    } catch {
      // Another one writes. The next attempt will do.
    }
    gauge.checkpointed(pages);
  };

  return {
    makeRoom: () => {
      gauge.committed();
      if (gauge.pages() > LOG_PAGES_WANTED) checkpoint();
    },
    checkpoint,
    close: () => connection.close(),
  };
}

/** Does what it can without waiting for readers or writers. Returns how many pages the log had. */
function passiveCheckpoint(connection: WritableDatabase): number {
  try {
    return connection.query<{ log: number }>('PRAGMA wal_checkpoint(PASSIVE)').get()?.log ?? 0;
  } catch {
    // Busy, or the disk is full: everything is safe in the log, and the next one will do it.
    return 0;
  }
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
