import { expect, it } from 'vitest';
import { readFlow } from '../../../core/flow/read.ts';
import { compileFlow } from '../../../core/run/compile.ts';
import { isSamePlan } from './same-plan.ts';

function planOf(text: string) {
  const { flow, lines } = readFlow(text, { file: 'x.chronum.yaml' });
  if (flow === null) throw new Error('the flow of this test is not valid');
  return compileFlow(flow, { lines: lines.steps });
}

it('sees what changes a run, and nothing else', () => {
  const flow = 'name: x\nsteps:\n  - name: a\n    run: make\n';
  expect(isSamePlan(planOf(flow), planOf(`# a comment\n\n${flow}`))).toBe(true);
  expect(isSamePlan(planOf(flow), planOf(flow.replace('make', 'make all')))).toBe(false);
});
