import { describe, expect, it } from 'vitest';
import type { ChronumEvent } from '../run/event.ts';
import { BUILT_IN_EXPORTERS } from './index.ts';

let seq = 0;
const at = (second: number) => new Date(Date.UTC(2030, 0, 1, 0, 0, second)).toISOString();
const event = (second: number, body: object) =>
  ({ stream: 'run:r1', seq: ++seq, position: seq, at: at(second), runId: 'r1', ...body }) as ChronumEvent;
const attempt = (stepId: string, number = 1) => ({ stepId, branch: 'body', attempt: number });
const error = { kind: 'exit', exitCode: 3, message: 'exit code 3: "a" < \u0007 & b' };

const RUN: readonly ChronumEvent[] = [
  event(0, {
    type: 'run.created',
    flow: { id: 'f', name: 'deploy "it"', workspace: '/w', file: 'deploy.chronum.yaml' },
    plan: {},
    params: {},
  }),
  event(1, { type: 'run.started' }),
  event(1, { type: 'attempt.started', ...attempt('build') }),
  event(3, { type: 'attempt.succeeded', ...attempt('build') }),
  event(3, { type: 'step.succeeded', stepId: 'build', reason: 'succeeded' }),
  event(3, { type: 'attempt.started', ...attempt('test[os=linux]') }),
  event(4, { type: 'attempt.failed', ...attempt('test[os=linux]'), error }),
  event(4, { type: 'attempt.started', ...attempt('test[os=linux]', 2) }),
  event(6, { type: 'attempt.failed', ...attempt('test[os=linux]', 2), error }),
  event(6, { type: 'step.failed', stepId: 'test[os=linux]', reason: 'retries-exhausted', error }),
  event(6, { type: 'step.skipped', stepId: 'ship', reason: 'upstream-failed', because: ['test'] }),
  event(7, {
    type: 'run.finished',
    status: 'failed',
    reason: 'step-failed',
    counts: { succeeded: 1, failed: 1, skipped: 1, cancelled: 0 },
    failed: ['test'],
  }),
];
const exported = async (name: string, events = RUN) => BUILT_IN_EXPORTERS.get(name)!.export(events);

describe('exporters', () => {
  it('json gives the events as they are', async () => {
    expect(JSON.parse(await exported('json'))).toEqual(RUN);
  });

  it('junit gives a case for each step', async () => {
    const xml = await exported('junit');
    const counts = 'tests="3" failures="1" errors="0" skipped="1" time="6.000"';
    expect(xml).toContain(`<testsuites name="deploy &quot;it&quot;" ${counts}>`);
    expect(xml).toContain('timestamp="2030-01-01T00:00:01.000Z"');
    expect(xml).toContain('<testcase name="build" classname="deploy &quot;it&quot;" time="2.000"/>');
    expect(xml).toContain('<testcase name="test[os=linux]" classname="deploy &quot;it&quot;" time="3.000">');
    expect(xml).toContain('<failure message="exit code 3: &quot;a&quot; &lt; \ufffd &amp; b" type="exit">');
    expect(xml).toMatch(/<testcase name="ship" .*>\n {6}<skipped message=".+"\/>\n/);
    expect(xml.match(/<testcase/g)).toHaveLength(3);
  });

  it('prometheus gives metrics', async () => {
    const lines = (await exported('prometheus')).split('\n');
    const labels = 'flow="deploy \\"it\\"",file="deploy.chronum.yaml"';
    expect(lines).toContain(`chronum_run_duration_seconds{${labels}} 6`);
    expect(lines).toContain(`chronum_run_status{${labels},status="failed"} 1`);
    expect(lines).toContain(`chronum_run_steps{${labels},status="skipped"} 1`);
    expect(lines).toContain(`chronum_step_duration_seconds{${labels},step="test[os=linux]"} 3`);
    expect(lines).toContain(`chronum_step_attempts{${labels},step="test[os=linux]"} 2`);
    expect(lines.at(-1)).toBe('');
    expect(lines.slice(0, -1).every((line) => /^(# (HELP|TYPE) \w+ .+|\w+\{.*\} [\d.]+)$/.test(line))).toBe(true);
  });

  it('a run that goes on is exported as it stands; what is no run is refused', async () => {
    for (const name of BUILT_IN_EXPORTERS.keys()) expect(await exported(name, RUN.slice(0, 5))).not.toBe('');
    await expect(async () => exported('junit', [])).rejects.toThrow('run.created');
  });
});
