import { Worker } from 'node:worker_threads';
import { sqliteRuntimePath } from './sqlite-runtime.ts';

/**
 * Makes checkpoints in a thread of their own: most of their time is waiting for the disk, tens of milliseconds in which no run would
 * go on and no schedule fire. Commits go on meanwhile; what they add is left for the next checkpoint.
 */
export interface CheckpointThread {
  /** Begins a checkpoint, unless one is under way or the thread is of no use. */
  begin(): void;
  readonly isBusy: boolean;
  /** Pages that the log had at the last checkpoint. */
  readonly logPages: number;
  /** Waits for the one that is under way: its connection is closed then. */
  close(): void;
}

const IDLE = 0;
const BUSY = 1;
/** The disk hangs: closing goes on, and the checkpoint is made by whoever opens the database next. */
const CLOSE_PATIENCE_MS = 5_000;

/** A program of its own rather than a file: it is needed wherever the store is bundled to. It holds no connection in between. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const Sqlite = require(workerData.runtime);
const shared = new Int32Array(workerData.shared);
parentPort.on('message', () => {
  try {
    const connection = new Sqlite(workerData.path, { fileMustExist: true, timeout: 0 });
    try {
      const [result] = connection.pragma('wal_checkpoint(PASSIVE)');
      Atomics.store(shared, 1, result.log);
    } finally {
      connection.close();
    }
  } catch {
    // Busy, or the disk is full: everything is safe in the log, and the next one will do it.
  }
  Atomics.store(shared, 0, ${IDLE});
  Atomics.notify(shared, 0);
});
`;

export function createCheckpointThread(path: string): CheckpointThread {
  const buffer = new SharedArrayBuffer(8);
  const shared = new Int32Array(buffer);
  let worker: Worker | undefined;
  let isUseless = false;

  const giveUp = () => {
    isUseless = true;
    Atomics.store(shared, 0, IDLE);
  };

  const start = (): Worker => {
    const workerData = { runtime: sqliteRuntimePath(), path, shared: buffer };
    const started = new Worker(PROGRAM, { eval: true, workerData, resourceLimits: { maxOldGenerationSizeMb: 16 } });
    // Without it, commits make their own checkpoints.
    started.on('error', giveUp).on('exit', giveUp).unref();
    return started;
  };

  return {
    begin: () => {
      if (isUseless || Atomics.compareExchange(shared, 0, IDLE, BUSY) === BUSY) return;
      try {
        worker ??= start();
        worker.postMessage(null);
      } catch {
        giveUp();
      }
    },
    get isBusy() {
      return Atomics.load(shared, 0) === BUSY;
    },
    get logPages() {
      return Atomics.load(shared, 1);
    },
    close: () => {
      if (!isUseless) Atomics.wait(shared, 0, BUSY, CLOSE_PATIENCE_MS);
      isUseless = true;
      void worker?.terminate();
    },
  };
}
