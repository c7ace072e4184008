import type { LogPiece } from '../../contract/models.ts';
import { type ChronumEvent, runStream } from '../../core/run/event.ts';
import type { EventReader } from '../ports/event-log.ts';
import type { AttemptKey, LogChunk, LogStore } from '../ports/log-store.ts';
import type { RunStore } from '../ports/run-store.ts';
import { pause } from './streams.ts';

/** Bytes in one item, and the pause between two: what a terminal can draw and a port can carry. */
const ITEM_BYTES = 256 * 1024;
const PACE_MS = 16;

interface Dependencies {
  readonly logs: LogStore;
  readonly log: EventReader;
  readonly runs: Pick<RunStore, 'get'>;
}

interface Request {
  readonly key: AttemptKey;
  /** Byte offset; negative counts from the end. */
  readonly from: number;
  readonly signal?: AbortSignal | undefined;
}

/** The output of an attempt from `from` on, and what it prints while it runs. Ends, with `end`, once the attempt has ended and all was told. */
export async function* followLog(
  { logs, log, runs }: Dependencies,
  { key, from, signal = new AbortController().signal }: Request,
): AsyncGenerator<{ pieces: LogPiece[]; end: boolean }, void> {
  const ended = watchEnd(log, runs, key);
  try {
    for await (const chunks of logs.follow(key, { from, signal, isDone: ended.isDone })) {
      for (const pieces of items(chunks)) {
        if (signal.aborted) return;
        yield { pieces, end: false };
        await pause(PACE_MS, signal);
      }
    }
    if (!signal.aborted) yield { pieces: [], end: true };
  } finally {
    ended.stop();
  }
}

/** Knows whether the attempt has ended, in whichever process it runs. */
export function watchEnd(log: EventReader, runs: Pick<RunStore, 'get'>, key: AttemptKey) {
  let isEnded = runs.get(key.runId)?.finishedAt != null;
  if (isEnded) return { isDone: () => true, stop: () => undefined };
  const stream = runStream(key.runId);
  const look = (events: readonly ChronumEvent[]) => {
    isEnded ||= events.some((event) => endsAttempt(event, key));
  };
  // From the beginning of the run: it may have ended before anybody looked.
  const stop = log.subscribe({ after: 0, stream, live: true }, look);
  return { isDone: () => isEnded, stop };
}

function endsAttempt(event: ChronumEvent, key: AttemptKey): boolean {
  switch (event.type) {
    case 'run.finished':
      return true;
    case 'attempt.succeeded':
    case 'attempt.failed':
    case 'attempt.timed-out':
    case 'attempt.cancelled':
    case 'attempt.lost':
      return event.stepId === key.stepId && event.branch === key.branch && event.attempt === key.attempt;
    default:
      return false;
  }
}

/** Cuts chunks into items of bounded size. Bytes are copied: a view would carry its whole buffer over the port. */
function* items(chunks: readonly LogChunk[]): Generator<LogPiece[]> {
  let pieces: LogPiece[] = [];
  let size = 0;
  for (const { offset, at, stream, bytes } of chunks) {
    for (let start = 0; start < bytes.length; ) {
      const part = new Uint8Array(bytes.subarray(start, start + ITEM_BYTES - size));
      pieces.push({ offset: offset + start, at, stream, bytes: part });
      start += part.length;
      size += part.length;
      if (size < ITEM_BYTES) continue;
      yield pieces;
      pieces = [];
      size = 0;
    }
  }
  if (pieces.length > 0) yield pieces;
}
