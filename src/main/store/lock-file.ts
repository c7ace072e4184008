import { existsSync, unlinkSync } from 'node:fs';
import { StoreUnavailable } from '../ports/event-log.ts';
import { blockFor } from './blocking-wait.ts';
import { openReadable, openWritable, type WritableDatabase } from './database.ts';
import { isBusy, sqliteCode } from './sqlite-error.ts';

/**
 * A lock that belongs to a process for as long as it lives: an open transaction on an empty SQLite file. The operating system
 * frees it the moment the process ends in whatever way, and SQLite brings the locking calls of every platform.
 *
 * Nothing of this program may open such a file by other means while it holds it: on POSIX, closing any descriptor of a file
 * drops all of the process's locks on it. (SQLite knows that of its own connections, also across threads.)
 */
export interface HeldLock {
  release(): void;
  /** Frees the lock and deletes its file, leaving no moment at which another could hold a file that is being deleted. */
  releaseAndDelete(): void;
}

/**
 * `sole`: nobody else gets in at all, and a glance tells that it is held (an EXCLUSIVE lock; taking it waits for glances).
 * `first`: of several that try at once exactly one gets it, without waiting (a RESERVED lock, which is taken in one step).
 */
type LockKind = 'sole' | 'first';

/** A connection that is collected as garbage is closed, and its lock with it. */
const keptAlive = new Set<WritableDatabase>();

/** Takes the lock, or returns null when another holds it. */
export function tryLock(path: string, kind: LockKind, patience = 0): HeldLock | null {
  const file = openWritable(path, { busyTimeout: patience });
  try {
    file.exec(kind === 'sole' ? 'BEGIN EXCLUSIVE' : 'BEGIN IMMEDIATE');
  } catch (error) {
    file.close();
    if (isBusy(error)) return null;
    throw error;
  }
  return held(file);
}

function held(file: WritableDatabase): HeldLock {
  const { path } = file;
  keptAlive.add(file);
  const release = () => {
    keptAlive.delete(file);
    file.close();
  };
  return {
    release,
    releaseAndDelete: () => {
      // Windows deletes no open file, and then nobody can have got in between. Elsewhere it is deleted while held.
      if (process.platform === 'win32') {
        release();
        unlinkQuietly(path);
      } else {
        unlinkQuietly(path);
        release();
      }
    },
  };
}

function unlinkQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It is gone already, or somebody has it open: the next one to look will delete it.
  }
}

/** Whether somebody, this process included, holds a `sole` lock on the file. Any number may look at once. */
export function isLocked(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    const file = openReadable(path, { busyTimeout: 0 });
    try {
      file.query('SELECT count(*) FROM sqlite_schema').get();
      return false;
    } finally {
      file.close();
    }
  } catch (error) {
    if (isBusy(error)) return true;
    // Deleted since we looked.
    if (sqliteCode(error).startsWith('SQLITE_CANTOPEN')) return false;
    throw error;
  }
}

/** Runs `work` while holding the named lock; waits for it, blocking, at most `patience` milliseconds. */
export function withLock<T>(path: string, patience: number, work: () => T): T {
  const deadline = performance.now() + patience;
  for (;;) {
    const lock = tryLock(path, 'first');
    if (lock) {
      try {
        return work();
      } finally {
        lock.release();
      }
    }
    if (performance.now() > deadline) {
      throw new StoreUnavailable('locked', `Another program holds ${path}. Close it, then try again.`);
    }
    blockFor(5);
  }
}
