import { isScheduleEvent } from '../../core/ledger/index.ts';
import type { ChronumEvent, NewEvent } from '../../core/run/event.ts';
import type { Plan } from '../../core/run/plan.ts';
import { SequenceConflict, type StreamAppend } from '../ports/event-log.ts';
import type { WritableDatabase } from './database.ts';
import { encodeEvents, instantFromText, runIdOfStream } from './event-codec.ts';
import { createPlanStore } from './plans.ts';
import { projectRun, touchesRun } from './run-projection.ts';
import { createRunRows } from './run-rows.ts';
import { createScheduleRows, scheduleIdOfStream } from './schedule-rows.ts';
import { isUniqueViolation } from './sqlite-error.ts';

/** Writing of events with everything that goes with them. For use inside a transaction. */
export interface EventRows {
  /** Throws SequenceConflict. */
  append(append: StreamAppend): ChronumEvent[];
  /** Appends at the end of a stream, wherever that is. */
  appendAtEnd(stream: string, events: readonly NewEvent[]): ChronumEvent[];
  /** To be called when the transaction was rolled back: nothing that was remembered in it holds. */
  forget(): void;
}

/** A stream as this connection last saw it. Others may have appended since, but never taken away. */
interface KnownStream {
  readonly id: number;
  seq: number;
}

/** Streams to remember. One that was forgotten costs two look-ups. */
const KNOWN_STREAMS = 5_000;

/** So that reading one event never means reading very many. */
const EVENTS_A_ROW = 100;

/** Milliseconds for which the id of an answered command stays known. */
const REMEMBER_ANSWERED = 24 * 60 * 60 * 1000;

export function createEventRows(database: WritableDatabase): EventRows {
  const streamByName = database.query<{ id: number }, [string]>('SELECT id FROM streams WHERE name = ?');
  const insertStream = database.change<[string]>('INSERT INTO streams (name) VALUES (?)');
  const lastSeq = database.query<{ seq: number }, [number]>(
    'SELECT seq + count - 1 AS seq FROM events WHERE stream_id = ? ORDER BY events.seq DESC LIMIT 1',
  );
  const insertEvents = database.change<[number, number, number, number, number, string]>(`
    INSERT INTO events (position, stream_id, seq, count, at, data)
    VALUES ((SELECT coalesce(max(position), 0) FROM events) + ?, ?, ?, ?, ?, ?)`);
  const answer = database.change<[number, string]>(
    'UPDATE commands SET answered_at = ?, data = NULL WHERE id = ? AND answered_at IS NULL',
  );
  const answerAll = database.change<[number, string]>(
    'UPDATE commands SET answered_at = ?, data = NULL WHERE run_id = ? AND answered_at IS NULL',
  );
  const forgetAnswered = database.change<[number]>('DELETE FROM commands WHERE answered_at < ?');
  const storePlan = createPlanStore(database);
  const runs = createRunRows(database);
  const schedules = createScheduleRows(database);
  const known = new Map<string, KnownStream>();

  const see = (name: string): KnownStream => {
    let stream = known.get(name);
    if (!stream) {
      const id = streamByName.get(name)?.id;
      stream =
        id === undefined
          ? { id: Number(insertStream.run(name).lastInsertRowid), seq: 0 }
          : { id, seq: lastSeq.get(id)?.seq ?? 0 };
      if (known.size >= KNOWN_STREAMS) known.clear();
      known.set(name, stream);
    }
    return stream;
  };

  const project = (streamId: number, event: NewEvent, planId: number | undefined) => {
    const before = runs.get(streamId);
    const after = projectRun(before, event);
    if (after === null || after === before) return;
    if (before === null && planId !== undefined) runs.insert(streamId, after, planId);
    else runs.update(streamId, after);
  };

  /** Writes one row. Returns the position of its last event. */
  const insertRow = (name: string, stream: KnownStream, events: readonly NewEvent[]) => {
    const isOfRun = runIdOfStream(name) !== null;
    const { at } = events[0]!;
    let planId: number | undefined;
    const storeIt = (plan: Plan) => {
      planId = storePlan(plan);
      return planId;
    };
    const data = encodeEvents(events, { at, isOfRun, storePlan: storeIt });
    const { length } = events;
    const row = insertEvents.run(length, stream.id, stream.seq + 1, length, instantFromText(at), data);
    return { position: Number(row.lastInsertRowid), planId };
  };

  const insertSome = (name: string, stream: KnownStream, events: readonly NewEvent[]): ChronumEvent[] => {
    const runId = runIdOfStream(name);
    const scheduleId = scheduleIdOfStream(name);
    for (const event of events) checkEvent(event, runId);
    const { position, planId } = insertRow(name, stream, events);
    let place = position - events.length;
    return events.map((event) => {
      const seq = ++stream.seq;
      place++;
      if (scheduleId !== null && isScheduleEvent(event)) {
        schedules.project(scheduleId, event, seq, instantFromText(event.at));
      }
      if (runId === null) return { stream: name, seq, position: place, ...event };
      if (touchesRun(event.type)) project(stream.id, event, planId);
      if (event.type === 'run.finished') {
        answerAll.run(instantFromText(event.at), runId);
        known.delete(name);
      }
      return { stream: name, seq, position: place, ...event, runId } as ChronumEvent;
    });
  };

  const insert = (name: string, stream: KnownStream, events: readonly NewEvent[]): ChronumEvent[] => {
    if (events.length === 0) return [];
    if (events.length <= EVENTS_A_ROW) return insertSome(name, stream, events);
    const stored: ChronumEvent[] = [];
    for (let start = 0; start < events.length; start += EVENTS_A_ROW) {
      stored.push(...insertSome(name, stream, events.slice(start, start + EVENTS_A_ROW)));
    }
    return stored;
  };

  return {
    append: ({ stream: name, expectedSeq, events, answers }) => {
      let stream = see(name);
      if (stream.seq < expectedSeq || events.length === 0) {
        // Somebody else may have written what the caller knows of; or there is no event that would meet the other's number.
        known.delete(name);
        stream = see(name);
      }
      if (stream.seq !== expectedSeq) throw new SequenceConflict(name, expectedSeq, stream.seq);
      let stored: ChronumEvent[];
      try {
        stored = insert(name, stream, events);
      } catch (error) {
        // The number is taken: another process has appended since this one last looked.
        if (!isUniqueViolation(error)) throw error;
        throw new SequenceConflict(name, expectedSeq, lastSeq.get(stream.id)?.seq ?? 0);
      }
      if (answers !== undefined && answers.length > 0) {
        const at = events.length > 0 ? instantFromText(events[0]!.at) : Date.now();
        for (const id of answers) answer.run(at, id);
        forgetAnswered.run(at - REMEMBER_ANSWERED);
      }
      return stored;
    },
    appendAtEnd: (name, events) => {
      known.delete(name);
      return insert(name, see(name), events);
    },
    forget: () => known.clear(),
  };
}

/** Throws for what could not be read back as it was. */
function checkEvent(event: NewEvent, runId: string | null): void {
  instantFromText(event.at);
  const named = (event as { readonly runId?: string }).runId;
  if (runId !== null && named !== undefined && named !== runId) {
    throw new Error(`an event of run ${named} does not belong in the stream of run ${runId}`);
  }
}
