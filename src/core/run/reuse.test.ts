import { describe, expect, it } from 'vitest';
import { simulate } from '../../testing/simulate-run.ts';
import { reusableSteps } from './reuse.ts';

const text =
  'name: r\nmaxParallel: 4\nsteps:\n  - {id: a, run: x}\n  - {id: b, run: x, needs: [a]}\n  - {id: c, run: x, needs: [b]}\n  - {id: other, run: x}\n';
const run = simulate(text, {
  attempt: (id) => (id === 'b' ? { end: 'failed' } : { outputs: { from: id } }),
}).run;

describe('reusableSteps', () => {
  it('takes over what succeeded, with its outputs, when only the failed run again', () => {
    expect(reusableSteps(run, { kind: 'failed' })).toEqual([
      { stepId: 'a', fromRun: 'r1', status: 'succeeded', outputs: { from: 'a' } },
      { stepId: 'other', fromRun: 'r1', status: 'succeeded', outputs: { from: 'other' } },
    ]);
  });

  it('runs a step and all that needs it again', () => {
    expect(reusableSteps(run, { kind: 'from', stepId: 'a' }).map((step) => step.stepId)).toEqual(['other']);
    expect(reusableSteps(run, { kind: 'from', stepId: 'other' }).map((step) => step.stepId)).toEqual(['a']);
  });

  it('takes nothing over when all is to run again', () => {
    expect(reusableSteps(run, { kind: 'all' })).toEqual([]);
  });
});
