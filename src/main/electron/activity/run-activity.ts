import { type ChronumEvent, runStream } from '../../../core/run/event.ts';
import type { EventReader } from '../../ports/event-log.ts';
import type { RunStore } from '../../ports/run-store.ts';
import { beginLiveRun, foldLiveRun, type LiveRun } from './live-run.ts';

type EventOf<T extends ChronumEvent['type']> = Extract<ChronumEvent, { type: T }>;

/** What happens to runs, whoever runs them, while this process looks. */
export type RunNews =
  | { readonly type: 'changed'; readonly run: LiveRun }
  | { readonly type: 'asked'; readonly run: LiveRun; readonly event: EventOf<'approval.requested'> }
  | { readonly type: 'finished'; readonly run: LiveRun; readonly event: EventOf<'run.finished'> };

export interface RunActivity {
  /** Runs that have not finished, in the order in which they began. */
  live(): readonly LiveRun[];
  /** Returns a function that ends it. */
  subscribe(listener: (news: RunNews) => void): () => void;
  close(): void;
}

interface Dependencies {
  readonly log: EventReader;
  readonly runs: Pick<RunStore, 'unfinished'>;
}

/** Events read in one turn of the event loop when a long run is caught up with. */
const PAGE = 500;

/** Follows the runs that have not finished. What was there before is read in pages, and is no news. */
export function followRunActivity({ log, runs }: Dependencies): RunActivity {
  const liveById = new Map<string, LiveRun>();
  const listeners = new Set<(news: RunNews) => void>();
  let isClosed = false;

  const tell = (news: RunNews) => {
    for (const listener of [...listeners]) listener(news);
  };

  const take = (event: ChronumEvent, isNews: boolean) => {
    if (event.type === 'run.created') {
      if (liveById.has(event.runId)) return;
      const run = beginLiveRun(event);
      liveById.set(event.runId, run);
      if (isNews) tell({ type: 'changed', run });
      return;
    }
    const before = 'runId' in event && event.runId !== undefined ? liveById.get(event.runId) : undefined;
    if (before === undefined) return;
    if (event.type === 'run.finished') {
      liveById.delete(event.runId);
      tell(isNews ? { type: 'finished', run: before, event } : { type: 'changed', run: before });
      return;
    }
    const run = foldLiveRun(before, event);
    if (run === before) return;
    liveById.set(run.runId, run);
    if (isNews) tell(event.type === 'approval.requested' ? { type: 'asked', run, event } : { type: 'changed', run });
  };

  const catchUp = (runId: string, afterSeq: number) => {
    if (isClosed) return;
    const events = log.read(runStream(runId), afterSeq, PAGE);
    for (const event of events) take(event, false);
    const last = events.at(-1);
    if (last !== undefined && last.type !== 'run.finished') setImmediate(catchUp, runId, last.seq);
    else {
      const run = liveById.get(runId);
      if (run !== undefined) tell({ type: 'changed', run });
    }
  };

  // Read before the list of runs: what comes in between is taken twice, which changes nothing.
  const stop = log.subscribe({ after: log.head() }, (events) => {
    for (const event of events) take(event, true);
  });
  for (const { id } of runs.unfinished().reverse()) catchUp(id, 0);

  return {
    live: () => [...liveById.values()],
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      isClosed = true;
      stop();
    },
  };
}
