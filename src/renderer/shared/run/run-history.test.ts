import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldAll } from '../../../core/run/fold.ts';
import { eventfulRun } from '../../../testing/eventful-run.ts';
import { createRunHistory } from './run-history.ts';
import { createRunReader } from './run-view.ts';
import { viewOfStep } from './step-view.ts';

const events = eventfulRun();

/** What the window shows right after an event, read by nothing but `fold` from the first event on. */
function shownAfter(seq: number) {
  const state = foldAll(events.slice(0, seq));
  if (state === undefined) return undefined;
  return {
    status: state.status,
    reason: state.reason,
    cancelRequested: state.cancel !== undefined,
    seq: state.seq,
    steps: [...state.steps.values()].map(viewOfStep),
  };
}

function shown(view: ReturnType<ReturnType<typeof createRunReader>['view']>) {
  if (view === undefined) return undefined;
  const { status, reason, cancelRequested, seq, steps } = view;
  return { status, reason, cancelRequested, seq, steps: [...steps.values()] };
}

const seqs = fc.array(fc.integer({ min: 0, max: events.length }), { minLength: 1, maxLength: 40 });

describe('a run at any of its events', () => {
  it('covers what can happen', () => {
    expect(events.length).toBeGreaterThan(80);
    expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThan(18);
  });

  it('shows at every prefix what fold makes of it', () => {
    const reader = createRunReader();
    const history = createRunHistory({ every: 7 });
    history.add(events);
    for (const event of events) {
      reader.add([event]);
      const expected = shownAfter(event.seq);
      expect(shown(reader.view())).toEqual(expected);
      expect(shown(history.viewAt(event.seq))).toEqual(expected);
    }
  });

  it('shows the same wherever one comes from, and however few states are kept', () => {
    fc.assert(
      fc.property(seqs, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 2, max: 5 }), (order, every, most) => {
        const history = createRunHistory({ every, most });
        history.add(events);
        for (const seq of order) expect(shown(history.viewAt(seq))).toEqual(shownAfter(seq));
      }),
      { numRuns: 30 },
    );
  });

  it('shows the bars that were there, and no later ones', () => {
    const history = createRunHistory({ every: 5 });
    history.add(events);
    history.viewAt(events.length);
    for (let seq = events.length; seq > 0; seq--) {
      const now = history.timeOf(seq);
      const reader = createRunReader();
      reader.add(events.slice(0, seq));
      const spans = history.viewAt(seq)?.spans;
      expect(spans).toEqual(reader.view()?.spans);
      for (const span of [...(spans?.values() ?? [])].flat()) expect(span.from).toBeLessThanOrEqual(now);
    }
  });

  it('grows with a live run, from which it can be looked back meanwhile', () => {
    const history = createRunHistory({ every: 4 });
    for (const event of events) {
      history.add([event]);
      const back = Math.max(1, event.seq - 9);
      expect(shown(history.viewAt(back))).toEqual(shownAfter(back));
    }
    history.add(events);
    expect(history.length).toBe(events.length);
  });

  it('prepares in slices, to the same end', () => {
    const history = createRunHistory({ every: 3, most: 8 });
    history.add(events);
    let slices = 0;
    for (let left = true; left; slices++) {
      let steps = 0;
      left = history.prepare(() => steps++ < 2);
    }
    expect(slices).toBeGreaterThan(3);
    expect(shown(history.viewAt(20))).toEqual(shownAfter(20));
  });
});

describe('instants', () => {
  it('find the last event at or before them', () => {
    const history = createRunHistory();
    history.add(events);
    expect(history.seqAt(history.timeOf(1) - 1)).toBe(0);
    expect(history.seqAt(Number.MAX_SAFE_INTEGER)).toBe(events.length);
    for (let seq = 1; seq <= events.length; seq++) {
      const found = history.seqAt(history.timeOf(seq));
      expect(found).toBeGreaterThanOrEqual(seq);
      expect(history.timeOf(found)).toBe(history.timeOf(seq));
    }
  });

  it('never go back when the clock was set back', () => {
    const history = createRunHistory();
    history.add(events.map((event, index) => (index === 9 ? { ...event, at: '2001-01-01T00:00:00.000Z' } : event)));
    expect(history.timeOf(10)).toBe(history.timeOf(9));
  });
});
