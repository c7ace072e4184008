import type { RunStatus } from '../../core/run/event.ts';
import { runsToClear } from '../../core/run/retention.ts';
import type { RunQueries } from '../ports/run-queries.ts';
import type { ReadableDatabase } from './database.ts';
import { createStoredEvents } from './event-log.ts';
import { exportRuns } from './export-runs.ts';
import { createPlanReader } from './plans.ts';
import { createRunStatistics } from './run-statistics.ts';
import { createRunReader } from './run-store.ts';

/** The questions of `RunQueries`, answered in the thread that asks. */
export type RunQuestions = {
  readonly [Name in Exclude<keyof RunQueries, 'close'>]: (
    ...args: Parameters<RunQueries[Name]>
  ) => Awaited<ReturnType<RunQueries[Name]>>;
};

interface RetainedRow {
  readonly id: string;
  readonly flow_id: string;
  readonly status: RunStatus;
  readonly finished_at: number | null;
  readonly pinned: number;
}

export const retentionQuery = `SELECT id, flow_id, status, finished_at,
    stream_id IN (SELECT stream_id FROM pinned_runs) AS pinned
  FROM runs INDEXED BY runs_newest ORDER BY created_at DESC, stream_id DESC`;

export function createRunQuestions(database: ReadableDatabase): RunQuestions {
  const runs = createRunReader(database);
  const statistics = createRunStatistics(database, createStoredEvents(database, createPlanReader(database)));
  const retained = database.query<RetainedRow>(retentionQuery);
  return {
    list: runs.list,
    count: runs.count,
    facets: statistics.facets,
    flowStatistics: statistics.ofFlow,
    exportRuns: (question) => exportRuns(runs, question),
    retention: ({ policy, now, bytes }) => {
      const all = retained.all().map((row) => ({
        id: row.id,
        flowId: row.flow_id,
        status: row.status,
        finishedAt: row.finished_at,
        pinned: row.pinned === 1,
      }));
      return runsToClear(
        all,
        { ...policy, byFlow: new Map(policy.byFlow) },
        { now, bytesOf: (id) => bytes.get(id) ?? 0 },
      );
    },
  };
}
