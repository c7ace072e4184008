import type { ChronumEvent, NewEvent } from '../../core/run/event.ts';

/** Somebody else wrote to the stream in between: `actualSeq` is its last number now. */
export class SequenceConflict extends Error {
  override readonly name = 'SequenceConflict';
  readonly stream: string;
  readonly expectedSeq: number;
  readonly actualSeq: number;

  constructor(stream: string, expectedSeq: number, actualSeq: number) {
    super(`stream ${stream} is at ${actualSeq}, not at ${expectedSeq} as expected`);
    this.stream = stream;
    this.expectedSeq = expectedSeq;
    this.actualSeq = actualSeq;
  }
}

/** The store cannot take writes now: no space, read-only, or locked for too long. Nothing was written. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly code: 'disk-full' | 'read-only' | 'locked' | 'corrupt' | 'io';

  constructor(code: StoreUnavailable['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface AppendOptions {
  /** Commands that these events answer: deleted in the same transaction, so that each is answered exactly once. */
  readonly answers?: readonly string[];
}

/** Only its owner writes to a run's stream; everyone may read. */
export interface EventLog extends EventReader {
  /**
   * Appends all events or none, durably. `expectedSeq` is the last sequence number the writer knows (0 for a new stream).
   * Read models change in the same transaction. Rejects with SequenceConflict or StoreUnavailable.
   */
  append(
    stream: string,
    expectedSeq: number,
    events: readonly NewEvent[],
    options?: AppendOptions,
  ): Promise<ChronumEvent[]>;
}

export interface EventReader {
  /** Events of a stream with `seq > afterSeq`, in order, at most `limit`. */
  read(stream: string, afterSeq: number, limit?: number): ChronumEvent[];
  /** Events of all streams, or of one, with `position > after`, in order, at most `limit`. */
  readAll(after: number, limit: number, stream?: string): ChronumEvent[];
  /** The highest position written so far, by any process; 0 when empty. */
  head(): number;
  /**
   * Calls `listener` with every committed event after `after`, in order, whichever process wrote it: at once for this process's
   * own, within the follower's interval for others'. Returns a function that ends it.
   */
  subscribe(
    options: { after: number; stream?: string },
    listener: (events: readonly ChronumEvent[]) => void,
  ): () => void;
}
