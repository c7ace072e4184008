import { describe, expect, it } from 'vitest';
import type { ChronumEvent, EventBody } from '../../../core/run/event.ts';
import { addSpans, type Span } from './spans.ts';

const START = Date.parse('2025-05-14T09:00:00.000Z');
const error = { kind: 'exit', exitCode: 1, message: 'exit code 1' } as const;
const attempt = { runId: 'r', stepId: 'a', branch: 'body' } as const;
const step = { runId: 'r', stepId: 'a' } as const;

/** The spans of step `a` after these events, each so many milliseconds after the start. */
function spansAfter(...events: readonly (readonly [number, EventBody])[]): readonly Span[] {
  const spans = new Map<string, readonly Span[]>();
  events.forEach(([at, body], index) => {
    const placed = { stream: 'run:r', seq: index + 1, position: index + 1, at: new Date(START + at).toISOString() };
    addSpans(spans, { ...placed, ...body } as ChronumEvent);
  });
  return (spans.get('a') ?? []).map((span) => ({
    ...span,
    from: span.from - START,
    to: span.to === undefined ? undefined : span.to - START,
  }));
}

describe('addSpans', () => {
  it('goes from the queue into an attempt', () => {
    expect(
      spansAfter(
        [0, { type: 'step.queued', ...step }],
        [10, { type: 'attempt.started', ...attempt, attempt: 1 }],
        [50, { type: 'attempt.succeeded', ...attempt, attempt: 1 }],
        [50, { type: 'step.succeeded', ...step, reason: 'succeeded' }],
      ),
    ).toEqual([
      { kind: 'queue', from: 0, to: 10 },
      { kind: 'attempt', from: 10, to: 50, branch: 'body', attempt: 1, status: 'succeeded' },
    ]);
  });

  it('shows the wait between two attempts, and until when it lasts', () => {
    const until = new Date(START + 1_050).toISOString();
    const spans = spansAfter(
      [0, { type: 'attempt.started', ...attempt, attempt: 1 }],
      [50, { type: 'attempt.failed', ...attempt, attempt: 1, error }],
      [
        50,
        { type: 'retry.scheduled', ...step, branch: 'body', frame: 0, retry: 1, limit: 2, delay: 1_000, until, error },
      ],
    );
    expect(spans.at(-1)).toEqual({ kind: 'wait', from: 50, to: undefined, reason: 'retry', until: START + 1_050 });
  });

  it('takes two events about the same wait as one', () => {
    const spans = spansAfter(
      [0, { type: 'step.waiting', ...step, reason: 'approval' }],
      [0, { type: 'step.waiting', ...step, reason: 'approval', until: new Date(START + 9).toISOString() }],
    );
    expect(spans).toEqual([{ kind: 'wait', from: 0, to: undefined, reason: 'approval', until: START + 9 }]);
  });

  it('leaves nothing open once the run is over', () => {
    const counts = { succeeded: 0, failed: 0, skipped: 0, cancelled: 1 };
    const spans = spansAfter(
      [0, { type: 'attempt.started', ...attempt, attempt: 1 }],
      [70, { type: 'run.finished', runId: 'r', status: 'cancelled', reason: 'cancelled', counts, failed: [] }],
    );
    expect(spans).toEqual([{ kind: 'attempt', from: 0, to: 70, branch: 'body', attempt: 1, status: 'lost' }]);
  });
});
