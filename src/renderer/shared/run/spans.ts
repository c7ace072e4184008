import type { ChronumEvent } from '../../../core/run/event.ts';
import type { AttemptState } from '../../../core/run/state.ts';

/** One stretch of a step's time, in milliseconds since the epoch. `to` is absent while it lasts. */
export type Span = QueueSpan | WaitSpan | AttemptSpan;

interface Stretch {
  readonly from: number;
  readonly to: number | undefined;
}
export interface QueueSpan extends Stretch {
  readonly kind: 'queue';
}
export interface WaitSpan extends Stretch {
  readonly kind: 'wait';
  /** A waiting reason of core/run/reason.ts: `retry`, `delay`, `approval`, .. */
  readonly reason: string;
  readonly until: number | undefined;
}
export interface AttemptSpan extends Stretch {
  readonly kind: 'attempt';
  readonly branch: string;
  readonly attempt: number;
  readonly status: AttemptState['status'];
}

export type SpansByStep = ReadonlyMap<string, readonly Span[]>;

/**
 * Reads a run's events into stretches of time by step: a second reader of the stream beside `fold`, which keeps no past waits.
 * Lists are replaced, never changed, so that only rows that changed are drawn again.
 */
export function addSpans(spans: Map<string, readonly Span[]>, event: ChronumEvent): void {
  if (event.type === 'run.finished') {
    const at = Date.parse(event.at);
    for (const [id, list] of spans) spans.set(id, closeAll(list, at));
    return;
  }
  if (!('stepId' in event) || event.stepId === undefined) return;
  const before = spans.get(event.stepId) ?? [];
  const after = withEvent(before, event);
  if (after !== before) spans.set(event.stepId, after);
}

function withEvent(spans: readonly Span[], event: ChronumEvent): readonly Span[] {
  const at = Date.parse(event.at);
  switch (event.type) {
    case 'step.queued':
      return [...closeIdle(spans, at), { kind: 'queue', from: at, to: undefined }];
    case 'step.waiting':
      return openWait(spans, at, event.reason, event.until);
    case 'retry.scheduled':
      return openWait(spans, at, 'retry', event.until);
    case 'repeat.scheduled':
      return openWait(spans, at, 'repeat', event.until);
    case 'approval.requested':
      return openWait(spans, at, 'approval', event.until);
    case 'approval.answered':
      return closeIdle(spans, at);
    case 'breakpoint.hit':
      return openWait(spans, at, 'breakpoint', undefined);
    case 'breakpoint.continued':
      return closeIdle(spans, at);
    case 'attempt.started': {
      const { branch, attempt } = event;
      return [
        ...closeIdle(spans, at),
        { kind: 'attempt', from: at, to: undefined, branch, attempt, status: 'running' },
      ];
    }
    case 'attempt.succeeded':
    case 'attempt.failed':
    case 'attempt.timed-out':
    case 'attempt.cancelled':
    case 'attempt.lost': {
      const status = event.type.slice('attempt.'.length) as AttemptState['status'];
      return spans.map((span) =>
        span.kind === 'attempt' && span.branch === event.branch && span.attempt === event.attempt
          ? { ...span, to: at, status }
          : span,
      );
    }
    case 'step.succeeded':
    case 'step.failed':
    case 'step.skipped':
    case 'step.cancelled':
      return closeAll(spans, at);
    default:
      return spans;
  }
}

/** `retry.scheduled` and the `step.waiting` beside it tell of the same wait: it stays one. */
function openWait(spans: readonly Span[], at: number, reason: string, until: string | undefined): readonly Span[] {
  const due = until === undefined ? undefined : Date.parse(until);
  const last = spans.at(-1);
  if (last?.kind === 'wait' && last.to === undefined && last.reason === reason) {
    return [...spans.slice(0, -1), { ...last, until: due ?? last.until }];
  }
  return [...closeIdle(spans, at), { kind: 'wait', from: at, to: undefined, reason, until: due }];
}

const closeIdle = (spans: readonly Span[], at: number): readonly Span[] =>
  spans.map((span) => (span.to === undefined && span.kind !== 'attempt' ? { ...span, to: at } : span));

/** A run that is over has nothing open: an attempt without an end of its own was lost. */
const closeAll = (spans: readonly Span[], at: number): readonly Span[] =>
  spans.some((span) => span.to === undefined)
    ? spans.map((span) => {
        if (span.to !== undefined) return span;
        return span.kind === 'attempt' ? { ...span, to: at, status: 'lost' } : { ...span, to: at };
      })
    : spans;
