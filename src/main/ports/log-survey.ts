import type { AttemptKey, LogMatch, LogSearch } from './log-store.ts';

/** A match with where it was found. */
export interface LogHit extends LogMatch {
  readonly key: AttemptKey;
}

/** What was found since the last one, and how far the search has come. */
export interface SearchProgress {
  readonly hits: readonly LogHit[];
  readonly runs: number;
  readonly bytes: number;
}

/** Work on the logs of many runs, away from the thread that runs flows. */
export interface LogSurvey {
  /**
   * Looks through the logs of the runs, in order, and yields what it finds as it goes: at most `limit` matches of one attempt. Ends at
   * once, whatever it is doing, when the signal is aborted. Throws InvalidSearch.
   */
  search(runs: AsyncIterable<readonly string[]>, search: LogSearch, signal: AbortSignal): AsyncIterable<SearchProgress>;
  /** Bytes that the logs of each run take. */
  sizes(): Promise<ReadonlyMap<string, number>>;
}
