import { describe, expect, it } from 'vitest';
import { createHarness } from '../../testing/engine-harness.ts';
import { createMemoryStore } from '../../testing/memory-event-log.ts';
import { createTestClock } from '../../testing/test-clock.ts';
import { StoreUnavailable } from '../ports/event-log.ts';

const chain = 'name: chain\nsteps:\n  - {id: a, run: x}\n  - {id: b, run: x, needs: [a]}\n';
const types = (events: readonly { type: string }[]) => events.map((event) => event.type);

describe('a run', () => {
  it('goes through its steps and ends', async () => {
    const h = createHarness();
    const { runId, finished } = await h.start(chain);
    (await h.next()).succeed();
    (await h.next()).succeed();
    expect(await finished).toMatchObject({ runId, status: 'succeeded' });
    expect(types(h.events(runId))).toEqual([
      'run.created',
      'run.started',
      'attempt.started',
      'attempt.succeeded',
      'step.succeeded',
      'attempt.started',
      'attempt.succeeded',
      'step.succeeded',
      'run.finished',
    ]);
    expect(h.engine.active()).toEqual([]);
  });

  it('records an attempt before its executor is called', async () => {
    const h = createHarness();
    const { runId } = await h.start(chain);
    const a = await h.next();
    expect(h.events(runId).at(-1)).toMatchObject({ type: 'attempt.started', stepId: 'a', attempt: 1 });
    a.succeed();
  });

  it('retries after the delay of the monotonic clock, whatever the wall clock does', async () => {
    const h = createHarness();
    const { finished } = await h.start(
      'name: r\nsteps:\n  - {id: a, run: x, retry: {limit: 1, delay: 10s, jitter: none}}\n',
    );
    (await h.next()).fail();
    await h.clock.setWall(h.clock.now() + 3_600_000);
    const second = h.next();
    let came = false;
    void second.then(() => {
      came = true;
    });
    await h.clock.advance(9_000);
    expect(came).toBe(false);
    await h.clock.advance(1_500);
    (await second).succeed();
    expect((await finished).status).toBe('succeeded');
  });

  it('stops an attempt that takes too long', async () => {
    const h = createHarness();
    const { runId, finished } = await h.start('name: t\nsteps:\n  - {id: a, run: x, timeout: 5s}\n');
    const a = await h.next();
    await h.clock.advance(5_001);
    expect(a.isStopped).toBe(true);
    expect((await finished).status).toBe('failed');
    expect(h.state(runId).steps.get('a')).toMatchObject({ status: 'failed', reason: 'timeout' });
  });

  it('does not count the sleep of the machine as time of an attempt', async () => {
    const h = createHarness();
    await h.start('name: t\nsteps:\n  - {id: a, run: x, timeout: 5s}\n');
    const a = await h.next();
    await h.clock.suspend(60_000);
    expect(a.isStopped).toBe(false);
    a.succeed();
  });

  it('cancels by a command, answered in the transaction that records it', async () => {
    const h = createHarness();
    const { runId, finished } = await h.start(chain);
    const a = await h.next();
    await h.store.commands.submit({ id: 'command-1', runId, kind: 'cancel', at: new Date(0).toISOString(), by: 'me' });
    expect((await finished).status).toBe('cancelled');
    expect(a.isStopped).toBe(true);
    expect(h.store.commands.pending([runId])).toEqual([]);
    expect(h.state(runId).steps.get('b')).toMatchObject({ status: 'cancelled', reason: 'run-cancelled' });
  });

  it('keeps what happened while the store refuses, and goes on when it takes writes again', async () => {
    const h = createHarness();
    const { finished } = await h.start(chain);
    const a = await h.next();
    h.store.failNextAppend(new StoreUnavailable('disk-full', 'no space left'));
    a.succeed();
    const b = h.next();
    await h.clock.advance(600);
    (await b).succeed();
    expect((await finished).status).toBe('succeeded');
    expect(h.reports.map((report) => report.code)).toEqual(['store-disk-full']);
  });

  it('fills templates and environment in, and fails a step whose template cannot be', async () => {
    const h = createHarness();
    const text =
      'name: e\nparams: {who: you}\nenv: {GREETING: "hello ${{ params.who }}"}\nsteps:\n' +
      '  - {id: a, run: x, env: {N: "${{ 1 + 1 }}"}}\n  - {id: b, needs: [a], run: "echo ${{ steps.a.outputs.x.y.z + 1 }}"}\n';
    const { runId, finished } = await h.start(text, { params: { who: 'world' }, environment: { HOME: '/home' } });
    const a = await h.next();
    expect(a.context.env).toMatchObject({ GREETING: 'hello world', N: '2', HOME: '/home', CHRONUM_PARAM_WHO: 'world' });
    a.succeed();
    await finished;
    expect(h.state(runId).steps.get('b')).toMatchObject({ status: 'failed', reason: 'expression-error' });
  });

  it('gives secrets to the step that lists them and refuses outputs that hold one', async () => {
    const h = createHarness({ secrets: { TOKEN: 'hunter2hunter2' } });
    const text = 'name: s\nsteps:\n  - {id: a, run: x, secrets: [TOKEN]}\n  - {id: b, run: x}\n';
    const { runId, finished } = await h.start(text);
    const a = await h.next();
    expect(a.context.env.TOKEN).toBe('hunter2hunter2');
    expect(a.context.masks).toEqual(['hunter2hunter2']);
    a.succeed({ leaked: 'x hunter2hunter2' });
    const b = await h.next();
    expect(b.context.env.TOKEN).toBeUndefined();
    b.succeed();
    await finished;
    expect(h.state(runId).steps.get('a')).toMatchObject({ status: 'failed', error: { kind: 'output' } });
    expect(JSON.stringify(h.events(runId))).not.toContain('hunter2');
  });
});

describe('recovery', () => {
  /** An engine that dies in the middle of a step, as its process would, and another on the same store. */
  async function interrupted(
    text: string,
    kind: 'app' | 'terminal' = 'app',
    onInterrupted: 'resume' | 'ask' = 'resume',
  ) {
    const store = createMemoryStore();
    const clock = createTestClock();
    const alive = new Set<string>();
    const first = createHarness({ store, clock, alive, ownerId: 'first', kind });
    const { runId } = await first.start(text);
    const invocation = await first.next();
    const second = createHarness({ store, clock, alive, ownerId: 'second', onInterrupted });
    return { first, second, runId, invocation, alive, clock };
  }

  it('leaves alone what has an owner that is alive', async () => {
    const { second } = await interrupted(chain);
    expect(await second.engine.recover()).toEqual([]);
  });

  it('takes over, ends what is left of the lost attempt, and runs it again', async () => {
    const { second, runId, alive } = await interrupted(chain);
    alive.delete('first');
    expect(await second.engine.recover()).toEqual([runId]);
    const again = await second.next();
    expect(again).toMatchObject({ stepId: 'a', attempt: 2 });
    expect(second.reaped).toEqual([`${runId}/a/body/1`]);
    again.succeed();
    (await second.next()).succeed();
    await second.engine.finished(runId);
    expect(second.state(runId).end?.status).toBe('succeeded');
    expect(types(second.events(runId))).toContain('attempt.lost');
  });

  it('never runs again what had succeeded', async () => {
    const { first, second, runId, invocation, alive } = await interrupted(chain);
    invocation.succeed();
    await first.next();
    alive.delete('first');
    await second.engine.recover();
    expect((await second.next()).stepId).toBe('b');
    expect(second.state(runId).steps.get('a')?.attempts).toHaveLength(1);
  });

  it('lets the old owner go when it comes back to a run that was taken over', async () => {
    const { first, second, runId, invocation, alive } = await interrupted(chain);
    alive.delete('first');
    await second.engine.recover();
    const again = await second.next();
    invocation.succeed();
    await first.clock.advance(1);
    expect(first.engine.active()).toEqual([]);
    expect(first.reports.map((report) => report.code)).toContain('run-lost');
    again.succeed();
    (await second.next()).succeed();
    expect((await second.engine.finished(runId))?.status ?? second.state(runId).end?.status).toBe('succeeded');
  });

  it('shows a run of a terminal as interrupted and resumes it when asked', async () => {
    const { second, runId, alive } = await interrupted(chain, 'terminal');
    alive.delete('first');
    expect(await second.engine.recover()).toEqual([]);
    expect(second.state(runId).status).toBe('interrupted');
    expect(await second.engine.resume(runId)).toBe(true);
    expect((await second.next()).attempt).toBe(2);
  });

  it('waits for a person when the setting says ask, and fails a flow that says so', async () => {
    const asked = await interrupted(chain, 'app', 'ask');
    asked.alive.delete('first');
    await asked.second.engine.recover();
    expect(asked.second.state(asked.runId).status).toBe('interrupted');
    const failing = await interrupted(`onInterrupted: fail\n${chain}`);
    failing.alive.delete('first');
    await failing.second.engine.recover();
    await failing.second.engine.finished(failing.runId);
    expect(failing.second.state(failing.runId).end?.status).toBe('failed');
  });

  it('goes on with the rest of a retry delay', async () => {
    const text = 'name: r\nsteps:\n  - {id: a, run: x, retry: {limit: 1, delay: 60s, maxDelay: 60s, jitter: none}}\n';
    const { second, invocation, alive, clock } = await interrupted(text);
    invocation.fail();
    await clock.advance(20_000);
    alive.delete('first');
    await second.engine.recover();
    let came = false;
    void second.next().then(() => {
      came = true;
    });
    await clock.advance(30_000);
    expect(came).toBe(false);
    await clock.advance(11_000);
    expect(came).toBe(true);
  });
});
