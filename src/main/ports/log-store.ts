/** Which attempt's output: one append-only file each. */
export interface AttemptKey {
  readonly runId: string;
  readonly stepId: string;
  readonly branch: string;
  readonly attempt: number;
}

export type LogStream = 'stdout' | 'stderr' | 'system';

/** A piece of output as it was written, with where it lies in the file. */
export interface LogChunk {
  /** Byte offset in the file. */
  readonly offset: number;
  /** Milliseconds since the epoch when it was written. */
  readonly at: number;
  readonly stream: LogStream;
  readonly bytes: Uint8Array;
}

export interface LogRange {
  /** Byte offsets, `to` not included; negative `from` counts from the end. */
  readonly from: number;
  readonly to?: number;
}

export interface LogMatch {
  /** Byte offset of the match, and of the start of its line. */
  readonly offset: number;
  readonly lineOffset: number;
  /** From 1. */
  readonly lineNumber: number;
  /** The line, or of a very long one the part around the match. */
  readonly line: string;
  /** Where in `line` the match begins, from 0, and how long it is, in UTF-16 units. */
  readonly column: number;
  readonly length: number;
}

export interface LogSearch {
  readonly text: string;
  readonly regex?: boolean;
  readonly caseSensitive?: boolean;
  readonly limit?: number;
  /** Told now and then how many bytes were looked at. */
  readonly onScanned?: (bytes: number) => void;
}

/** The text to look for is not a regular expression. */
export class InvalidSearch extends Error {
  override readonly name = 'InvalidSearch';
}

export interface LogStore {
  /** Size in bytes; 0 when there is none (yet, or any more). */
  size(key: AttemptKey): Promise<number>;
  /** How many bytes had been written by an instant, to within the 100 ms for which small output is gathered. */
  sizeAt(key: AttemptKey, at: number): Promise<number>;
  /** Chunks that cover the range, split at changes of stream and where the index knows another time; at most 4 MiB at once. */
  read(key: AttemptKey, range: LogRange): Promise<LogChunk[]>;
  /** All bytes of one stream, at most `limit` bytes: for outputs. `truncated` tells that there was more. */
  readStream(key: AttemptKey, stream: LogStream, limit: number): Promise<{ bytes: Uint8Array; truncated: boolean }>;
  /**
   * Yields chunks from `from` on as the file grows, until the signal is aborted, or `isDone` says so and everything was read, or the
   * file that was being read is gone.
   */
  follow(
    key: AttemptKey,
    options: { from: number; signal: AbortSignal; isDone: () => boolean },
  ): AsyncIterable<LogChunk[]>;
  /** Yields what each stretch of the file has. Throws InvalidSearch, and the signal's reason when aborted. */
  search(key: AttemptKey, search: LogSearch, signal: AbortSignal): AsyncIterable<LogMatch[]>;
  /** Appends text of the engine itself. While a process of the attempt writes too, lines of both may get each other's stream. */
  write(key: AttemptKey, stream: LogStream, bytes: Uint8Array): Promise<void>;
  /** Absolute path of the file, for the process helper. */
  pathOf(key: AttemptKey): string;
  /** Deletes all logs of a run. */
  remove(runId: string): Promise<void>;
  list(runId: string): Promise<AttemptKey[]>;
}
