import type { RunStatus } from './status.ts';

/** What a flow's history, or any history, is cut to. Zero or absent: no limit. */
export interface RetentionLimits {
  /** The newest of each flow that stay. */
  readonly runs?: number;
  /** Days since a run ended. */
  readonly days?: number;
}

export interface RetentionPolicy extends RetentionLimits {
  /** Bytes that the logs of all runs may take together. */
  readonly bytes?: number;
  /** Failed runs are never cleared away. */
  readonly keepFailed: boolean;
  /** What flows say of themselves, by flow id: stands in the place of the general limits. */
  readonly byFlow: ReadonlyMap<string, RetentionLimits>;
}

/** A run as retention looks at it. Instants are milliseconds since the Unix epoch. */
export interface RetainedRun {
  readonly id: string;
  readonly flowId: string;
  readonly status: RunStatus;
  readonly finishedAt: number | null;
  readonly pinned: boolean;
}

export interface Cleared {
  readonly id: string;
  readonly flowId: string;
  readonly because: 'count' | 'age' | 'size';
  readonly bytes: number;
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * Which runs go, oldest first, of `runs` newest first. What has not ended, what is pinned and the newest of each flow always stay:
 * flows ask for their last run. `bytesOf` tells what a run's logs take.
 */
export function runsToClear(
  runs: readonly RetainedRun[],
  policy: RetentionPolicy,
  { now, bytesOf }: { readonly now: number; readonly bytesOf: (runId: string) => number },
): Cleared[] {
  const seenByFlow = new Map<string, number>();
  const cleared: Cleared[] = [];
  const staying: RetainedRun[] = [];
  let bytes = 0;
  for (const run of runs) {
    const { id, flowId, finishedAt } = run;
    const limits = policy.byFlow.get(flowId) ?? policy;
    const newer = seenByFlow.get(flowId) ?? 0;
    seenByFlow.set(flowId, newer + 1);
    const size = bytesOf(id);
    const because = finishedAt === null ? null : overLimit(limits, newer, now - finishedAt);
    if (because !== null && newer > 0 && mayGo(run, policy)) cleared.push({ id, flowId, because, bytes: size });
    else {
      bytes += size;
      if (newer > 0) staying.push(run);
    }
  }
  const most = policy.bytes ?? 0;
  for (const run of most > 0 ? staying.reverse() : []) {
    if (bytes <= most) break;
    const size = bytesOf(run.id);
    // One without output would free nothing.
    if (size === 0 || !mayGo(run, policy)) continue;
    cleared.push({ id: run.id, flowId: run.flowId, because: 'size', bytes: size });
    bytes -= size;
  }
  const order = new Map(runs.map(({ id }, index) => [id, index]));
  return cleared.sort((a, b) => (order.get(b.id) ?? 0) - (order.get(a.id) ?? 0));
}

function overLimit({ runs = 0, days = 0 }: RetentionLimits, newer: number, age: number): 'count' | 'age' | null {
  if (runs > 0 && newer >= runs) return 'count';
  return days > 0 && age > days * DAY ? 'age' : null;
}

const mayGo = ({ status, finishedAt, pinned }: RetainedRun, { keepFailed }: RetentionPolicy): boolean =>
  finishedAt !== null && !pinned && !(keepFailed && status === 'failed');
