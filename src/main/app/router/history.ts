import { InvalidSearch } from '../../ports/log-store.ts';
import type { LogSurvey } from '../../ports/log-survey.ts';
import type { RunQueries } from '../../ports/run-queries.ts';
import type { RunFilter, RunStore } from '../../ports/run-store.ts';
import type { AskRun } from '../ask-run.ts';
import type { Retention } from '../history/retention.ts';
import { searchLogs } from '../history/search-logs.ts';
import type { Host } from '../host.ts';
import { os } from './base.ts';
import { definedOf } from './runs.ts';

export interface HistoryParts {
  readonly host: Host;
  readonly queries: RunQueries;
  readonly survey: LogSurvey;
  readonly runs: RunStore;
  readonly askRun: AskRun;
  readonly retention: Retention;
  /** The time, RFC 3339 UTC. */
  readonly now: () => string;
}

/** Everything about many runs at once. */
export const historyRouter = ({ host, queries, survey, runs, askRun, retention, now }: HistoryParts) => ({
  runs: {
    list: os.runs.list.handler(async ({ input: { filter, limit, before } }) => {
      const page = await queries.list(filterOf(filter), { limit, ...(before === undefined ? {} : { before }) });
      return { runs: [...page.runs], next: page.next };
    }),
    count: os.runs.count.handler(async ({ input: { filter, most } }) => ({
      count: await queries.count(filterOf(filter), most),
    })),
    facets: os.runs.facets.handler(() => queries.facets()),
    cancel: os.runs.cancel.handler(async ({ input }) => {
      let accepted = 0;
      for (const { id, runId } of input.commands) {
        if (runs.get(runId)?.finishedAt !== null) continue;
        if (await askRun.command({ id, runId, kind: 'cancel', at: now(), by: 'app' })) accepted++;
      }
      return { accepted };
    }),
    delete: os.runs.delete.handler(async ({ input: { runIds } }) => {
      const removed = await runs.remove([...new Set(runIds)]);
      const gone = new Set(removed);
      const refused = runIds.filter((runId) => !gone.has(runId) && runs.get(runId) !== null);
      return { removed, refused };
    }),
    pin: os.runs.pin.handler(({ input: { runIds, pinned } }) => runs.pin(runIds, pinned)),
    export: os.runs.export.handler(async ({ input: { format, filter, runIds } }) => {
      const name = `runs-${now().slice(0, 10)}.${format}`;
      const path = await host.chooseTarget({ title: 'Export runs', name });
      if (path === null) return null;
      const question = { filter: filterOf(filter), format, path };
      return { path, runs: await queries.exportRuns(runIds === undefined ? question : { ...question, runIds }) };
    }),
    search: os.runs.search.handler(async function* ({ input, signal, errors }) {
      const { filter, ...search } = input;
      try {
        const ending = signal ?? new AbortController().signal;
        yield* searchLogs({ queries, survey }, { ...search, filter: filterOf(filter), signal: ending });
      } catch (error) {
        if (signal?.aborted) return;
        if (error instanceof InvalidSearch) {
          throw errors.INVALID({ message: error.message, data: { problems: [error.message] } });
        }
        throw error;
      }
    }),
  },
  flows: {
    stats: os.flows.stats.handler(({ input }) => queries.flowStatistics(input)),
  },
  retention: {
    preview: os.retention.preview.handler(({ input }) => retention.preview(input)),
    apply: os.retention.apply.handler(async () => ({ removed: await retention.apply() })),
  },
});

const filterOf = (filter: { [Key in keyof RunFilter]?: RunFilter[Key] | undefined }): RunFilter =>
  definedOf<RunFilter>(filter);
