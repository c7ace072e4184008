import type { ChronumEvent, RunStatus } from '../../core/run/event.ts';
import { runStream } from '../../core/run/event.ts';
import { type DayOutcomes, type RunOutcome, type StepTime, slowestSteps } from '../../core/run/statistics.ts';
import type { EventReader } from '../ports/event-log.ts';
import type { FlowQuestion, FlowStatistics, RunFacets } from '../ports/run-queries.ts';
import type { ReadableDatabase } from './database.ts';

interface OutcomeRow {
  readonly id: string;
  readonly status: RunStatus;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly finished_at: number | null;
}

type DayRow = Omit<DayOutcomes, 'start' | 'succeededMs'> & { readonly total: number; readonly ms: number | null };

/** All read from an index alone, however many runs a flow has. */
export const statisticsQueries = {
  recent: `SELECT id, status, created_at, started_at, finished_at FROM runs INDEXED BY runs_by_flow
    WHERE flow_id = ? ORDER BY created_at DESC, stream_id DESC LIMIT ?`,
  day: `SELECT count(*) AS total,
      count(*) FILTER (WHERE status = 'succeeded') AS succeeded,
      count(*) FILTER (WHERE status = 'failed') AS failed,
      count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
      sum(max(0, finished_at - started_at)) FILTER (WHERE status = 'succeeded') AS ms
    FROM runs INDEXED BY runs_by_flow WHERE flow_id = ? AND created_at >= ? AND created_at < ?`,
  // Hops from flow to flow through the index in place of walking all runs.
  flows: `WITH RECURSIVE flow (id) AS (
      SELECT (SELECT flow_id FROM runs ORDER BY flow_id LIMIT 1)
      UNION ALL
      SELECT (SELECT flow_id FROM runs WHERE flow_id > flow.id ORDER BY flow_id LIMIT 1) FROM flow WHERE flow.id IS NOT NULL
    ), latest (stream_id) AS (
      SELECT (SELECT stream_id FROM runs WHERE flow_id = flow.id ORDER BY created_at DESC, stream_id DESC LIMIT 1)
      FROM flow WHERE flow.id IS NOT NULL
    )
    SELECT flow_id, flow_name, workspace, file FROM latest CROSS JOIN runs ON runs.stream_id = latest.stream_id`,
  labels: 'SELECT DISTINCT value AS label FROM run_kinds, json_each(run_kinds.labels) ORDER BY label',
  triggers: `WITH RECURSIVE trigger (type) AS (
      SELECT (SELECT trigger_type FROM runs ORDER BY trigger_type LIMIT 1)
      UNION ALL
      SELECT (SELECT trigger_type FROM runs WHERE trigger_type > trigger.type ORDER BY trigger_type LIMIT 1)
      FROM trigger WHERE trigger.type IS NOT NULL
    )
    SELECT type FROM trigger WHERE type IS NOT NULL`,
} as const;

/** Outcomes shown of one flow, and of each in a list of flows. */
const RECENT = 60;
const RECENT_IN_LIST = 20;
/** Steps are timed over so many finished runs, or as many as have this many events together. */
const TIMED_RUNS = 20;
const TIMED_EVENTS = 50_000;
const SLOWEST = 10;

interface FlowRow {
  readonly flow_id: string;
  readonly flow_name: string;
  readonly workspace: string;
  readonly file: string;
}

export interface RunStatistics {
  facets(): RunFacets;
  ofFlow(question: FlowQuestion): FlowStatistics;
}

export function createRunStatistics(database: ReadableDatabase, events: Pick<EventReader, 'read'>): RunStatistics {
  const recentOf = database.query<OutcomeRow, [string, number]>(statisticsQueries.recent);
  const day = database.query<DayRow, [string, number, number]>(statisticsQueries.day);
  const flows = database.query<FlowRow>(statisticsQueries.flows);
  const labels = database.query<{ label: string }>(statisticsQueries.labels);
  const triggers = database.query<{ type: string }>(statisticsQueries.triggers);
  const recent = (flowId: string, limit: number) => recentOf.all(flowId, limit).map(outcomeOf);

  const slowest = (outcomes: readonly RunOutcome[]): { readonly slowest: StepTime[]; readonly slowestOf: number } => {
    const durations = new Map<string, number[]>();
    let left = TIMED_EVENTS;
    let slowestOf = 0;
    for (const { id, finishedAt } of outcomes) {
      if (finishedAt === null || slowestOf >= TIMED_RUNS) continue;
      const read = events.read(runStream(id), 0, TIMED_EVENTS);
      // One is always read, however long.
      if (slowestOf > 0 && read.length > left) break;
      left -= read.length;
      slowestOf++;
      for (const [stepId, duration] of stepDurations(read)) {
        const known = durations.get(stepId);
        if (known) known.push(duration);
        else durations.set(stepId, [duration]);
      }
    }
    return { slowest: slowestSteps(durations, SLOWEST), slowestOf };
  };

  return {
    facets: () => ({
      flows: flows
        .all()
        .map((row) => ({
          flowId: row.flow_id,
          flowName: row.flow_name,
          workspace: row.workspace,
          file: row.file,
          recent: recent(row.flow_id, RECENT_IN_LIST),
        }))
        .sort((a, b) => a.flowName.localeCompare(b.flowName) || a.file.localeCompare(b.file)),
      labels: labels.all().map(({ label }) => label),
      triggers: triggers.all().map(({ type }) => type),
    }),
    ofFlow: ({ flowId, days }) => {
      const outcomes = recent(flowId, RECENT);
      return {
        flowId,
        recent: outcomes,
        days: days.slice(0, -1).map((start, index) => {
          const { total = 0, ms = 0, ...counts } = day.get(flowId, start, days[index + 1]!) ?? {};
          const { succeeded = 0, failed = 0, cancelled = 0 } = counts as Partial<DayOutcomes>;
          const other = total - succeeded - failed - cancelled;
          return { start, succeeded, failed, cancelled, other, succeededMs: ms ?? 0 };
        }),
        ...slowest(outcomes),
      };
    },
  };
}

const outcomeOf = (row: OutcomeRow): RunOutcome => ({
  id: row.id,
  status: row.status,
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
});

/** How long each step of a run took, from the start of its first attempt to its end; those that were skipped are not there. */
function* stepDurations(events: readonly ChronumEvent[]): Generator<readonly [string, number]> {
  const begun = new Map<string, number>();
  for (const event of events) {
    switch (event.type) {
      case 'attempt.started':
      case 'step.expanded':
        if (!begun.has(event.stepId)) begun.set(event.stepId, Date.parse(event.at));
        break;
      case 'step.succeeded':
      case 'step.failed': {
        const start = begun.get(event.stepId);
        if (start !== undefined) yield [event.stepId, Math.max(0, Date.parse(event.at) - start)];
        break;
      }
      default:
    }
  }
}
