import { describe, expect, it } from 'vitest';
import { type AttemptScript, simulate, statuses } from '../../testing/simulate-run.ts';

const flow = (steps: string, head = ''): string => `name: test\n${head}steps:\n${steps.replace(/^/gm, '  ')}`;
const failing =
  (...ids: string[]) =>
  (id: string): AttemptScript =>
    ids.includes(id) ? { end: 'failed' } : {};

describe('needs', () => {
  it('runs a diamond in order and in parallel up to maxParallel', () => {
    const text = flow(
      '- {id: a, run: x}\n- {id: b, run: x, needs: [a]}\n- {id: c, run: x, needs: [a]}\n- {id: d, run: x, needs: [b, c]}',
      'maxParallel: 2\n',
    );
    const result = simulate(text);
    expect(result.started).toEqual(['a', 'b', 'c', 'd']);
    expect(result.mostAtOnce).toBe(2);
    expect(result.run.end?.status).toBe('succeeded');
  });

  it('skips what needs a failed step and says which one decided', () => {
    const result = simulate(
      flow('- {id: a, run: x}\n- {id: b, run: x, needs: [a]}\n- {id: c, run: x, needs: [b]}\n- {id: d, run: x}'),
      {
        attempt: failing('a'),
      },
    );
    expect(statuses(result)).toEqual({ a: 'failed', b: 'skipped', c: 'skipped', d: 'succeeded' });
    expect(result.run.steps.get('b')?.reason).toBe('upstream-failed:a');
    expect(result.run.steps.get('c')?.reason).toBe('upstream-skipped:b');
    expect(result.run.end?.status).toBe('failed');
  });

  it('follows boolean needs with suffixes', () => {
    const text = flow(
      '- {id: a, run: x}\n- {id: b, run: x}\n- {id: mend, run: x, needs: a.failed}\n- {id: go, run: x, needs: "b && (a || mend)"}',
    );
    expect(statuses(simulate(text, { attempt: failing('a') }))).toEqual({
      a: 'failed',
      b: 'succeeded',
      mend: 'succeeded',
      go: 'succeeded',
    });
    expect(statuses(simulate(text))).toEqual({ a: 'succeeded', b: 'succeeded', mend: 'skipped', go: 'succeeded' });
  });
});

describe('stopOnFail', () => {
  const steps =
    '- {id: a, run: x}\n- {id: long, run: x}\n- {id: later, run: x}\n- {id: mend, run: x, needs: [a.failed]}\n- {id: end, run: x, needs: [long.done]}';
  const script = (id: string): AttemptScript =>
    id === 'a' ? { end: 'failed', takes: 5 } : id === 'long' ? { takes: 50 } : {};

  it('true cancels what runs and starts nothing more', () => {
    const result = simulate(flow(steps, 'maxParallel: 2\nstopOnFail: true\n'), { attempt: script });
    expect(statuses(result)).toEqual({
      a: 'failed',
      long: 'cancelled',
      later: 'skipped',
      mend: 'succeeded',
      end: 'succeeded',
    });
    expect(result.run.steps.get('later')?.reason).toBe('stopped-by:a');
    expect(result.run.end?.status).toBe('failed');
  });

  it('drain lets finish what runs', () => {
    const result = simulate(flow(steps, 'maxParallel: 2\nstopOnFail: drain\n'), { attempt: script });
    expect(statuses(result)).toEqual({
      a: 'failed',
      long: 'succeeded',
      later: 'skipped',
      mend: 'succeeded',
      end: 'succeeded',
    });
  });

  it('false goes on with what does not need it', () => {
    const result = simulate(flow(steps, 'maxParallel: 2\nstopOnFail: false\n'), { attempt: script });
    expect(statuses(result)).toMatchObject({ long: 'succeeded', later: 'succeeded' });
  });
});

describe('retry', () => {
  it('waits with exponential backoff and gives up after its limit', () => {
    const result = simulate(flow('- {id: a, run: x, retry: {limit: 3, delay: 1s, jitter: none}}'), {
      attempt: failing('a'),
    });
    expect(result.run.steps.get('a')?.attempts).toHaveLength(4);
    expect(result.duration).toBe(4 + 1_000 + 2_000 + 4_000);
    expect(result.run.steps.get('a')?.reason).toBe('attempts-exhausted');
  });

  it('takes defaultRetry where a step has none', () => {
    const result = simulate(flow('- {id: a, run: x}\n- {id: b, run: x, retry: 0}', 'defaultRetry: 1\n'), {
      attempt: failing('a', 'b'),
    });
    expect(result.run.steps.get('a')?.attempts).toHaveLength(2);
    expect(result.run.steps.get('b')?.attempts).toHaveLength(1);
  });

  it('retries only what its filters name', () => {
    const attempts = (retry: string) =>
      simulate(flow(`- {id: a, run: x, retry: ${retry}}`), {
        attempt: () => ({ end: 'failed', error: { exitCode: 7 } }),
      }).run.steps.get('a')?.attempts.length;
    expect(attempts('{limit: 1, onExitCodes: [7]}')).toBe(2);
    expect(attempts('{limit: 1, onExitCodes: [8]}')).toBe(1);
    expect(attempts('{limit: 1, notOnExitCodes: [7]}')).toBe(1);
    expect(attempts('{limit: 1, on: [timeout]}')).toBe(1);
    expect(attempts('{limit: 5, delay: 1ms, if: self.attempt < 3}')).toBe(3);
  });

  it('holds no place while it waits', () => {
    const result = simulate(flow('- {id: a, run: x, retry: {limit: 1, delay: 10s}}\n- {id: b, run: x}'), {
      attempt: failing('a'),
    });
    expect(result.started).toEqual(['a', 'b', 'a']);
  });
});

describe('timeout', () => {
  it('ends an attempt and lets it be retried', () => {
    const text = flow('- {id: a, run: x, timeout: 10s, retry: {limit: 1, delay: 1s, jitter: none}}');
    const result = simulate(text, { attempt: (_, n) => (n === 1 ? { end: 'never' } : {}) });
    expect(result.run.steps.get('a')?.attempts.map((a) => a.status)).toEqual(['timed-out', 'succeeded']);
    expect(result.duration).toBe(11_001);
  });

  it('in an explicit order bounds all attempts together', () => {
    const text = flow(
      '- id: a\n  run: x\n  frames:\n    - timeout: 5s\n    - retry: {limit: 9, delay: 2s, backoff: constant, jitter: none}',
    );
    const result = simulate(text, { attempt: failing('a') });
    expect(result.run.steps.get('a')).toMatchObject({ status: 'failed', reason: 'timeout' });
    expect(result.run.steps.get('a')?.attempts).toHaveLength(3);
    expect(result.duration).toBe(5_000);
  });

  it('of the run fails it', () => {
    const result = simulate(flow('- {id: a, run: x}\n- {id: b, run: x, needs: [a]}', 'timeout: 3s\n'), {
      attempt: () => ({ end: 'never' }),
    });
    expect(result.run.end?.status).toBe('failed');
    expect(result.run.reason).toBe('run-timeout');
    expect(statuses(result)).toEqual({ a: 'cancelled', b: 'cancelled' });
  });
});

describe('alternatives', () => {
  it('falls back in order, and says so', () => {
    const text = flow(
      '- id: a\n  run: x\n  fallback: [{run: y}, mend]\n- {id: mend, run: z}\n- {id: b, run: x, needs: [a]}',
    );
    const result = simulate(text, {
      attempt: (id, _, branch) => (id === 'a' && branch !== 'fallback/1' ? { end: 'failed' } : {}),
    });
    expect(result.run.steps.get('a')).toMatchObject({ status: 'succeeded', reason: 'fallback:fallback/1' });
    expect(result.run.steps.has('mend')).toBe(false);
    expect(result.run.end?.status).toBe('succeeded');
  });

  it('never starts by itself what an explicit frame names', () => {
    const text = flow(
      '- id: a\n  run: x\n  frames:\n    - fallback: mend\n    - breakpoint: false\n    - retry: {limit: 1, delay: 1s}\n- {id: mend, run: z}',
    );
    const result = simulate(text, { attempt: (_, __, branch) => (branch === 'body' ? { end: 'failed' } : {}) });
    expect(result.started).toEqual(['a', 'a', 'a']);
    expect(result.run.steps.get('a')?.reason).toBe('fallback:fallback/0');
  });

  it('runs else when the condition is false', () => {
    const text = flow(
      '- {id: a, run: x, if: params.go, else: {run: y}}\n- {id: b, run: x, if: params.go}',
      'params: {go: false}\n',
    );
    const result = simulate(text, { params: { go: false } });
    expect(result.run.steps.get('a')?.attempts[0]?.branch).toBe('else');
    expect(result.run.steps.get('b')).toMatchObject({ status: 'skipped', reason: 'condition-false' });
  });

  it('fails the step whose condition cannot be evaluated', () => {
    const result = simulate(flow('- {id: a, run: x, if: "params.n > 1"}', 'params: {n: text}\n'), {
      params: { n: 'text' },
    });
    expect(result.run.steps.get('a')).toMatchObject({ status: 'failed', reason: 'expression-error' });
  });
});

describe('instances', () => {
  it('runs a matrix with its own maxParallel and collects outputs in order', () => {
    const text = flow(
      '- id: t\n  run: x\n  maxParallel: 2\n  matrix: {os: [linux, mac], v: [1, 2]}\n- {id: b, run: x, needs: [t]}',
      'maxParallel: 9\n',
    );
    const result = simulate(text, { attempt: (id) => ({ outputs: { id }, takes: 10 }) });
    expect(result.started).toEqual(['t[os=linux,v=1]', 't[os=linux,v=2]', 't[os=mac,v=1]', 't[os=mac,v=2]', 'b']);
    expect(result.mostAtOnce).toBe(2);
    expect(result.run.steps.get('t')?.outputs).toEqual({ id: result.started.slice(0, 4) });
    expect(result.run.steps.get('t')?.status).toBe('succeeded');
  });

  it('fails the parent when more fail than maxFailures', () => {
    const run = (rule: string) =>
      simulate(flow(`- {id: t, run: x, forEach: [1, 2, 3, 4], ${rule}}`, 'maxParallel: 1\n'), {
        attempt: failing('t[1]'),
      });
    expect(run('maxFailures: 0').run.steps.get('t')).toMatchObject({ status: 'failed', reason: 'too-many-failures' });
    expect(run('maxFailures: 25%').run.steps.get('t')?.status).toBe('succeeded');
    const fast = run('failFast: true');
    expect(statuses(fast)).toMatchObject({ 't[2]': 'cancelled', 't[3]': 'cancelled', t: 'failed' });
  });

  it('succeeds with nothing when there is no instance', () => {
    const result = simulate(flow('- {id: t, run: x, forEach: []}\n- {id: b, run: x, needs: [t]}'));
    expect(statuses(result)).toEqual({ t: 'succeeded', b: 'succeeded' });
  });

  it('takes items from an earlier step', () => {
    const text = flow('- {id: a, run: x}\n- id: t\n  needs: [a]\n  run: x\n  forEach: ${{ steps.a.outputs.files }}');
    const result = simulate(text, { attempt: (id) => (id === 'a' ? { outputs: { files: ['p', 'q'] } } : {}) });
    expect(result.started).toEqual(['a', 't[0]', 't[1]']);
  });
});

describe('groups', () => {
  const group =
    '- id: g\n  retry: {limit: 1, delay: 1s, jitter: none}\n  steps:\n    - {id: one, run: x}\n    - {id: two, run: x, needs: [one]}\n- {id: after, run: x, needs: [g]}';

  it('runs as one step, retried as a whole', () => {
    const result = simulate(flow(group), { attempt: (id, n) => (id === 'g/two' && n === 1 ? { end: 'failed' } : {}) });
    expect(result.started).toEqual(['g/one', 'g/two', 'g/one', 'g/two', 'after']);
    expect(result.run.end?.status).toBe('succeeded');
    expect(result.run.steps.get('g/two')?.attempts.map((a) => a.attempt)).toEqual([1, 2]);
  });

  it('is ended whole by its timeout', () => {
    const text = flow(
      '- id: g\n  timeout: 5s\n  steps:\n    - {id: one, run: x}\n    - {id: two, run: x, needs: [one]}',
    );
    const result = simulate(text, { attempt: () => ({ end: 'never' }) });
    expect(statuses(result)).toEqual({ g: 'failed', 'g/one': 'cancelled', 'g/two': 'cancelled' });
    expect(result.run.steps.get('g')?.reason).toBe('timeout');
  });

  it('runs in each instance of a matrix', () => {
    const text = flow(
      '- id: g\n  forEach: [a, b]\n  steps:\n    - {id: one, run: x}\n    - {id: two, run: x, needs: [one]}',
      'maxParallel: 4\n',
    );
    const result = simulate(text);
    expect(result.started).toEqual(['g[0]/one', 'g[1]/one', 'g[0]/two', 'g[1]/two']);
    expect(result.run.end?.status).toBe('succeeded');
  });
});

describe('the rest of the frames', () => {
  it('delays, then runs', () => {
    expect(simulate(flow('- {id: a, run: x, delay: 3s}')).duration).toBe(3_001);
  });

  it('repeats until its condition holds', () => {
    const text = flow('- {id: a, run: x, repeat: {until: self.outputs.n == 3, interval: 1s}}');
    const result = simulate(text, { attempt: (_, n) => ({ outputs: { n } }) });
    expect(result.run.steps.get('a')?.attempts).toHaveLength(3);
    expect(result.duration).toBe(2_003);
  });

  it('fails when repeat reaches its limit', () => {
    const text = flow('- {id: a, run: x, repeat: {until: "false", limit: 2}}');
    expect(simulate(text).run.steps.get('a')).toMatchObject({ status: 'failed', reason: 'repeat-limit' });
  });

  it('holds at a breakpoint until it is continued', () => {
    const text = flow('- {id: a, run: x, breakpoint: true}');
    expect(simulate(text).run.end).toBeUndefined();
    const continued = simulate(text, {
      at: {
        100: () => [{ type: 'breakpoint.continued', runId: 'r1', stepId: 'a', branch: 'body', frame: 0, by: 'me' }],
      },
    });
    expect(continued.run.end?.status).toBe('succeeded');
  });

  it('asks the threshold and skips when it is reached', () => {
    const text = flow('- {id: a, run: x, threshold: {limit: 2}}');
    expect(simulate(text, { answers: { threshold: true } }).run.steps.get('a')?.status).toBe('succeeded');
    expect(simulate(text, { answers: { threshold: 2 } }).run.steps.get('a')).toMatchObject({
      status: 'skipped',
      reason: 'threshold-skip',
    });
  });

  it('lets continueOnError succeed with the outcome kept', () => {
    const result = simulate(flow('- {id: a, run: x, continueOnError: true}\n- {id: b, run: x, needs: [a]}'), {
      attempt: failing('a'),
    });
    expect(result.run.steps.get('a')).toMatchObject({ status: 'succeeded', outcome: 'failed' });
    expect(result.run.end?.status).toBe('succeeded');
  });

  it('skips what is disabled or not selected, and runs what needs the unselected', () => {
    const text = flow(
      '- {id: a, run: x}\n- {id: b, run: x, needs: [a]}\n- {id: c, run: x, disabled: true}\n- {id: d, run: x, needs: [c.ok]}',
    );
    const result = simulate(text, { selection: ['b', 'c', 'd'] });
    expect(statuses(result)).toEqual({ a: 'skipped', b: 'succeeded', c: 'skipped', d: 'succeeded' });
  });
});

describe('cancel, pause and handlers', () => {
  const text = flow(
    '- {id: a, run: x}\n- {id: b, run: x, needs: [a]}',
    'handlers:\n  onSuccess: [{id: yes, run: x}]\n  onFailure: [{id: no, run: x}]\n  onCancel: [{id: gone, run: x}]\n  always: [{id: tidy, run: x}]\n',
  );

  it('runs the handlers of the outcome', () => {
    expect(simulate(text).started).toEqual(['a', 'b', 'yes', 'tidy']);
    expect(simulate(text, { attempt: failing('a') }).started).toEqual(['a', 'no', 'tidy']);
    const cancelled = simulate(text, {
      attempt: (id) => (id === 'a' ? { end: 'never' } : {}),
      at: { 50: () => [{ type: 'run.cancel-requested', runId: 'r1', by: 'me', reason: 'cancelled' }] },
    });
    expect(cancelled.started).toEqual(['a', 'gone', 'tidy']);
    expect(cancelled.run.end?.status).toBe('cancelled');
  });

  it('says when a handler failed, and leaves the status alone', () => {
    const result = simulate(text, { attempt: failing('tidy') });
    expect(result.run.end).toMatchObject({ status: 'succeeded', handlersFailed: true });
  });

  it('starts nothing while paused, and timeouts do not count the pause', () => {
    const paused = flow('- {id: a, run: x, timeout: 10s}\n- {id: b, run: x, needs: [a]}');
    const result = simulate(paused, {
      attempt: (id) => (id === 'a' ? { takes: 15_000 } : {}),
      at: {
        1000: () => [{ type: 'run.paused', runId: 'r1', by: 'me' }],
        9000: () => [{ type: 'run.resumed', runId: 'r1', by: 'me' }],
      },
    });
    expect(result.run.steps.get('a')?.status).toBe('succeeded');
    expect(result.run.end?.status).toBe('succeeded');
  });

  it('starts what waits for a place when a takeover looks at everything while a step ends', () => {
    const result = simulate(flow('- {id: a, run: x}\n- {id: b, run: x}', 'maxParallel: 1\n'), {
      attempt: (id) => (id === 'a' ? { end: 'never' } : {}),
      at: {
        10: () => [
          { type: 'run.owner-changed', runId: 'r1', owner: { id: 'o2', kind: 'app', pid: 2 } },
          {
            type: 'attempt.failed',
            runId: 'r1',
            stepId: 'a',
            branch: 'body',
            attempt: 1,
            error: { kind: 'exit', message: 'gone' },
          },
        ],
      },
    });
    expect(statuses(result)).toEqual({ a: 'failed', b: 'succeeded' });
  });

  it('counts a lost attempt as a failure only the third time in a row', () => {
    const lose = (n: number) =>
      simulate(flow('- {id: a, run: x}'), {
        attempt: () => ({ end: 'never' }),
        at: Object.fromEntries(
          Array.from({ length: n }, (_, i) => [
            (i + 1) * 10,
            () => [
              {
                type: 'attempt.lost' as const,
                runId: 'r1',
                stepId: 'a',
                branch: 'body',
                attempt: i + 1,
                reason: 'owner-died',
              },
            ],
          ]),
        ),
      });
    expect(lose(2).run.steps.get('a')?.attempts).toHaveLength(3);
    expect(lose(3).run.steps.get('a')).toMatchObject({ status: 'failed', reason: 'lost' });
  });
});
