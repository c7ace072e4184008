import type { EventType, NewEvent, RunStatus } from '../../core/run/event.ts';
import type { RunSummary } from '../ports/run-store.ts';

/** What events tell of a run. Sequence number and position come from the log itself, and a pin from a person. */
export type RunRow = Omit<RunSummary, 'seq' | 'position' | 'pinned'>;

/** The types that change the row; all others are passed over without a look. */
const TOUCHING: ReadonlySet<EventType> = new Set<EventType>([
  'run.created',
  'run.queued',
  'run.started',
  'run.paused',
  'run.resumed',
  'run.interrupted',
  'run.owner-changed',
  'run.finished',
]);

export const touchesRun = (type: EventType): boolean => TOUCHING.has(type);

/** The row after the event. Pure: a fold over a run's events gives the same row that was stored with them. */
export function projectRun(row: RunRow | null, event: NewEvent): RunRow | null {
  if (event.type === 'run.created') {
    const { flow, owner, trigger, labels, rerunOf, plan } = event;
    return {
      id: event.runId,
      flowId: flow.id,
      flowName: flow.name,
      workspace: flow.workspace,
      file: flow.file,
      status: 'queued',
      paused: false,
      reason: null,
      trigger,
      labels: labels ?? [],
      ownerId: owner.id,
      rerunOf: rerunOf ?? null,
      createdAt: event.at,
      startedAt: null,
      finishedAt: null,
      counts: { succeeded: 0, failed: 0, skipped: 0, cancelled: 0 },
      stepCount: plan.steps.length,
    };
  }
  if (row === null || row.finishedAt !== null) return row;
  switch (event.type) {
    case 'run.queued':
      return { ...row, status: row.paused ? 'paused' : 'queued', reason: event.reason };
    case 'run.started':
      return going({ ...row, startedAt: row.startedAt ?? event.at });
    case 'run.paused':
      return { ...row, paused: true, status: 'paused', reason: null };
    case 'run.resumed':
      return going({ ...row, paused: false });
    case 'run.interrupted':
      return { ...row, status: 'interrupted', reason: event.reason };
    case 'run.owner-changed':
      return going({ ...row, ownerId: event.owner.id });
    case 'run.finished':
      return {
        ...row,
        paused: false,
        status: event.status,
        reason: event.reason,
        finishedAt: event.at,
        counts: event.counts,
      };
    default:
      return row;
  }
}

/** The status of a run that somebody looks after: what it was before it was interrupted or paused. */
function going(row: RunRow): RunRow {
  const status: RunStatus = row.paused ? 'paused' : row.startedAt === null ? 'queued' : 'running';
  return { ...row, status, reason: null };
}
