import type { ChronumEvent } from '../../core/run/event.ts';
import type { Plan } from '../../core/run/plan.ts';
import type { EventLog, EventReader, StreamAppend } from '../ports/event-log.ts';
import type { ReadableDatabase } from './database.ts';
import { decodeEvent, type EventRow } from './event-codec.ts';
import type { EventHub } from './event-hub.ts';
import type { EventRows } from './event-rows.ts';
import type { Writer } from './writer.ts';

type StoredEvents = Pick<EventReader, 'read' | 'readAll' | 'head'>;

const NO_LIMIT = -1;

export const eventQueries = {
  stream: `SELECT seq, position, at, type, data FROM events WHERE stream_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
  // The last number at or before the position: found from the end, where followers are.
  seqAt: `SELECT seq FROM events WHERE stream_id = ? AND position <= ? ORDER BY seq DESC LIMIT 1`,
  // Leaves out orphans of removed streams. CROSS JOIN keeps the events on the outside.
  all: `SELECT streams.name AS stream, seq, position, at, type, data
    FROM events CROSS JOIN streams ON streams.id = events.stream_id
    WHERE position > ? ORDER BY position LIMIT ?`,
  head: `SELECT max(position) AS position FROM events`,
  streamId: `SELECT id FROM streams WHERE name = ?`,
} as const;

export function createStoredEvents(database: ReadableDatabase, readPlan: (id: number) => Plan): StoredEvents {
  const streamId = database.query<{ id: number }, [string]>(eventQueries.streamId);
  const ofStream = database.query<Omit<EventRow, 'stream'>, [number, number, number]>(eventQueries.stream);
  const seqAt = database.query<{ seq: number }, [number, number]>(eventQueries.seqAt);
  const ofAll = database.query<EventRow, [number, number]>(eventQueries.all);
  const head = database.query<{ position: number | null }>(eventQueries.head);

  const readStream = (stream: string, id: number, afterSeq: number, limit: number) =>
    ofStream.all(id, afterSeq, limit).map((row) => decodeEvent({ stream, ...row }, readPlan));

  return {
    read: (stream, afterSeq, limit = NO_LIMIT) => {
      const id = streamId.get(stream)?.id;
      return id === undefined ? [] : readStream(stream, id, afterSeq, limit);
    },
    readAll: (after, limit, stream) => {
      if (stream === undefined) return ofAll.all(after, limit).map((row) => decodeEvent(row, readPlan));
      const id = streamId.get(stream)?.id;
      return id === undefined ? [] : readStream(stream, id, seqAt.get(id, after)?.seq ?? 0, limit);
    },
    head: () => head.get()?.position ?? 0,
  };
}

export function createEventLog(parts: {
  readonly stored: StoredEvents;
  readonly rows: EventRows;
  readonly writer: Writer;
  readonly hub: EventHub;
}): EventLog {
  const { stored, rows, writer, hub } = parts;

  const inTransaction =
    <T>(work: () => T) =>
    () => {
      try {
        return work();
      } catch (error) {
        rows.forget();
        throw error;
      }
    };
  const publishAll = (batches: readonly (readonly ChronumEvent[])[]) => hub.publish(batches.flat());

  return {
    ...stored,
    append: (stream, expectedSeq, events, options) => {
      const append: StreamAppend = { stream, expectedSeq, events, ...options };
      return writer.write(
        inTransaction(() => rows.append(append)),
        hub.publish,
      );
    },
    appendMany: (appends) =>
      writer.write(
        inTransaction(() => appends.map(rows.append)),
        publishAll,
      ),
    subscribe: hub.subscribe,
  };
}
