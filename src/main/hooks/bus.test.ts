import { expect, expectTypeOf, it } from 'vitest';
import type { ChronumEvent, NewEvent, StepError } from '../../core/run/event.ts';
import { createMemoryStore } from '../../testing/memory-event-log.ts';
import { until } from '../../testing/until.ts';
import { createHookBus } from './bus.ts';
import { createRecorder, type Recorded } from './recorder.ts';

/** A bus on a memory log: what hooks emit is committed to `system` and told to them again. */
function createBus() {
  const { events: log } = createMemoryStore();
  const recorded: Recorded[] = [];
  const tapped = {
    append: async (stream: string, seq: number, events: readonly NewEvent[]) => {
      const stored = await log.append(stream, seq, events);
      for (const event of stored) {
        recorded.push(event as Recorded);
        bus.publish(event, '/w');
      }
      return stored;
    },
  };
  const recorder = createRecorder({
    log: tapped,
    recordInRun: () => false,
    now: () => '2030-01-01T00:00:00.000Z',
    report: (message) => expect.fail(message),
  });
  const bus = createHookBus({ record: recorder.record });
  let seq = 0;
  const happen = (event: object) =>
    bus.publish(
      {
        stream: 'run:r',
        seq: ++seq,
        position: seq,
        at: '2030-01-01T00:00:00.000Z',
        runId: 'r',
        ...event,
      } as ChronumEvent,
      '/w',
    );
  const types = () => recorded.map((event) => event.type);
  const failures = () => recorded.flatMap((event) => (event.type === 'hook.failed' ? [event.message] : []));
  return { bus, happen, recorded, types, failures };
}

const FAILED = {
  type: 'attempt.failed',
  stepId: 'a',
  branch: 'body',
  attempt: 2,
  error: { kind: 'exit', message: 'no' },
};

it('calls handlers by event, by group and for all, in order, with state of their own', async () => {
  const { bus, happen } = createBus();
  const seen: string[] = [];
  let count = 0;
  bus.attach({
    name: 'counter',
    on: {
      'attempt.failed': (event) => {
        expectTypeOf(event.error).toEqualTypeOf<StepError>();
        seen.push(`failed ${event.stepId} ${++count}`);
      },
      'attempt.*': async (event) => {
        expectTypeOf(event.attempt).toEqualTypeOf<number>();
        seen.push(`group ${event.type}`);
      },
      '*': (event) => void seen.push(`all ${event.type}`),
    },
  });
  happen(FAILED);
  happen({ type: 'run.started' });
  happen(FAILED);
  expect(seen).toEqual([]);
  await bus.idle();
  expect(seen).toEqual([
    'failed a 1',
    'group attempt.failed',
    'all attempt.failed',
    'all run.started',
    'failed a 2',
    'group attempt.failed',
    'all attempt.failed',
  ]);
});

it('cuts off one that throws or stalls, says so, and lets the others be', async () => {
  const { bus, happen, recorded, failures } = createBus();
  let calm = 0;
  let wasAborted = false;
  bus.attach({ name: 'throws', on: { 'attempt.failed': () => Promise.reject(new Error('oh no')) } });
  bus.attach({
    name: 'stalls',
    timeout: 20,
    on: {
      'attempt.failed': (_, { signal }) =>
        new Promise(() => signal.addEventListener('abort', () => (wasAborted = true))),
    },
  });
  bus.attach({ name: 'calm', on: { 'attempt.failed': () => void calm++ } });
  happen(FAILED);
  await until(() => failures().length === 2, 'the hooks');
  happen(FAILED);
  await until(() => failures().length === 3, 'the hooks');
  expect(failures().sort()).toEqual(['did not finish within 20ms, and was cut off', 'oh no', 'oh no']);
  expect(calm).toBe(2);
  expect(wasAborted).toBe(true);
  // What stalled is gone: its state is unknown.
  expect(bus.attached()).toEqual(['throws', 'calm']);
  expect(recorded).toContainEqual(expect.objectContaining({ type: 'hook.detached', hook: 'stalls' }));
});

it('lets hooks talk to each other, and attach and detach while running', async () => {
  const { bus, happen, types } = createBus();
  const heard: unknown[] = [];
  bus.attach({
    name: 'talks',
    on: {
      'attempt.failed': (event, context) => {
        if (!context.isAttached('listens')) {
          context.attach({
            name: 'listens',
            on: {
              'x.alarm': (alarm, own) => {
                heard.push([alarm.data, alarm.by, alarm.runId]);
                own.detach();
              },
            },
          });
        }
        context.emit('x.alarm', { step: event.stepId });
      },
    },
  });
  happen(FAILED);
  await until(() => heard.length === 1, 'the hooks');
  expect(heard).toEqual([[{ step: 'a' }, 'talks', 'r']]);
  expect(bus.attached()).toEqual(['talks']);
  await until(() => types().includes('hook.detached'), 'the hooks');
  expect(types()).toEqual(['hook.attached', 'hook.attached', 'x.alarm', 'hook.detached']);
});

it('ends chains of hooks that answer each other, and of failures', async () => {
  const { bus, happen, types, failures } = createBus();
  let calls = 0;
  bus.attach({
    name: 'ping',
    on: { 'attempt.failed': (_, c) => c.emit('x.ping'), 'x.pong': (_, c) => c.emit('x.ping') },
  });
  bus.attach({ name: 'pong', on: { 'x.ping': (_, c) => c.emit('x.pong') } });
  bus.attach({
    name: 'worse',
    on: {
      'hook.failed': () => {
        calls++;
        throw new Error('I fail at failures');
      },
    },
  });
  bus.attach({ name: 'fails', on: { 'attempt.failed': () => Promise.reject(new Error('first')) } });
  happen(FAILED);
  await until(() => failures().length === 3, 'the hooks');
  await bus.idle();
  expect(types().filter((type) => type.startsWith('x.'))).toHaveLength(8);
  expect(failures().sort()).toEqual([
    'I fail at failures',
    expect.stringMatching(/at the end of a chain of 8 hooks/),
    'first',
  ]);
  expect(calls).toBe(1);
});

it('keeps hooks of a workspace or a run to it, and refuses a name that is taken', async () => {
  const { bus, happen } = createBus();
  const seen: string[] = [];
  const hook = (name: string, where: object) =>
    bus.attach({ name, ...where, on: { 'run.*': () => void seen.push(name) } });
  hook('here', { workspace: '/w' });
  hook('elsewhere', { workspace: '/other' });
  hook('this run', { runId: 'r' });
  hook('another run', { runId: 'q' });
  expect(() => hook('here', {})).toThrow('`here` is attached already');
  happen({ type: 'run.started' });
  await bus.idle();
  expect(seen).toEqual(['here', 'this run']);
});
