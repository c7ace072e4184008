import { describe, expect, it } from 'vitest';
import { readFlow } from '../../../core/flow/read.ts';
import { compileFlow } from '../../../core/run/compile.ts';
import { framesOf } from '../../shared/graph/model.ts';
import { countByStatus } from './counts.ts';
import { needsText, rulesOf } from './rules.ts';

function framesOfStep(step: string) {
  const others = ['a', 'b', 'c'].map((id) => `  - {name: ${id}, run: x}\n`).join('');
  const { flow, diagnostics } = readFlow(`name: x\nsteps:\n${others}  - ${step}\n`, { file: 'x.chronum.yaml' });
  if (flow === null) throw new Error(diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
  const compiled = compileFlow(flow).steps.at(-1);
  if (compiled === undefined) throw new Error('no step');
  return framesOf(compiled);
}

describe('rulesOf', () => {
  it('says each rule in words', () => {
    const rules = rulesOf(
      framesOfStep(
        '{name: s, run: x, needs: [a], timeout: 30m, delay: 5s, if: params.go, retry: {limit: 3, delay: 2s, backoff: linear}}',
      ),
    );
    expect(Object.fromEntries(rules)).toMatchObject({
      Timeout: '30m',
      Delay: '5s',
      'Only if': 'params.go',
      Retry: 'up to 3, after 2s, linear',
    });
  });

  it('lists the axes of a matrix', () => {
    expect(rulesOf(framesOfStep('{name: s, run: x, matrix: {os: [linux, mac]}}'))).toEqual([
      ['For each', 'os: linux, mac'],
    ]);
  });
});

describe('needsText', () => {
  it('is only for what a plain list cannot say', () => {
    expect(needsText(framesOfStep('{name: s, run: x, needs: [a, b]}').get('dependency'))).toBeUndefined();
    expect(needsText(framesOfStep("{name: s, run: x, needs: 'a && (b.failed || !c)'}").get('dependency'))).toBe(
      'a && (b.failed || !c)',
    );
    expect(needsText(framesOfStep("{name: s, run: x, needs: 'atLeast(2, a, b, c)'}").get('dependency'))).toBe(
      'atLeast(2, a, b, c)',
    );
  });
});

describe('countByStatus', () => {
  it('names what there is, what goes on first', () => {
    const steps = (['succeeded', 'running', 'succeeded', 'pending'] as const).map((status) => ({ status }));
    expect(countByStatus(steps)).toBe('1 running, 2 succeeded, 1 pending');
  });
});
