import type { ChronumEvent } from '../../core/run/event.ts';
import type { EventReader, SubscribeOptions } from '../ports/event-log.ts';
import type { ChangeWatch } from './change-watch.ts';

type Listener = (events: readonly ChronumEvent[]) => void;

export interface EventHub {
  /** Hands this process's own events on, right after their commit. */
  publish(events: readonly ChronumEvent[]): void;
  subscribe: EventReader['subscribe'];
  close(): void;
}

interface Subscriber {
  readonly stream: string | undefined;
  readonly listener: Listener;
  /** Position up to which everything was delivered. */
  position: number;
  /** True once it has everything up to `cursor` and gets events as they come. */
  isCurrent: boolean;
  isEnded: boolean;
}

/** Events read at once: small enough that a page with its listeners does not hold up a turn of the event loop. */
const PAGE = 500;

const RETRY_READING_MS = 1_000;

/**
 * Delivers committed events to this process's subscribers in the order of their positions. Positions are given inside write
 * transactions, of which SQLite runs one at a time, so that a reader who has seen a position will never see a lower one
 * appear; gaps are only what was removed.
 */
export function createEventHub(parts: {
  readonly stored: Pick<EventReader, 'readAll' | 'head'>;
  readonly watch: ChangeWatch['watch'];
  /** Told when a listener throws; the others still get theirs. */
  readonly report: (error: unknown) => void;
}): EventHub {
  const { stored, watch, report } = parts;
  const subscribers = new Set<Subscriber>();
  /** Position up to which current subscribers have everything. */
  let cursor = 0;
  /** Own events that listeners committed while others were being delivered; undefined when nothing is. */
  let waiting: (readonly ChronumEvent[])[] | undefined;

  const hand = (subscriber: Subscriber, events: readonly ChronumEvent[]) => {
    const { stream, position } = subscriber;
    const isAllWanted = stream === undefined && events[0]!.position > position;
    const wanted = isAllWanted
      ? events
      : events.filter((event) => event.position > position && (stream === undefined || event.stream === stream));
    subscriber.position = Math.max(position, events.at(-1)!.position);
    if (wanted.length === 0 || subscriber.isEnded) return;
    try {
      subscriber.listener(wanted);
    } catch (error) {
      report(error);
    }
  };

  const deliver = (events: readonly ChronumEvent[]) => {
    cursor = events.at(-1)!.position;
    for (const subscriber of [...subscribers]) if (subscriber.isCurrent) hand(subscriber, events);
  };

  /** Delivers everything after `cursor` out of the database, whoever wrote it. */
  const readOn = () => {
    for (;;) {
      const events = stored.readAll(cursor, PAGE);
      if (events.length > 0) deliver(events);
      if (events.length < PAGE) return;
    }
  };

  const deliverOwn = (events: readonly ChronumEvent[]) => {
    const first = events[0]!.position;
    if (first === cursor + 1) deliver(events);
    // Others have committed before, or these were read with theirs already.
    else if (events.at(-1)!.position > cursor) readOn();
  };

  /** What is committed by listeners meanwhile is delivered after, so that everybody gets everything in order. */
  const delivering = (work: () => void) => {
    const pending: (readonly ChronumEvent[])[] = [];
    waiting = pending;
    try {
      work();
      for (let next = pending.shift(); next; next = pending.shift()) deliverOwn(next);
    } catch (error) {
      // The commits stand. What could not be read now is read with the next event.
      report(error);
    } finally {
      waiting = undefined;
    }
  };

  const catchUp = (subscriber: Subscriber) => {
    if (subscriber.isEnded) return;
    let events: readonly ChronumEvent[];
    try {
      events = stored.readAll(subscriber.position, PAGE, subscriber.stream);
    } catch (error) {
      report(error);
      setTimeout(catchUp, RETRY_READING_MS, subscriber).unref();
      return;
    }
    // Current only after an empty page: while one is handed over, the listener may append what comes after it.
    if (events.length === 0) {
      subscriber.isCurrent = true;
      return;
    }
    hand(subscriber, events);
    setImmediate(catchUp, subscriber);
  };

  return {
    publish: (events) => {
      if (subscribers.size === 0 || events.length === 0) return;
      if (waiting) waiting.push(events);
      else delivering(() => deliverOwn(events));
    },
    subscribe: ({ after, stream, live }: SubscribeOptions, listener) => {
      // Before the head is read, so that no commit of another process can fall between the two unnoticed.
      const stopWatching = watch(live ? 'soon' : 'eventually', () => delivering(readOn));
      if (subscribers.size === 0) cursor = stored.head();
      const subscriber: Subscriber = { stream, listener, position: after, isCurrent: after >= cursor, isEnded: false };
      subscribers.add(subscriber);
      if (!subscriber.isCurrent) setImmediate(catchUp, subscriber);
      return () => {
        subscriber.isEnded = true;
        subscribers.delete(subscriber);
        stopWatching();
      };
    },
    close: () => {
      for (const subscriber of subscribers) subscriber.isEnded = true;
      subscribers.clear();
    },
  };
}
