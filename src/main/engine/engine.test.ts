import { describe, expect, it } from 'vitest';
import { createHarness } from '../../testing/engine-harness.ts';
import { createMemoryCoordination } from '../../testing/memory-coordination.ts';
import { createMemoryStore } from '../../testing/memory-event-log.ts';
import { createTestClock } from '../../testing/test-clock.ts';
import { approvalExecutor } from '../executors/approval/index.ts';
import { flowExecutor } from '../executors/flow/index.ts';
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
    onInterrupted: 'resume' | 'ask' | 'fail' = 'resume',
  ) {
    const store = createMemoryStore();
    const clock = createTestClock();
    const alive = new Set<string>();
    const coordination = createMemoryCoordination((id) => store.runs.get(id)?.finishedAt === null);
    const first = createHarness({ store, clock, alive, coordination, ownerId: 'first', kind });
    const { runId } = await first.start(text);
    const invocation = await first.next();
    const prepared: string[] = [];
    const prepareWorkspace = async (workspace: string) => void prepared.push(workspace);
    const second = createHarness({
      store,
      clock,
      alive,
      coordination,
      ownerId: 'second',
      onInterrupted,
      prepareWorkspace,
    });
    return { first, second, runId, invocation, alive, clock, prepared };
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

  it('marks as failed when the setting says so, unless the flow says resume', async () => {
    const failing = await interrupted(chain, 'app', 'fail');
    failing.alive.delete('first');
    expect(await failing.second.engine.recover()).toEqual([failing.runId]);
    await failing.second.engine.finished(failing.runId);
    expect(failing.second.state(failing.runId)).toMatchObject({ reason: 'interrupted', end: { status: 'failed' } });
    const going = await interrupted(`onInterrupted: resume\n${chain}`, 'app', 'fail');
    going.alive.delete('first');
    await going.second.engine.recover();
    expect(await going.second.next()).toMatchObject({ stepId: 'a', attempt: 2 });
  });

  it('waits until the workspace is prepared before it reads a run of it', async () => {
    const { second, alive, prepared, runId } = await interrupted(chain);
    expect(await second.engine.resume(runId)).toBe(false);
    expect(prepared).toEqual([]);
    alive.delete('first');
    expect(await second.engine.resume(runId)).toBe(true);
    expect(prepared).toEqual(['/w']);
  });

  it('gives the attempt after a lost one its whole timeout', async () => {
    const { second, alive, clock, runId } = await interrupted('name: t\nsteps:\n  - {id: a, run: x, timeout: 10s}\n');
    await clock.advance(9_000);
    alive.delete('first');
    await second.engine.recover();
    const again = await second.next();
    await clock.advance(9_000);
    expect(again.isStopped).toBe(false);
    await clock.advance(1_500);
    expect(again.isStopped).toBe(true);
    await second.engine.finished(runId);
    expect(second.state(runId).steps.get('a')).toMatchObject({ status: 'failed', reason: 'timeout' });
  });

  it('gives back the lock that a lost attempt held', async () => {
    const { second, alive, runId } = await interrupted(
      'name: l\nsteps:\n  - {id: a, run: x, concurrency: {group: one}}\n',
    );
    alive.delete('first');
    await second.engine.recover();
    const again = await second.next();
    expect(again.attempt).toBe(2);
    again.succeed();
    await second.engine.finished(runId);
    expect(second.state(runId).end?.status).toBe('succeeded');
  });

  describe('of a step with `onLost: ask`', () => {
    const asking = 'name: q\nsteps:\n  - {id: a, run: x, onLost: ask, retry: 2}\n';
    const lost = async () => {
      const found = await interrupted(asking);
      found.alive.delete('first');
      await found.second.engine.recover();
      await found.clock.advance(1);
      expect(found.second.state(found.runId).steps.get('a')).toMatchObject({ status: 'waiting', reason: 'approval' });
      const say = (kind: 'approve' | 'reject' | 'cancel') =>
        found.second.store.commands.submit({
          id: `${kind}-${found.runId}`,
          runId: found.runId,
          kind,
          at: new Date(0).toISOString(),
          by: 'me',
          data: { stepId: 'a' },
        });
      return { ...found, say };
    };

    it('asks a person, who lets it run again', async () => {
      const { second, runId, say } = await lost();
      await say('approve');
      const again = await second.next();
      expect(again.attempt).toBe(2);
      again.succeed();
      await second.engine.finished(runId);
      expect(second.state(runId).end?.status).toBe('succeeded');
    });

    it('uses a retry when the person does not', async () => {
      const { second, runId, say, clock } = await lost();
      await say('reject');
      await clock.advance(2_000);
      expect(types(second.events(runId))).toContain('retry.scheduled');
      expect(await second.next()).toMatchObject({ attempt: 2 });
    });

    it('asks the same after another crash, and ends with the run', async () => {
      const { second, runId, alive, clock, say } = await lost();
      alive.delete('second');
      const third = createHarness({ store: second.store, clock, alive, ownerId: 'third' });
      await third.engine.recover();
      await clock.advance(1);
      expect(types(third.events(runId)).filter((type) => type === 'approval.requested')).toHaveLength(1);
      await say('cancel');
      await clock.advance(1);
      expect(third.state(runId).end?.status).toBe('cancelled');
    });
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

describe('coordination', () => {
  const grouped = (onConflict: string) =>
    `name: g\nconcurrency: {group: deploy, onConflict: ${onConflict}}\nsteps:\n  - {id: a, run: x}\n`;

  it('queues a run behind another of its group, and starts it when that one ends', async () => {
    const h = createHarness();
    const first = await h.start(grouped('queue'));
    const a = await h.next();
    const second = await h.start(grouped('queue'));
    await h.clock.advance(1);
    expect(h.state(second.runId)).toMatchObject({ status: 'queued', reason: 'concurrency:deploy' });
    a.succeed();
    await first.finished;
    (await h.next()).succeed();
    expect((await second.finished).status).toBe('succeeded');
  });

  it('skips a run when its group is taken and it says so', async () => {
    const h = createHarness();
    await h.start(grouped('skip'));
    await h.next();
    const second = await h.start(grouped('skip'));
    expect((await second.finished).status).toBe('skipped');
  });

  it('cancels what is in progress for a newer run', async () => {
    const h = createHarness();
    const first = await h.start(grouped('cancel-in-progress'));
    await h.next();
    const second = await h.start(grouped('cancel-in-progress'));
    expect((await first.finished).status).toBe('cancelled');
    expect(h.state(first.runId).reason).toBe('concurrency');
    (await h.next()).succeed();
    expect((await second.finished).status).toBe('succeeded');
  });

  it('lets one attempt at a time hold a step lock across runs', async () => {
    const h = createHarness();
    const locked = 'name: l\nsteps:\n  - {id: a, run: x, concurrency: {group: db}}\n';
    const first = await h.start(locked);
    const a = await h.next();
    const second = await h.start(locked);
    await h.clock.advance(1);
    expect(h.state(second.runId).steps.get('a')).toMatchObject({ status: 'waiting', reason: 'lock:db' });
    a.succeed();
    await first.finished;
    (await h.next()).succeed();
    expect((await second.finished).status).toBe('succeeded');
  });

  it('gives the lock of a group back when the group ends', async () => {
    const h = createHarness();
    const { finished } = await h.start(
      'name: g\nmaxParallel: 2\nsteps:\n  - {id: all, concurrency: {group: one}, steps: [{id: inner, run: x}]}\n  - {id: then, run: x, concurrency: {group: one}}\n',
    );
    const inner = await h.next();
    expect(inner.stepId).toBe('all/inner');
    inner.succeed();
    const then = await h.next();
    expect(then.stepId).toBe('then');
    then.succeed();
    expect((await finished).status).toBe('succeeded');
  });

  it('counts a threshold over runs of the flow', async () => {
    const h = createHarness();
    const text = 'name: t\nsteps:\n  - {id: a, run: x, threshold: {limit: 2}}\n';
    for (let i = 0; i < 2; i++) {
      const { finished } = await h.start(text);
      (await h.next()).succeed();
      await finished;
    }
    const third = await h.start(text);
    await third.finished;
    expect(h.state(third.runId).steps.get('a')).toMatchObject({ status: 'skipped', reason: 'threshold-skip' });
  });

  it('counts only failures when the threshold says so', async () => {
    const h = createHarness();
    const text = 'name: t\nsteps:\n  - {id: a, run: x, threshold: {limit: 1, count: failures}}\n';
    const first = await h.start(text);
    (await h.next()).succeed();
    await first.finished;
    const second = await h.start(text);
    (await h.next()).fail();
    await second.finished;
    const third = await h.start(text);
    await third.finished;
    expect(h.state(third.runId).steps.get('a')?.reason).toBe('threshold-skip');
  });

  it('asks the history of another flow once all else is ready', async () => {
    const h = createHarness();
    const needing = 'name: n\nsteps:\n  - {id: a, run: x, needs: [{flow: backup, within: 1h}]}\n';
    const before = await h.start(needing);
    await before.finished;
    expect(h.state(before.runId).steps.get('a')?.reason).toBe('flow-need-unmet:backup');
    const backup = await h.start('name: backup\nsteps:\n  - {id: a, run: x}\n');
    (await h.next()).succeed();
    await backup.finished;
    const after = await h.start(needing);
    (await h.next()).succeed();
    expect((await after.finished).status).toBe('succeeded');
  });
});

describe('people and other flows', () => {
  const asking = 'name: p\nsteps:\n  - {id: ask, executor: approval, timeout: 1h, with: {message: Deploy?}}\n';
  const approve = { kind: 'approve', at: new Date(0).toISOString(), by: 'ann' } as const;

  it('waits for an approval without holding a place, and takes the answer', async () => {
    const h = createHarness({ executors: [approvalExecutor] });
    const { runId, finished } = await h.start(asking);
    await h.clock.advance(1);
    expect(h.state(runId).steps.get('ask')).toMatchObject({ status: 'waiting', reason: 'approval' });
    await h.store.commands.submit({ ...approve, id: 'answer-01', runId, data: { stepId: 'ask', comment: 'go' } });
    expect((await finished).status).toBe('succeeded');
    expect(h.state(runId).steps.get('ask')?.outputs).toMatchObject({ by: 'ann', comment: 'go' });
  });

  it('rejects when nobody answers in time', async () => {
    const h = createHarness({ executors: [approvalExecutor] });
    const { runId, finished } = await h.start(asking);
    await h.clock.advance(3_600_001);
    await finished;
    expect(h.state(runId).steps.get('ask')).toMatchObject({ status: 'failed', reason: 'rejected' });
  });

  it('asks the same question after a crash, within the time that was left', async () => {
    const store = createMemoryStore();
    const clock = createTestClock();
    const alive = new Set<string>();
    const first = createHarness({ store, clock, alive, ownerId: 'first', executors: [approvalExecutor] });
    const { runId } = await first.start(asking);
    await clock.advance(1_800_000);
    alive.delete('first');
    const second = createHarness({ store, clock, alive, ownerId: 'second', executors: [approvalExecutor] });
    await second.engine.recover();
    await clock.advance(1);
    expect(second.state(runId).steps.get('ask')?.attempts).toHaveLength(1);
    await store.commands.submit({ ...approve, id: 'answer-02', runId, data: { stepId: 'ask' } });
    await clock.advance(1);
    expect(second.state(runId).end?.status).toBe('succeeded');
  });

  it('runs another flow and takes its outputs', async () => {
    const inner = 'name: inner\nparams: {n: 1}\noutputs: {doubled: steps.a.outputs.n}\nsteps:\n  - {id: a, run: x}\n';
    const h = createHarness({ executors: [flowExecutor], flows: { inner } });
    const { runId, finished } = await h.start(
      'name: outer\nsteps:\n  - {id: call, executor: flow, with: {flow: inner, params: {n: 21}}}\n',
    );
    const a = await h.next();
    expect(a.context.env.CHRONUM_PARAM_N).toBe('21');
    a.succeed({ n: 42 });
    expect((await finished).status).toBe('succeeded');
    expect(h.state(runId).steps.get('call')?.outputs).toMatchObject({ doubled: 42 });
  });

  it('lends the other flow the secrets it is told to, and no others', async () => {
    const inner = 'name: inner\nsteps:\n  - {id: a, run: x}\n';
    const outer = (secrets: string) =>
      `name: outer\nsecrets: [ONE, TWO]\nsteps:\n  - {id: call, executor: flow, with: {flow: inner, secrets: ${secrets}}}\n`;
    const h = createHarness({
      executors: [flowExecutor],
      flows: { inner },
      secrets: { ONE: 'first-secret', TWO: 'second-secret' },
    });
    const seen = async (secrets: string) => {
      await h.start(outer(secrets));
      const a = await h.next();
      a.succeed();
      return [a.context.env.ONE, a.context.env.TWO];
    };
    expect(await seen('inherit')).toEqual(['first-secret', 'second-secret']);
    expect(await seen('[TWO]')).toEqual([undefined, 'second-secret']);
    expect(await seen('[]')).toEqual([undefined, undefined]);
  });

  it('cancels the other flow with its own step, and refuses flows that call each other too deep', async () => {
    const inner = 'name: inner\nsteps:\n  - {id: a, run: x}\n';
    const loop = 'name: loop\nsteps:\n  - {id: call, executor: flow, with: {flow: loop}}\n';
    const h = createHarness({ executors: [flowExecutor], flows: { inner, loop } });
    const outer = await h.start('name: outer\nsteps:\n  - {id: call, executor: flow, with: {flow: inner}}\n');
    const a = await h.next();
    await h.store.commands.submit({ ...approve, kind: 'cancel', id: 'cancel-01', runId: outer.runId });
    expect((await outer.finished).status).toBe('cancelled');
    expect(a.isStopped).toBe(true);
    const looping = await h.start(loop);
    expect((await looping.finished).status).toBe('failed');
  });
});
