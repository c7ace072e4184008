import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../shared/run/spans.ts';
import type { StepView } from '../../shared/run/step-view.ts';
import { barsOf } from './bar-geometry.ts';
import { timelineRows } from './rows.ts';
import { spanTip } from './span-tip.ts';
import { axisTicks, followHead, panView, timeToX, wholeRun, xToTime, zoomView } from './view.ts';

const WHOLE = { from: 0, to: 10_000 };
const moment = fc.double({ min: 0, max: 10_000, noNaN: true });

describe('the view of time', () => {
  it('shows a run that is over as a whole, and leaves a live one room to grow', () => {
    expect(wholeRun(10_000, false)).toEqual({ from: 0, to: 10_400 });
    expect(wholeRun(100, true).to).toBe(2_000);
    expect(wholeRun(1_950, true).to).toBe(3_000);
    expect(wholeRun(0, false).to).toBeGreaterThan(0);
  });

  it('changes the scale of a live run rarely', () => {
    const scales = new Set(Array.from({ length: 600 }, (_, second) => wholeRun(second * 100, true).to));
    expect(scales.size).toBeLessThan(12);
  });

  it('places what it reads back', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 4_000 }), (time, width) => {
        expect(xToTime(WHOLE, width, timeToX(WHOLE, width, time))).toBeCloseTo(time, 6);
      }),
    );
  });

  it('zooms around the mouse and never leaves the run', () => {
    fc.assert(
      fc.property(moment, fc.double({ min: 0.01, max: 100, noNaN: true }), (at, factor) => {
        const view = zoomView(WHOLE, factor, at, WHOLE);
        expect(view.from).toBeGreaterThanOrEqual(WHOLE.from);
        expect(view.to).toBeLessThanOrEqual(WHOLE.to + 1e-6);
        expect(view.to - view.from).toBeGreaterThan(4.99);
        expect(timeToX(view, 1, at)).toBeCloseTo(timeToX(WHOLE, 1, at), 6);
      }),
    );
  });

  it('pans to the ends and no further', () => {
    const view = { from: 2_000, to: 4_000 };
    expect(panView(view, 500, WHOLE)).toEqual({ from: 2_500, to: 4_500 });
    expect(panView(view, -9_000, WHOLE)).toEqual({ from: 0, to: 2_000 });
    expect(panView(view, 99_000, WHOLE)).toEqual({ from: 8_000, to: 10_000 });
  });

  it('keeps the head of a run in sight, as it is while that is so', () => {
    const view = { from: 2_000, to: 4_000 };
    expect(followHead(view, 3_000)).toBe(view);
    expect(followHead(view, 6_000)).toEqual({ from: 4_200, to: 6_200 });
    expect(followHead(view, 1_000)).toEqual({ from: 800, to: 2_800 });
    fc.assert(
      fc.property(moment, moment, fc.double({ min: 1, max: 5_000, noNaN: true }), (from, head, span) => {
        const followed = followHead({ from, to: from + span }, head);
        expect(followed.to - followed.from).toBeCloseTo(span, 6);
        expect(followed.from).toBeGreaterThanOrEqual(0);
        expect(head).toBeGreaterThanOrEqual(followed.from - 1e-6);
        expect(head).toBeLessThanOrEqual(followed.to + 1e-6);
      }),
    );
  });

  it('has ticks at round times, far enough apart to be read', () => {
    expect(axisTicks(WHOLE, 1_000)).toEqual({
      step: 1_000,
      at: [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000, 10_000],
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), fc.integer({ min: 200, max: 3_000 }), (to, width) => {
        const { step, at } = axisTicks({ from: 0, to }, width);
        expect((step / to) * width).toBeGreaterThanOrEqual(79.99);
        expect(at.every((time) => time % step === 0)).toBe(true);
      }),
    );
  });
});

const view = (id: string, part: Partial<StepView> = {}): [string, StepView] => [
  id,
  {
    id,
    name: id,
    status: 'succeeded',
    attempts: [],
    instances: [],
    startedAt: 1_000,
    finishedAt: 3_000,
    ...part,
  } as unknown as StepView,
];

describe('timelineRows', () => {
  const steps = new Map([
    view('build'),
    view('test'),
    view('deploy'),
    view('test[os=linux]', { name: 'test', values: { os: 'linux' } }),
    view('test[os=linux]/unit', { name: 'unit' }),
  ]);

  it('puts instances and steps of groups below what they belong to', () => {
    expect(timelineRows(steps, new Set()).map(({ label, depth }) => [label, depth])).toEqual([
      ['build', 0],
      ['test', 0],
      ['os=linux', 1],
      ['unit', 2],
      ['deploy', 0],
    ]);
  });

  it('leaves out what is collapsed', () => {
    expect(timelineRows(steps, new Set(['test'])).map(({ id }) => id)).toEqual(['build', 'test', 'deploy']);
  });
});

describe('bars', () => {
  const input = { view: WHOLE, width: 1_000, origin: 0, now: 5_000 };
  const attempt = (from: number, to: number | undefined): Span => ({
    kind: 'attempt',
    from,
    to,
    branch: 'body',
    attempt: 1,
    status: to === undefined ? 'running' : 'succeeded',
  });
  const [, step] = view('a');

  it('lie where their time is', () => {
    const spans: Span[] = [{ kind: 'queue', from: 1_000, to: 2_000 }, attempt(2_000, 4_000)];
    expect(barsOf({ ...input, step, spans })).toMatchObject({
      x: 100,
      width: 300,
      bars: [
        { x: 0, width: 100 },
        { x: 100, width: 200 },
      ],
    });
  });

  it('reach to the present while they last', () => {
    expect(barsOf({ ...input, step, spans: [attempt(2_000, undefined)] })).toMatchObject({ x: 200, width: 300 });
  });

  it('can be seen however short they are, and are absent out of sight', () => {
    expect(barsOf({ ...input, step, spans: [attempt(2_000, 2_001)] })?.width).toBe(3);
    expect(
      barsOf({ ...input, view: { from: 8_000, to: 9_000 }, step, spans: [attempt(2_000, 3_000)] }),
    ).toBeUndefined();
  });

  it('that lie on the same pixels are drawn as one, and told apart again close to', () => {
    const spans = Array.from({ length: 10_000 }, (_, i): Span => {
      const status = i % 100 === 0 ? 'failed' : 'succeeded';
      return { kind: 'attempt', from: i, to: i + 1, branch: 'body', attempt: i + 1, status };
    });
    const far = barsOf({ ...input, step, spans });
    expect(far?.bars.length).toBeLessThan(10);
    const told = far?.bars.map(({ span }) => (span.kind === 'many' ? [span.attempts, span.failed] : [1, 0])) ?? [];
    expect(told.reduce((sum, [attempts = 0]) => sum + attempts, 0)).toBe(10_000);
    expect(told.reduce((sum, [, failed = 0]) => sum + failed, 0)).toBeGreaterThanOrEqual(99);
    const near = barsOf({ ...input, view: { from: 500, to: 510 }, step, spans });
    expect(near?.bars.every(({ span }) => span.kind === 'attempt')).toBe(true);
    expect(near?.bars.length).toBeLessThan(15);
  });

  it('show a step without attempts from its begin to its end, and one that never ran not at all', () => {
    expect(barsOf({ ...input, step, spans: [] })).toMatchObject({ x: 100, width: 200 });
    expect(barsOf({ ...input, step: { ...step, status: 'skipped' }, spans: [] })).toBeUndefined();
  });

  it('say what they are', () => {
    expect(spanTip(attempt(1_000, 2_250), 0, 5_000)).toMatch(/^Attempt 1, succeeded, 1.3 s\n1.000 s to 2.250 s\nat /);
    const wait: Span = { kind: 'wait', from: 1_000, to: undefined, reason: 'retry', until: 6_000 };
    expect(spanTip(wait, 0, 5_000)).toMatch(/^Waits for the next attempt, 4.0 s\n1.000 s to now\nat /);
  });
});
