import { type ChronumEvent, runStream } from '../../core/run/event.ts';
import type { EventReader } from '../ports/event-log.ts';
import { paced, pause } from './streams.ts';

export interface RunEvents {
  readonly events: readonly ChronumEvent[];
  /** False while stored events are caught up with. */
  readonly live: boolean;
}

interface FollowRun {
  readonly runId: string;
  readonly afterSeq: number;
  readonly signal?: AbortSignal | undefined;
  readonly interval?: number;
}

/** Events in one item of the stream: a message that is quick to make, to check and to take in. */
const BATCH = 500;
/** Milliseconds that live events wait for others, unless the reader says otherwise. */
const PACE_MS = 30;

/**
 * The events of a run after `afterSeq`, stored ones first, then as they are committed, by whichever process. Ends after
 * `run.finished`, or when the signal is aborted.
 */
export async function* followRun(
  log: EventReader,
  { runId, afterSeq, signal, interval = PACE_MS }: FollowRun,
): AsyncGenerator<RunEvents, void> {
  const stream = runStream(runId);
  // Read before the stored events: what comes in between is told by the subscription, and passed over if it was read.
  const head = log.head();
  let seq = afterSeq;
  while (!signal?.aborted) {
    const events = log.read(stream, seq, BATCH);
    const last = events.at(-1);
    if (!last) break;
    seq = last.seq;
    yield { events, live: false };
    if (last.type === 'run.finished') return;
    // A long history lets others have their turn.
    await pause(0, signal);
  }
  const subscribe = (push: (event: ChronumEvent) => void) =>
    log.subscribe({ after: head, stream, live: true }, (events) => events.forEach(push));
  for await (const batch of paced(subscribe, { signal, interval, limit: BATCH })) {
    const events = batch.filter((event) => event.seq > seq);
    const last = events.at(-1);
    if (!last) continue;
    seq = last.seq;
    yield { events, live: true };
    if (last.type === 'run.finished') return;
  }
}
