import type { ChronumEvent } from '../../core/run/event.ts';
import type { Plan } from '../../core/run/plan.ts';
import type { EventLog, EventReader, StreamAppend } from '../ports/event-log.ts';
import type { ReadableDatabase } from './database.ts';
import { decodeEvents, type EventRow } from './event-codec.ts';
import type { EventHub } from './event-hub.ts';
import type { EventRows } from './event-rows.ts';
import type { Writer } from './writer.ts';

type StoredEvents = Pick<EventReader, 'read' | 'readAll' | 'head'>;

export const eventQueries = {
  // From the row on that holds the number, or would.
  stream: `SELECT seq, count, position, at, data FROM events
    WHERE stream_id = ? AND seq >= coalesce((SELECT max(seq) FROM events WHERE stream_id = ? AND seq <= ?), 0) ORDER BY seq`,
  // The last row at or before the position: found from the end, where followers are.
  seqAt: `SELECT seq + count - 1 AS seq FROM events WHERE stream_id = ? AND position <= ? ORDER BY events.seq DESC LIMIT 1`,
  // Leaves out orphans of removed streams. CROSS JOIN keeps the events on the outside.
  all: `SELECT streams.name AS stream, seq, count, position, at, data
    FROM events CROSS JOIN streams ON streams.id = events.stream_id
    WHERE position > ? ORDER BY position`,
  head: `SELECT max(position) AS position FROM events`,
  streamId: `SELECT id FROM streams WHERE name = ?`,
} as const;

export function createStoredEvents(database: ReadableDatabase, readPlan: (id: number) => Plan): StoredEvents {
  const streamId = database.query<{ id: number }, [string]>(eventQueries.streamId);
  const ofStream = database.query<Omit<EventRow, 'stream'>, [number, number, number]>(eventQueries.stream);
  const seqAt = database.query<{ seq: number }, [number, number]>(eventQueries.seqAt);
  const ofAll = database.query<EventRow, [number]>(eventQueries.all);
  const head = database.query<{ position: number | null }>(eventQueries.head);

  /** Takes rows until they hold enough events. The first may begin with events that are not wanted. */
  const take = (rows: Iterable<EventRow>, limit: number, isWanted: (event: ChronumEvent) => boolean) => {
    const events: ChronumEvent[] = [];
    for (const row of rows) {
      for (const event of decodeEvents(row, readPlan)) {
        if (isWanted(event) && events.push(event) >= limit) return events;
      }
    }
    return events;
  };

  const rowsOf = function* (stream: string, id: number, afterSeq: number): Iterable<EventRow> {
    for (const row of ofStream.iterate(id, id, afterSeq + 1)) yield { stream, ...row };
  };

  return {
    read: (stream, afterSeq, limit = Number.POSITIVE_INFINITY) => {
      const id = streamId.get(stream)?.id;
      return id === undefined ? [] : take(rowsOf(stream, id, afterSeq), limit, (event) => event.seq > afterSeq);
    },
    readAll: (after, limit, stream) => {
      if (stream === undefined) return take(ofAll.iterate(after), limit, (event) => event.position > after);
      const id = streamId.get(stream)?.id;
      if (id === undefined) return [];
      return take(rowsOf(stream, id, seqAt.get(id, after)?.seq ?? 0), limit, (event) => event.position > after);
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
