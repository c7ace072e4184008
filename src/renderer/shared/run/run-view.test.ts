import { describe, expect, it } from 'vitest';
import { readFlow } from '../../../core/flow/read.ts';
import { compileFlow } from '../../../core/run/compile.ts';
import type { ChronumEvent, EventBody } from '../../../core/run/event.ts';
import { nodeSteps } from './node-step.ts';
import { createRunReader } from './run-view.ts';

const FLOW = `
name: demo
maxParallel: 2
steps:
  - {name: build, run: make}
  - {name: test, run: make test, needs: [build], matrix: {os: [linux, mac]}}
`;

function eventsOf(bodies: readonly EventBody[], from = 1): ChronumEvent[] {
  return bodies.map((body, index) => {
    const seq = from + index;
    return { stream: 'run:r', seq, position: seq, at: new Date(1_000 * seq).toISOString(), ...body } as ChronumEvent;
  });
}

const flow = readFlow(FLOW, { file: 'demo.chronum.yaml' }).flow;
if (flow === null) throw new Error('the flow of this test is not valid');
const created: EventBody = {
  type: 'run.created',
  runId: 'r',
  flow: { id: 'f', name: 'demo', workspace: '/w', file: 'demo.chronum.yaml' },
  plan: compileFlow(flow),
  params: {},
  trigger: { type: 'manual' },
  seed: 's',
  owner: { id: 'o', kind: 'app', pid: 1 },
};
const build = { runId: 'r', stepId: 'build', branch: 'body', attempt: 1 } as const;

describe('createRunReader', () => {
  it('shows a run as its events have it', () => {
    const reader = createRunReader();
    reader.add(eventsOf([created, { type: 'run.started', runId: 'r' }, { type: 'attempt.started', ...build }]));
    const run = reader.view();
    expect(run?.status).toBe('running');
    expect(run?.startedAt).toBe(2_000);
    expect([...(run?.steps.keys() ?? [])]).toEqual(['build', 'test']);
    expect(run?.steps.get('build')).toMatchObject({ status: 'running', startedAt: 3_000 });
    expect(run?.spans.get('build')).toMatchObject([{ kind: 'attempt', status: 'running' }]);
  });

  it('keeps the views of steps that nothing happened to', () => {
    const reader = createRunReader();
    reader.add(eventsOf([created, { type: 'run.started', runId: 'r' }]));
    const before = reader.view();
    reader.add(eventsOf([{ type: 'attempt.started', ...build }], 3));
    const after = reader.view();
    expect(after?.steps.get('test')).toBe(before?.steps.get('test'));
    expect(after?.steps.get('build')).not.toBe(before?.steps.get('build'));
  });

  it('takes events twice without harm, as after a lost connection', () => {
    const events = eventsOf([created, { type: 'run.started', runId: 'r' }, { type: 'attempt.started', ...build }]);
    const reader = createRunReader();
    reader.add(events);
    reader.add(events.slice(1));
    expect(reader.seq).toBe(3);
    expect(reader.view()?.steps.get('build')?.attempts).toHaveLength(1);
    expect(reader.view()?.spans.get('build')).toHaveLength(1);
  });

  it('shows instances below their step, and the step itself as one node', () => {
    const reader = createRunReader();
    const instances = ['linux', 'mac'].map((os, index) => ({ key: `os=${os}`, index, values: { os } }));
    reader.add(
      eventsOf([
        created,
        { type: 'run.started', runId: 'r' },
        { type: 'attempt.started', ...build },
        { type: 'attempt.succeeded', ...build },
        { type: 'step.succeeded', runId: 'r', stepId: 'build', reason: 'succeeded' },
        { type: 'step.expanded', runId: 'r', stepId: 'test', instances },
      ]),
    );
    const run = reader.view();
    expect(run?.steps.get('test')?.instances).toEqual(['test[os=linux]', 'test[os=mac]']);
    expect(run?.steps.get('test[os=mac]')?.values).toEqual({ os: 'mac' });
    expect([...nodeSteps(run!).keys()]).toEqual(['build', 'test']);
  });
});
