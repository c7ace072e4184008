import type { LogSearchItem } from '../../../contract/runs.ts';
import type { LogHit, LogSurvey } from '../../ports/log-survey.ts';
import type { RunQueries } from '../../ports/run-queries.ts';
import type { RunFilter, RunSummary } from '../../ports/run-store.ts';

interface Dependencies {
  readonly queries: Pick<RunQueries, 'list' | 'count'>;
  readonly survey: Pick<LogSurvey, 'search'>;
}

interface Request {
  readonly text: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  readonly filter: RunFilter;
  readonly signal: AbortSignal;
}

const RUNS_AT_ONCE = 200;
/** More than this nobody reads: of one attempt, and in all. */
const MOST_OF_ATTEMPT = 200;
const MOST = 2_000;
/** Characters of a line that are shown, and how many of them before the match. */
const SHOWN = 240;
const BEFORE = 80;

/** Searches the logs of the runs that a filter finds, newest first. Throws InvalidSearch. */
export async function* searchLogs(
  { queries, survey }: Dependencies,
  { text, regex, caseSensitive, filter, signal }: Request,
): AsyncGenerator<LogSearchItem, void> {
  const runsById = new Map<string, RunSummary>();
  const totalRuns = await queries.count(filter, Number.MAX_SAFE_INTEGER);
  const ending = new AbortController();
  const ended = AbortSignal.any([signal, ending.signal]);

  async function* pages(): AsyncGenerator<readonly string[]> {
    let before: string | undefined;
    do {
      const options = before === undefined ? { limit: RUNS_AT_ONCE } : { limit: RUNS_AT_ONCE, before };
      const page = await queries.list(filter, options);
      for (const run of page.runs) runsById.set(run.id, run);
      yield page.runs.map(({ id }) => id);
      before = page.next ?? undefined;
    } while (before !== undefined && !ended.aborted);
  }

  /** Each is told once, with its first hit. */
  const untold = (hits: readonly LogHit[]) =>
    [...new Set(hits.map(({ key }) => key.runId))].flatMap((runId) => {
      const run = runsById.get(runId);
      runsById.delete(runId);
      return run ?? [];
    });

  let searchedRuns = 0;
  let searchedBytes = 0;
  let left = MOST;
  const progress = () => ({ searchedRuns, searchedBytes, totalRuns: Math.max(totalRuns, searchedRuns) });
  try {
    yield { hits: [], runs: [], ...progress(), end: null };
    const found = survey.search(pages(), { text, regex, caseSensitive, limit: MOST_OF_ATTEMPT }, ended);
    for await (const { hits, runs, bytes } of found) {
      searchedRuns += runs;
      searchedBytes += bytes;
      const told = hits.slice(0, left);
      left -= told.length;
      const isFull = left === 0;
      yield { hits: told.map(shown), runs: untold(told), ...progress(), end: isFull ? 'limit' : null };
      if (isFull) return;
    }
    if (!signal.aborted) yield { hits: [], runs: [], ...progress(), end: 'all' };
  } finally {
    ending.abort();
  }
}

function shown({ key, lineNumber, line, column, length, lineOffset }: LogHit): LogSearchItem['hits'][number] {
  const from = column + length <= SHOWN ? 0 : Math.max(0, column - BEFORE);
  const part = line.slice(from, from + SHOWN);
  return { key, lineNumber, line: part, column: column - from, length: Math.min(length, SHOWN), lineOffset };
}
