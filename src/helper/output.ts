import { closeSync, fstatSync, mkdirSync, openSync, writeSync, writev, writevSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Masker, MaskSet } from '../core/mask/masker.ts';
import {
  encodeLogIndexRecord,
  LOG_INDEX_MAX_BYTES,
  LOG_INDEX_MAX_MS,
  LOG_INDEX_RECORD_BYTES,
  type LogStreamCode,
  logIndexPath,
} from '../core/run/log-index.ts';

/** Beyond this the output is not read until the disk has caught up. */
export const HIGH_WATER_BYTES = 1024 * 1024;
/** From here on a write leaves the thread that serves all steps. */
const ASYNC_BYTES = 32 * 1024;
/** Small output is written at once, then gathered this long: a prompt is seen, a chatty step costs few writes. */
const GATHER_MS = 5;
const NO_STREAM = -1;

/** 0 stdout, 1 stderr. */
export type OutputStream = Extract<LogStreamCode, 0 | 1>;

export interface AttemptOutput {
  /** False: stop reading until `onDrain`. The chunk belongs to the output from now on. */
  write(stream: OutputStream, chunk: Uint8Array): boolean;
  /** Resolves when everything is in the files; to the reason why something is not, if so. */
  close(): Promise<string | null>;
}

export interface AttemptOutputOptions {
  readonly logPath: string;
  /** Null: nothing to mask, and no byte is looked at. */
  readonly masks: MaskSet | null;
  /** How much may wait for the disk. */
  readonly highWaterBytes?: number;
  readonly onDrain: () => void;
}

/**
 * The log file of an attempt and its index. Files are made by the first byte. When the disk refuses (full, read-only), what
 * follows is read and thrown away, so that the step goes on, and `close` tells why.
 */
export function createAttemptOutput(options: AttemptOutputOptions): AttemptOutput {
  const { logPath, masks, highWaterBytes = HIGH_WATER_BYTES, onDrain } = options;
  const maskers: [Masker | null, Masker | null] = [masks?.stream() ?? null, masks?.stream() ?? null];
  let log = -1;
  let index = -1;
  let failure: string | null = null;
  let chunks: Uint8Array[] = [];
  let gathered = 0;
  /** Index records of the gathered chunks, with offsets relative to the first of them. */
  let records: { at: number; offset: number; stream: LogStreamCode }[] = [];
  let lastStream: number = NO_STREAM;
  /** Of the first gathered chunk. */
  let firstStream: LogStreamCode = 0;
  let lastAt = 0;
  let sinceRecord = 0;
  /** Where our last write ended: when the file is longer, somebody else wrote a line of theirs. */
  let expectedEnd = -1;
  let writing = false;
  let paused = false;
  let flushedAt = 0;
  let timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
  let onIdle: (() => void) | null = null;

  const fail = (error: unknown): void => {
    failure ??= error instanceof Error ? error.message : String(error);
    chunks = [];
    records = [];
    gathered = 0;
    drain();
  };

  const drain = (): void => {
    if (!paused || gathered >= highWaterBytes) return;
    paused = false;
    onDrain();
  };

  const open = (): void => {
    try {
      log = openSync(logPath, 'a', 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      mkdirSync(dirname(logPath), { recursive: true, mode: 0o700 });
      log = openSync(logPath, 'a', 0o600);
    }
    index = openSync(logIndexPath(logPath), 'a', 0o600);
    // After half a record of a writer that died, ours would be misread: the half is made whole with zeros, which is no record.
    const over = fstatSync(index).size % LOG_INDEX_RECORD_BYTES;
    if (over > 0) writeAllSync(index, [new Uint8Array(LOG_INDEX_RECORD_BYTES - over)]);
  };

  /** Takes what was gathered; its index records are on disk before its bytes. */
  const take = (): Uint8Array[] => {
    if (log < 0) open();
    const start = fstatSync(log).size;
    if (start !== expectedEnd && records[0]?.offset !== 0)
      records.unshift({ offset: 0, at: lastAt, stream: firstStream });
    if (records.length > 0) writeAllSync(index, [encodeRecords(records, start)]);
    expectedEnd = start + gathered;
    const taken = chunks;
    chunks = [];
    records = [];
    gathered = 0;
    return taken;
  };
  const flush = (): void => {
    timer = null;
    if (writing || gathered === 0) return;
    const size = gathered;
    try {
      const taken = take();
      if (size < ASYNC_BYTES) {
        writeAllSync(log, taken);
        flushedAt = performance.now();
        return;
      }
      writing = true;
      writeAll(log, taken, (error) => {
        writing = false;
        flushedAt = performance.now();
        if (error) fail(error);
        drain();
        if (gathered > 0) flushSoon();
        else onIdle?.();
      });
    } catch (error) {
      fail(error);
    }
  };

  const flushSoon = (): void => {
    if (writing || (gathered === 0 && onIdle === null)) return;
    if (gathered >= ASYNC_BYTES || onIdle !== null) {
      cancelTimer();
      flush();
      if (!writing) onIdle?.();
    } else if (timer === null) {
      const wait = flushedAt + GATHER_MS - performance.now();
      timer = wait <= 0 ? setImmediate(flush) : setTimeout(flush, wait);
    }
  };

  const cancelTimer = (): void => {
    if (timer === null) return;
    clearTimeout(timer as NodeJS.Timeout);
    clearImmediate(timer as NodeJS.Immediate);
    timer = null;
  };

  const gather = (stream: LogStreamCode, chunk: Uint8Array): void => {
    if (failure !== null || chunk.length === 0) return;
    const at = Date.now();
    if (stream !== lastStream || at - lastAt >= LOG_INDEX_MAX_MS || sinceRecord + chunk.length > LOG_INDEX_MAX_BYTES) {
      records.push({ offset: gathered, at, stream });
      lastStream = stream;
      lastAt = at;
      sinceRecord = 0;
    }
    if (gathered === 0) firstStream = stream;
    sinceRecord += chunk.length;
    chunks.push(chunk);
    gathered += chunk.length;
  };

  return {
    write: (stream, chunk) => {
      gather(stream, maskers[stream]?.push(chunk) ?? chunk);
      flushSoon();
      paused = gathered >= highWaterBytes;
      return !paused;
    },
    close: async () => {
      maskers.forEach((masker, stream) => {
        if (masker !== null) gather(stream as OutputStream, masker.end());
      });
      if (gathered > 0 || writing) {
        await new Promise<void>((resolve) => {
          onIdle = resolve;
          flushSoon();
        });
      }
      cancelTimer();
      for (const file of [log, index]) if (file >= 0) closeSync(file);
      log = -1;
      index = -1;
      return failure;
    },
  };
}

function encodeRecords(
  records: readonly { at: number; offset: number; stream: LogStreamCode }[],
  start: number,
): Uint8Array {
  const bytes = new Uint8Array(records.length * LOG_INDEX_RECORD_BYTES);
  records.forEach((record, i) => {
    encodeLogIndexRecord(bytes, i * LOG_INDEX_RECORD_BYTES, { ...record, offset: start + record.offset });
  });
  return bytes;
}

/** A write may take only a part: the rest is written again until the disk says why not. */
function writeAllSync(file: number, chunks: readonly Uint8Array[]): void {
  let rest = chunks;
  while (rest.length > 0) {
    const only = rest.length === 1 ? rest[0] : undefined;
    rest = after(rest, only ? writeSync(file, only) : writevSync(file, rest));
  }
}

function writeAll(file: number, chunks: readonly Uint8Array[], done: (error: Error | null) => void): void {
  writev(file, chunks, (error, written) => {
    if (error) return done(error);
    const rest = after(chunks, written);
    if (rest.length === 0) done(null);
    else writeAll(file, rest, done);
  });
}

function after(chunks: readonly Uint8Array[], written: number): readonly Uint8Array[] {
  let skip = written;
  for (let i = 0; i < chunks.length; i++) {
    const chunk = chunks[i] as Uint8Array;
    if (skip < chunk.length) return [chunk.subarray(skip), ...chunks.slice(i + 1)];
    skip -= chunk.length;
  }
  return [];
}
