import { describe, expect, it } from 'vitest';
import type { ChronumEvent, EventBody } from '../../../core/run/event.ts';
import { simulate } from '../../../testing/simulate-run.ts';
import { createRunReader, type RunView } from '../run/run-view.ts';
import { runActs, stepActs } from './acts.ts';
import {
  approveWords,
  cancelStepWords,
  cancelWords,
  pauseWords,
  rerunWords,
  selectionWords,
  waitingFor,
} from './words.ts';

const FLOW = `
name: x
maxParallel: 2
steps:
  - {id: build, run: x}
  - {id: test, run: x, needs: [build]}
  - {id: lint, run: x}
  - {id: ask, executor: approval, with: {message: Go?}, needs: [test]}
  - {id: ship, run: x, needs: [ask]}
  - {id: tell, run: x, needs: [ship]}
handlers:
  always: [{id: tidy, run: x}]
`;

function viewOf(events: readonly ChronumEvent[]): RunView {
  const reader = createRunReader();
  reader.add(events);
  const view = reader.view();
  if (view === undefined) throw new Error('a run begins with its first event');
  return view;
}

const finished = viewOf(simulate(FLOW, { attempt: (id) => (id === 'ask' ? { end: 'failed' } : {}) }).events);

/** The run when `test` runs, `build` and `lint` have ended, and the rest waits. */
const { events } = simulate(FLOW, { attempt: (id) => (id === 'test' ? { end: 'never' } : {}) });
const live = viewOf(events);

/** The run when it asks. */
const until = simulate(FLOW, { attempt: (id) => (id === 'ask' ? { end: 'never' } : {}) }).events;
const question: EventBody = {
  type: 'approval.requested',
  runId: 'r1',
  stepId: 'ask',
  branch: 'body',
  attempt: 1,
  message: 'Go?',
};
const asking = viewOf([...until, { ...until.at(-1), ...question, seq: until.length + 1 } as ChronumEvent]);

const stepOf = (run: RunView, id: string) => {
  const step = run.steps.get(id);
  if (step === undefined) throw new Error(`no step ${id}`);
  return step;
};
const idsOf = (acts: readonly { readonly id: string }[]) => acts.map(({ id }) => id);

describe('what an act will do', () => {
  it('says how much a rerun runs, takes over and leaves out', () => {
    expect(rerunWords(finished, { kind: 'all' })).toBe('Runs 6 steps again');
    expect(rerunWords(finished, { kind: 'failed' })).toBe('Runs 3 steps again, takes over 3');
    expect(rerunWords(finished, { kind: 'from', stepId: 'lint' })).toBe('Runs 4 steps again, takes over 2');
    expect(rerunWords(finished, { kind: 'only', stepIds: ['lint'] })).toBe(
      'Runs 1 step again, takes over 2, leaves 3 out',
    );
    expect(selectionWords(6, 2)).toBe('Runs 2 steps, leaves 4 out');
  });

  it('says what a cancel ends, and what a pause holds', () => {
    expect(cancelWords(live)).toBe('Ends 1 step; 3 steps will not start');
    expect(pauseWords(live)).toBe('1 step goes on to the end; 3 steps wait until it is resumed');
    expect(cancelStepWords(live, stepOf(live, 'test'))).toBe('Ends what runs of it; ask, ship, tell may be skipped');
    expect(cancelStepWords(live, stepOf(live, 'tell'))).toBe('It will not start');
  });

  it('names who waits for an answer', () => {
    expect(waitingFor(asking, 'ask')).toEqual(['ship', 'tell']);
    expect(approveWords(asking, stepOf(asking, 'ask'))).toBe('The step succeeds; ship, tell can go on');
  });
});

describe('what can be done', () => {
  it('with a run depends on how it stands', () => {
    expect(idsOf(runActs(live))).toEqual(['pause', 'cancel']);
    expect(idsOf(runActs({ ...live, status: 'paused' }))).toEqual(['resume', 'cancel']);
    expect(idsOf(runActs({ ...live, cancelRequested: true }))).toEqual([]);
    expect(idsOf(runActs(finished))).toEqual(['rerun-failed', 'rerun-all', 'rerun-changed']);
    expect(idsOf(runActs({ ...finished, status: 'succeeded' }))).toEqual(['rerun-all', 'rerun-changed']);
  });

  it('with a step too', () => {
    expect(idsOf(stepActs(live, 'test'))).toEqual(['cancel-step']);
    expect(idsOf(stepActs(live, 'build'))).toEqual([]);
    expect(idsOf(stepActs(asking, 'ask'))).toEqual(['approve', 'reject', 'cancel-step']);
    expect(idsOf(stepActs(finished, 'test'))).toEqual(['rerun-from', 'rerun-only']);
    expect(idsOf(stepActs(finished, 'test[os=linux]/lint'))).toEqual(['rerun-from', 'rerun-only']);
    expect(idsOf(stepActs(finished, 'tidy'))).toEqual([]);
  });

  it('is always told before', () => {
    for (const run of [live, asking, finished]) {
      for (const act of [...runActs(run), ...[...run.steps.keys()].flatMap((id) => stepActs(run, id))]) {
        expect(act.says).toMatch(/\w+ \w+/);
      }
    }
  });
});
