import type { ChronumEvent } from '../../../core/run/event.ts';
import { createRunReader, type RunReader, type RunView } from './run-view.ts';

/**
 * A run at any of its events: `fold` over the stream as it is stored. States are kept every so many events, so that going back folds
 * a short stretch and not the whole run; they are made on the way and may be thrown away.
 */
export interface RunHistory {
  readonly length: number;
  /** Takes the run's events in order; those that are known already are passed over. */
  add(events: readonly ChronumEvent[]): void;
  /** By sequence number, from 1. */
  event(seq: number): ChronumEvent | undefined;
  /** When an event happened, in milliseconds since the epoch; never before the ones before it, whatever the clock was set to. */
  timeOf(seq: number): number;
  /** The last event at or before an instant; 0 before the first. */
  seqAt(instant: number): number;
  /** The run right after an event. Undefined for 0. */
  viewAt(seq: number): RunView | undefined;
  /** Folds on for as long as `hasTime`, keeping states; false when there is nothing left to do. */
  prepare(hasTime: () => boolean): boolean;
}

interface Checkpoint {
  readonly seq: number;
  readonly reader: RunReader;
}

interface HistoryOptions {
  /** Events between two kept states, at first. */
  readonly every?: number;
  /** Beyond so many kept states every second one goes, and the distance doubles: what is kept stays bounded. */
  readonly most?: number;
}

export function createRunHistory({ every = 1_000, most = 24 }: HistoryOptions = {}): RunHistory {
  const events: ChronumEvent[] = [];
  const times: number[] = [];
  let distance = every;
  let checkpoints: Checkpoint[] = [{ seq: 0, reader: createRunReader() }];
  let reader = createRunReader();

  const keep = () => {
    if (reader.seq < (checkpoints.at(-1)?.seq ?? 0) + distance) return;
    checkpoints.push({ seq: reader.seq, reader: reader.fork() });
    if (checkpoints.length <= most) return;
    distance *= 2;
    checkpoints = checkpoints.filter((_, index) => index % 2 === 0);
  };

  /** Folds up to an event, in stretches that end where a state may be kept. */
  const foldTo = (seq: number, hasTime: () => boolean = () => true) => {
    while (reader.seq < seq && hasTime()) {
      const before = reader.seq;
      const stop = Math.min(seq, before + (distance - (before % distance)));
      reader.add(events.slice(before, stop));
      if (reader.seq === before) return;
      keep();
    }
  };

  const nearest = (seq: number): Checkpoint | undefined => {
    let found = checkpoints[0];
    for (const checkpoint of checkpoints) if (checkpoint.seq <= seq) found = checkpoint;
    return found;
  };

  return {
    get length() {
      return events.length;
    },
    add(more) {
      for (const event of more) {
        if (event.seq !== events.length + 1) continue;
        events.push(event);
        times.push(Math.max(times.at(-1) ?? Number.NEGATIVE_INFINITY, Date.parse(event.at)));
      }
    },
    event: (seq) => events[seq - 1],
    timeOf: (seq) => times[seq - 1] ?? times[0] ?? 0,
    seqAt(instant) {
      let low = 0;
      let high = times.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((times[middle] ?? 0) <= instant) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    viewAt(seq) {
      const wanted = Math.min(seq, events.length);
      const checkpoint = nearest(wanted);
      if (checkpoint !== undefined && (reader.seq > wanted || checkpoint.seq > reader.seq)) {
        reader = checkpoint.reader.fork();
      }
      foldTo(wanted);
      return reader.view();
    },
    prepare(hasTime) {
      const last = checkpoints.at(-1);
      if (last !== undefined && last.seq > reader.seq) reader = last.reader.fork();
      foldTo(events.length, hasTime);
      return reader.seq < events.length;
    },
  };
}
