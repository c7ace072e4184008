import type { RunStatus } from './status.ts';

/** How one run went. Instants are milliseconds since the Unix epoch. */
export interface RunOutcome {
  readonly id: string;
  readonly status: RunStatus;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}

/** What became of the runs of one day, and how long the successful ones took together. */
export interface DayOutcomes {
  /** The day's first instant, as it was asked for. */
  readonly start: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Skipped, or without an end yet. */
  readonly other: number;
  readonly succeededMs: number;
}

export interface DurationTrend {
  /** The middle of the latest, and of those before them. */
  readonly latest: number;
  readonly before: number;
  /** 0.25: a quarter longer than before. */
  readonly change: number;
}

export interface StepTime {
  readonly stepId: string;
  /** In how many of the runs it ran. */
  readonly runs: number;
  readonly median: number;
  readonly longest: number;
}

/** How long a run took, or null while it has not ended, and when it never began. */
export const durationOf = ({ startedAt, finishedAt }: Pick<RunOutcome, 'startedAt' | 'finishedAt'>): number | null =>
  startedAt === null || finishedAt === null ? null : Math.max(0, finishedAt - startedAt);

/** The part of the runs with an outcome that succeeded: cancelled and skipped ones say nothing. Null without any. */
export function successRate({
  succeeded,
  failed,
}: {
  readonly succeeded: number;
  readonly failed: number;
}): number | null {
  return succeeded + failed === 0 ? null : succeeded / (succeeded + failed);
}

/** The value below which the part `rank` (0 to 1) of all values lies; null without any. */
export function quantile(values: readonly number[], rank: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(rank * sorted.length))] ?? null;
}

/** Runs in the latest part, and the fewest before it that say something. */
const LATEST = 5;
const LEAST_BEFORE = 5;

/** Whether runs take longer than they did, from the durations of successful ones, newest first. Null while there are too few. */
export function durationTrend(durations: readonly number[]): DurationTrend | null {
  const latest = quantile(durations.slice(0, LATEST), 0.5);
  const before = quantile(durations.slice(LATEST), 0.5);
  if (latest === null || before === null || durations.length < LATEST + LEAST_BEFORE) return null;
  return { latest, before, change: before === 0 ? 0 : latest / before - 1 };
}

/** The steps that took longest, from the durations of each in several runs. */
export function slowestSteps(durationsByStep: ReadonlyMap<string, readonly number[]>, most: number): StepTime[] {
  return [...durationsByStep]
    .map(([stepId, durations]) => ({
      stepId,
      runs: durations.length,
      median: quantile(durations, 0.5) ?? 0,
      longest: Math.max(...durations),
    }))
    .sort((a, b) => b.median - a.median || (a.stepId < b.stepId ? -1 : 1))
    .slice(0, most);
}
