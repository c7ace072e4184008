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

/** The store cannot take writes now: no space, read-only, locked for too long, or of a newer version. Nothing was written. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly code: 'disk-full' | 'read-only' | 'locked' | 'corrupt' | 'too-new' | 'io';

  constructor(code: StoreUnavailable['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface AppendOptions {
  /**
   * Commands that these events answer: taken out of the queue in the same transaction, so that each is answered exactly once.
   * With no events they are answered by doing nothing.
   */
  readonly answers?: readonly string[];
}

/** What one stream gets in a transaction shared with others. */
export interface StreamAppend extends AppendOptions {
  readonly stream: string;
  /** The last sequence number the writer knows (0 for a new stream). */
  readonly expectedSeq: number;
  readonly events: readonly NewEvent[];
}

/** Only its owner writes to a run's stream; everyone may read. */
export interface EventLog extends EventReader {
  /**
   * Appends all events or none, durably. `expectedSeq` is the last sequence number the writer knows (0 for a new stream).
   * In a run's stream every event has the run's id: it is added where it is missing, and any other is a bug that rejects.
   * Read models change in the same transaction. Rejects with SequenceConflict or StoreUnavailable.
   */
  append(
    stream: string,
    expectedSeq: number,
    events: readonly NewEvent[],
    options?: AppendOptions,
  ): Promise<ChronumEvent[]>;
  /** The same for several streams in one transaction: all or none. The results stand in the order of `appends`. */
  appendMany(appends: readonly StreamAppend[]): Promise<ChronumEvent[][]>;
}

export interface SubscribeOptions {
  readonly after: number;
  readonly stream?: string;
  /** Somebody is looking: other processes' events are wanted soon. */
  readonly live?: boolean;
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
   * own, within 100 ms for others' while any subscriber is `live`, within a second else. What was there before comes in
   * pages on later turns of the event loop. Returns a function that ends it.
   */
  subscribe(options: SubscribeOptions, listener: (events: readonly ChronumEvent[]) => void): () => void;
}
