import { describe, expect, it } from 'vitest';
import { emptyPlan, instant, runCreated, runFinished, runStarted } from '../../testing/run-fixtures.ts';
import { compareRuns } from './compare.ts';
import type { ChronumEvent, NewEvent, StepStatus } from './event.ts';
import { foldAll } from './fold.ts';
import type { Plan } from './plan.ts';
import { planText } from './plan-text.ts';

type Ends = Readonly<Record<string, { readonly took: number; readonly status?: StepStatus }>>;

/** A run whose steps start at once and end after so many milliseconds, if they do. */
function run(plan: Plan, ends: Ends, changes: Parameters<typeof runCreated>[2] = {}, finished = true) {
  const runId = 'r';
  const key = (stepId: string) => ({ runId, stepId, branch: 'body', attempt: 1 });
  const events: NewEvent[] = [runCreated(runId, instant(0), { plan, ...changes }), runStarted(runId, instant(0))];
  for (const [stepId, { took, status = 'succeeded' }] of Object.entries(ends)) {
    const at = instant(took);
    const error = { kind: 'exit', message: 'exit code 1', exitCode: 1 } as const;
    events.push({ type: 'attempt.started', at: instant(0), ...key(stepId) });
    if (status === 'succeeded') {
      events.push({ type: 'attempt.succeeded', at, ...key(stepId) });
      events.push({ type: 'step.succeeded', at, runId, stepId, reason: 'completed' });
    } else if (status === 'failed') {
      events.push({ type: 'attempt.failed', at, ...key(stepId), error });
      events.push({ type: 'step.failed', at, runId, stepId, reason: 'failed', error });
    }
  }
  if (finished) events.push({ ...runFinished(runId, instant(10_000)), outputs: { version: '1' } } as NewEvent);
  const state = foldAll(
    events.map((event, index) => ({ ...event, stream: 'run:r', seq: index + 1, position: index + 1 }) as ChronumEvent),
  );
  if (state === undefined) throw new Error('the events make no run');
  return state;
}

describe('two runs beside each other', () => {
  const plan = emptyPlan(['build', 'test', 'deploy']);

  it('do not differ from themselves', () => {
    const one = run(plan, { build: { took: 1000 }, test: { took: 50 } });
    const { steps, params, environment, outputs, flow } = compareRuns(one, one);
    expect(steps.map(({ id, change }) => `${id} ${change}`)).toEqual(['build none', 'test none', 'deploy none']);
    expect([params, environment, outputs]).toEqual([[], [], []]);
    expect(flow.before).toBe(flow.after);
  });

  it('differ by status before duration, and by durations that say something', () => {
    const before = run(plan, { build: { took: 1000 }, test: { took: 50 }, deploy: { took: 1000 } });
    const after = run(plan, { build: { took: 3000, status: 'failed' }, test: { took: 120 }, deploy: { took: 500 } });
    const { steps } = compareRuns(before, after);
    expect(steps).toMatchObject([
      {
        id: 'build',
        change: 'status',
        slower: 2000,
        before: { status: 'succeeded' },
        after: { status: 'failed', attempts: 1 },
      },
      { id: 'test', change: 'none', slower: 70 },
      { id: 'deploy', change: 'faster', slower: -500 },
    ]);
    expect(compareRuns(after, before).steps[2]).toMatchObject({ change: 'slower', slower: 500 });
  });

  it('compare while one goes on', () => {
    const before = run(plan, { build: { took: 1000 } });
    const after = run(plan, { build: { took: 0, status: 'running' } }, {}, false);
    const compared = compareRuns(before, after);
    expect(compared.steps[0]).toMatchObject({
      change: 'status',
      slower: null,
      after: { status: 'running', duration: null },
    });
    expect(compared.duration).toEqual({ before: 10_000, after: null });
    expect(compared.outputs).toEqual([{ name: 'version', before: '1', after: undefined }]);
  });

  it('have steps that only one has where they stood', () => {
    const compared = compareRuns(run(emptyPlan(['a', 'old', 'b']), {}), run(emptyPlan(['new', 'a', 'b']), {}));
    expect(compared.steps.map(({ id, change }) => `${id} ${change}`)).toEqual([
      'new added',
      'a none',
      'old removed',
      'b none',
    ]);
    expect(compared.flow.before).not.toBe(compared.flow.after);
  });

  it('differ by parameters and environment, whatever the order of keys', () => {
    const before = run(plan, {}, { params: { a: { x: 1, y: 2 }, b: 1 }, environment: { PATH: '/bin', HOME: '/ada' } });
    const after = run(
      plan,
      {},
      { params: { a: { y: 2, x: 1 }, b: null, c: true }, environment: { PATH: '/usr/bin', HOME: '/ada' } },
    );
    const { params, environment } = compareRuns(before, after);
    expect(params).toEqual([
      { name: 'b', before: 1, after: null },
      { name: 'c', before: undefined, after: true },
    ]);
    expect(environment).toEqual([{ name: 'PATH', before: '/bin', after: '/usr/bin' }]);
  });
});

describe('a plan as text', () => {
  it('has what was asked for, and leaves out the rest', () => {
    const [step] = emptyPlan(['build']).steps;
    const text = planText({
      ...emptyPlan([]),
      steps: step === undefined ? [] : [{ ...step, after: ['fetch'] }],
      env: { MODE: 'fast' },
    });
    expect(text).toBe(
      'name: deploy\nmaxParallel: 1\nenv:\n  MODE: fast\nsteps:\n  - id: build\n    after:\n      - fetch\n    executor: noop\n',
    );
  });
});
