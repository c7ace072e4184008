import { type FileHandle, open } from 'node:fs/promises';
import {
  decodeLogIndexRecord,
  LOG_INDEX_RECORD_BYTES,
  LOG_STREAMS,
  type LogStreamCode,
} from '../../core/run/log-index.ts';
import type { LogStream } from '../ports/log-store.ts';

/** A stretch of the log that one stream wrote at one time; `end` is not included. */
export interface LogSegment {
  readonly start: number;
  readonly end: number;
  readonly at: number;
  readonly stream: LogStream;
}

export interface LogIndexReader {
  /** Reads what was added since. */
  refresh(): Promise<void>;
  /** Covers [from, to) without gaps. What no record speaks of counts as stdout, written at `fallbackAt`. */
  segments(from: number, to: number, fallbackAt: number): Generator<LogSegment>;
  /** Where what was written after an instant begins; undefined when nothing was. Without records, all was at `fallbackAt`. */
  firstAfter(at: number, fallbackAt: number): number | undefined;
}

const BLOCK_BYTES = 64 * 1024;

/** Keeps the records of one index in memory: 24 bytes each, one per 64 KiB of steady output. */
export function createLogIndexReader(path: string): LogIndexReader {
  const offsets: number[] = [];
  const times: number[] = [];
  const streams: LogStreamCode[] = [];
  let consumed = 0;

  const clear = (): void => {
    offsets.length = 0;
    times.length = 0;
    streams.length = 0;
    consumed = 0;
  };

  const add = (bytes: Uint8Array): void => {
    for (let position = 0; position < bytes.length; position += LOG_INDEX_RECORD_BYTES) {
      const record = decodeLogIndexRecord(bytes, position);
      // Damaged on disk: the record before it speaks for its bytes too.
      if (record === null) continue;
      let count = offsets.length;
      while (count > 0 && (offsets[count - 1] as number) >= record.offset) count--;
      offsets.length = count;
      times.length = count;
      streams.length = count;
      offsets.push(record.offset);
      times.push(record.at);
      streams.push(record.stream);
    }
  };

  const readOn = async (file: FileHandle): Promise<void> => {
    const { size } = await file.stat();
    if (size < consumed) clear();
    const block = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, Math.max(size - consumed, 0)));
    while (consumed < size) {
      const { bytesRead } = await file.read(block, 0, block.length, consumed);
      // Half a record at the end waits for its other half.
      const whole = bytesRead - (bytesRead % LOG_INDEX_RECORD_BYTES);
      if (whole === 0) return;
      add(block.subarray(0, whole));
      consumed += whole;
    }
  };

  /** The last record at or before the offset; -1 when there is none. */
  const find = (offset: number): number => {
    let low = 0;
    let high = offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((offsets[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  return {
    refresh: async () => {
      let file: FileHandle;
      try {
        file = await open(path, 'r');
      } catch {
        clear();
        return;
      }
      try {
        await readOn(file);
      } finally {
        await file.close();
      }
    },
    firstAfter: (at, fallbackAt) => {
      if (times.length === 0) return at < fallbackAt ? 0 : undefined;
      // A clock that was set back writes earlier times behind later ones: the first later one counts.
      const index = times.findIndex((time) => time > at);
      return index < 0 ? undefined : offsets[index];
    },
    segments: function* (from, to, fallbackAt) {
      let start = from;
      for (let i = find(from); start < to; i++) {
        const next = offsets[i + 1];
        const end = next === undefined ? to : Math.min(next, to);
        if (end > start) {
          const stream = i < 0 ? 'stdout' : LOG_STREAMS[streams[i] as LogStreamCode];
          yield { start, end, at: i < 0 ? fallbackAt : (times[i] as number), stream };
        }
        start = Math.max(start, end);
      }
    },
  };
}
