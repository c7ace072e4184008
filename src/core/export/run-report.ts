import type { ChronumEvent, EventOf, StepEnd, StepError, Stored } from '../run/event.ts';

/** A run as reports show it. Times are RFC 3339 UTC, durations seconds. */
export interface RunReport {
  readonly created: Stored<EventOf<'run.created'>>;
  readonly startedAt?: string;
  readonly finished?: Stored<EventOf<'run.finished'>>;
  readonly duration: number;
  /** Steps that ended, in the order of their ends. Instances and steps of groups are steps of their own. */
  readonly steps: readonly StepReport[];
}

export interface StepReport {
  readonly id: string;
  readonly status: StepEnd;
  /** `failed` where `continueOnError` made a success of it. */
  readonly outcome: StepEnd;
  readonly reason: string;
  readonly error?: StepError;
  readonly attempts: number;
  /** From its first attempt to its end; 0 when there was none. */
  readonly duration: number;
}

/** Throws when the events do not begin with `run.created`. */
export function reportOf(events: readonly ChronumEvent[]): RunReport {
  const [created] = events;
  if (created?.type !== 'run.created') throw new Error('the events of a run begin with `run.created`');
  const steps: StepReport[] = [];
  const begunAt = new Map<string, number>();
  const attempts = new Map<string, number>();
  let startedAt: string | undefined;
  let finished: Stored<EventOf<'run.finished'>> | undefined;
  for (const event of events) {
    switch (event.type) {
      case 'run.started':
        startedAt = event.at;
        break;
      case 'run.finished':
        finished = event;
        break;
      case 'attempt.started':
        if (!begunAt.has(event.stepId)) begunAt.set(event.stepId, Date.parse(event.at));
        attempts.set(event.stepId, (attempts.get(event.stepId) ?? 0) + 1);
        break;
      case 'step.succeeded':
      case 'step.failed':
      case 'step.skipped':
      case 'step.cancelled':
      case 'step.reused': {
        const status = event.type === 'step.reused' ? event.status : (event.type.slice('step.'.length) as StepEnd);
        const began = begunAt.get(event.stepId);
        steps.push({
          id: event.stepId,
          status,
          outcome: ('outcome' in event ? event.outcome : undefined) ?? status,
          reason: 'reason' in event ? event.reason : 'reused',
          ...('error' in event && event.error !== undefined ? { error: event.error } : {}),
          attempts: attempts.get(event.stepId) ?? 0,
          duration: began === undefined ? 0 : seconds(began, event.at),
        });
        break;
      }
      default:
    }
  }
  const last = finished ?? events.at(-1)!;
  return {
    created,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finished === undefined ? {} : { finished }),
    duration: startedAt === undefined ? 0 : seconds(Date.parse(startedAt), last.at),
    steps,
  };
}

const seconds = (from: number, to: string): number => Math.max(0, Date.parse(to) - from) / 1000;
