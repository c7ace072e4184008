import { describe, expect, it } from 'vitest';
import { readFlow } from '../flow/index.ts';
import { compileFlow } from './compile.ts';
import { dryRun } from './dry-run.ts';

function dry(text: string, params: Record<string, string | number | boolean> = {}) {
  const { flow } = readFlow(text, { file: 'f.chronum.yaml' });
  return dryRun({
    type: 'run.created',
    at: '2026-01-01T00:00:00.000Z',
    runId: 'dry',
    flow: { id: 'f', name: flow!.name, workspace: '/w', file: 'f.chronum.yaml' },
    plan: { ...compileFlow(flow!), maxParallel: 100 },
    params,
    trigger: { type: 'manual' },
    seed: 's',
    owner: { id: 'o', kind: 'terminal', pid: 1 },
  });
}

describe('dryRun', () => {
  it('orders steps in waves, with commands and environment as they would be', () => {
    const steps = dry(
      'name: d\nparams: {who: you}\nenv: {GREETING: "hi ${{ params.who }}"}\nsecrets: [TOKEN]\nsteps:\n' +
        '  - {id: a, run: "echo ${{ params.who }}"}\n  - {id: b, run: x}\n  - {id: c, run: x, needs: [a, b]}\n',
      { who: 'ann' },
    );
    expect(steps.map(({ stepId, wave }) => [stepId, wave])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ]);
    expect(steps[0]).toMatchObject({ command: 'echo ann', env: { GREETING: 'hi ann', TOKEN: '***' } });
  });

  it('begins what is in a group with what begins beside the group', () => {
    const steps = dry(
      'name: d\nsteps:\n  - {id: a, run: x}\n  - id: g\n    needs: [a]\n    steps: [{id: one, run: x}, {id: two, run: x, needs: [one]}]\n' +
        '  - {id: b, run: x, needs: [a]}\n  - {id: end, run: x, needs: [g, b]}\n',
    );
    const waves = Object.fromEntries(steps.map(({ stepId, wave }) => [stepId, wave]));
    expect(waves).toMatchObject({ a: 1, 'g/one': 2, b: 2, 'g/two': 3, end: 4 });
  });

  it('says what would not run, and why', () => {
    const steps = dry(
      'name: d\nparams: {go: false}\nsteps:\n  - {id: a, run: x, if: params.go}\n  - {id: b, run: x, needs: [a]}\n  - {id: c, run: x, disabled: true}\n',
      { go: false },
    );
    expect(steps.map(({ stepId, outcome, reason }) => [stepId, outcome, reason])).toEqual([
      ['a', 'skipped', 'condition-false'],
      ['b', 'skipped', 'upstream-skipped:a'],
      ['c', 'skipped', 'disabled'],
    ]);
    expect(steps[0]?.conditions).toEqual([{ expression: 'params.go', value: false }]);
  });

  it('shows instances, waits and approvals without waiting', () => {
    const steps = dry(
      'name: d\nsteps:\n  - {id: m, run: "echo ${{ matrix.os }}", matrix: {os: [linux, mac]}}\n  - {id: d, run: x, delay: 5h, needs: [m]}\n' +
        '  - {id: ok, executor: approval, needs: [d]}\n  - {id: b, run: x, breakpoint: true, needs: [ok]}\n  - {id: r, run: x, repeat: {until: "false", limit: 3, interval: 1h}}\n',
    );
    expect(steps.find((step) => step.stepId === 'm[os=mac]')).toMatchObject({
      command: 'echo mac',
      values: { os: 'mac' },
    });
    expect(steps.find((step) => step.stepId === 'd')?.waits).toEqual(['delay']);
    expect(steps.find((step) => step.stepId === 'ok')?.waits).toEqual(['approval']);
    expect(steps.find((step) => step.stepId === 'b')?.waits).toEqual(['breakpoint']);
    expect(steps.find((step) => step.stepId === 'b')?.wave).toBeGreaterThan(0);
  });
});
