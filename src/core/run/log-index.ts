/**
 * The index beside an attempt's log: fixed records that say which stream wrote from a byte offset on, and when.
 * One is written on every change of stream and at least every 100 ms or 64 KiB of output. Layout, little endian:
 *
 *     0..5  byte offset in the log     6..11  milliseconds since the epoch
 *     12    stream (0 stdout, 1 stderr, 2 system)     13  zero     14..15  checksum of the bytes before
 *
 * Records go to disk before the bytes they describe. One that has a lower or equal offset than records before it takes
 * their place: that happens when a writer died between the two writes and another one appended to the log.
 */
export const LOG_INDEX_RECORD_BYTES = 16;
export const LOG_INDEX_MAX_BYTES = 64 * 1024;
export const LOG_INDEX_MAX_MS = 100;

/** Beside the log, with the same name. */
export const logIndexPath = (logPath: string): string => `${logPath.replace(/\.log$/, '')}.idx`;

export const LOG_STREAMS = ['stdout', 'stderr', 'system'] as const;
/** Position in LOG_STREAMS. */
export type LogStreamCode = 0 | 1 | 2;

export interface LogIndexRecord {
  readonly offset: number;
  readonly at: number;
  readonly stream: LogStreamCode;
}

const HIGH = 0x1_0000_0000;

/** Writes one record at `position` of `target`. */
export function encodeLogIndexRecord(target: Uint8Array, position: number, record: LogIndexRecord): void {
  const view = new DataView(target.buffer, target.byteOffset + position, LOG_INDEX_RECORD_BYTES);
  view.setUint32(0, record.offset % HIGH, true);
  view.setUint16(4, Math.floor(record.offset / HIGH), true);
  view.setUint32(6, record.at % HIGH, true);
  view.setUint16(10, Math.floor(record.at / HIGH), true);
  view.setUint8(12, record.stream);
  view.setUint8(13, 0);
  view.setUint16(14, checksum(target, position), true);
}

/** Null for a record that was not written whole. */
export function decodeLogIndexRecord(source: Uint8Array, position: number): LogIndexRecord | null {
  if (position + LOG_INDEX_RECORD_BYTES > source.length) return null;
  const view = new DataView(source.buffer, source.byteOffset + position, LOG_INDEX_RECORD_BYTES);
  const stream = view.getUint8(12);
  if (stream > 2 || view.getUint16(14, true) !== checksum(source, position)) return null;
  return {
    offset: view.getUint32(0, true) + view.getUint16(4, true) * HIGH,
    at: view.getUint32(6, true) + view.getUint16(10, true) * HIGH,
    stream: stream as LogStreamCode,
  };
}

/** Starts from a constant, so that a record of zeros (a hole left by a crash) is not valid. */
function checksum(bytes: Uint8Array, position: number): number {
  let low = 0xc5;
  let high = 0x1f;
  for (let i = position; i < position + 14; i++) {
    low = (low + (bytes[i] as number)) % 255;
    high = (high + low) % 255;
  }
  return (high << 8) | low;
}
