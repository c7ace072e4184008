import { describe, expect, it } from 'vitest';
import { type NewEvent, runStream } from '../../../core/run/event.ts';
import { createMemoryStore } from '../../../testing/memory-event-log.ts';
import { instant, runCreated, runFinished, runStarted } from '../../../testing/run-fixtures.ts';
import { until } from '../../../testing/until.ts';
import type { KeyValueStore } from '../../ports/workspace-store.ts';
import { followRunActivity, type RunNews } from './run-activity.ts';
import { countUnseenFailures } from './unseen-failures.ts';

const at = instant(0);
const ofStep = (runId: string, stepId: string) => ({ at, runId, stepId }) as const;
const succeeded = (runId: string, stepId: string): NewEvent => ({
  ...ofStep(runId, stepId),
  type: 'step.succeeded',
  reason: 'succeeded',
});
const attempt = (runId: string, stepId: string) => ({ ...ofStep(runId, stepId), branch: 'body', attempt: 1 }) as const;

function open() {
  const store = createMemoryStore();
  const append = (runId: string, ...events: NewEvent[]) =>
    store.events.append(runStream(runId), store.runs.get(runId)?.seq ?? 0, events);
  const follow = () => followRunActivity({ log: store.events, runs: store.runs });
  return { store, append, follow };
}

describe('the runs that go on', () => {
  it('are counted by the steps at the top that have ended', async () => {
    const { append, follow } = open();
    const activity = follow();
    await append('r1', runCreated('r1', at), runStarted('r1', at));
    expect(activity.live()).toMatchObject([{ runId: 'r1', flowName: 'deploy', state: 'running', owner: 'app' }]);
    await append('r1', succeeded('r1', 'build'), succeeded('r1', 'test[os=linux]'), succeeded('r1', 'build/inner'));
    const [run] = activity.live();
    expect([run?.ended.size, run?.steps.size]).toEqual([1, 2]);
    await append('r1', runFinished('r1', at));
    expect(activity.live()).toEqual([]);
  });

  it('that were there before are caught up with, without being news', async () => {
    const { append, follow } = open();
    const many = Array.from({ length: 1_200 }, () => ({
      ...attempt('r1', 'test'),
      type: 'attempt.succeeded' as const,
    }));
    await append('r1', runCreated('r1', at), runStarted('r1', at), ...many, succeeded('r1', 'build'));
    const activity = follow();
    const news: RunNews[] = [];
    activity.subscribe((item) => news.push(item));
    await until(() => activity.live()[0]?.ended.has('build'), 'the end of the history');
    expect(news.every(({ type }) => type === 'changed')).toBe(true);
    await append('r1', runFinished('r1', at, 'failed'));
    expect(news.at(-1)).toMatchObject({ type: 'finished', run: { runId: 'r1' }, event: { status: 'failed' } });
  });

  it('tell when a person is asked, and when the question is over', async () => {
    const { append, follow } = open();
    const activity = follow();
    const news: RunNews[] = [];
    activity.subscribe((item) => news.push(item));
    await append('r1', runCreated('r1', at), runStarted('r1', at));
    await append('r1', { ...attempt('r1', 'test'), type: 'approval.requested', message: 'Deploy?' });
    expect(news.at(-1)).toMatchObject({ type: 'asked', event: { message: 'Deploy?' } });
    expect(activity.live()[0]?.asking).toEqual(new Set(['test']));
    await append('r1', { ...attempt('r1', 'test'), type: 'approval.answered', answer: 'approve', by: 'ada' });
    expect(activity.live()[0]?.asking.size).toBe(0);
  });

  it('go on with another owner', async () => {
    const { append, follow } = open();
    const activity = follow();
    await append('r1', runCreated('r1', at), runStarted('r1', at));
    await append('r1', { at, type: 'run.interrupted', runId: 'r1', reason: 'owner-died' });
    expect(activity.live()[0]?.state).toBe('interrupted');
    const owner = { id: 'daemon-1', kind: 'daemon', pid: 2 } as const;
    await append('r1', { at, type: 'run.owner-changed', runId: 'r1', owner });
    expect(activity.live()[0]).toMatchObject({ state: 'running', owner: 'daemon' });
  });
});

describe('failures that nobody has seen', () => {
  const memory = (): KeyValueStore => {
    const values = new Map<string, string | null>();
    return { get: (key) => values.get(key) ?? null, set: (key, value) => void values.set(key, value) };
  };

  it('are counted until a person looks, also over a restart', async () => {
    const { store, append, follow } = open();
    const keyValues = memory();
    const count = () => countUnseenFailures({ activity: follow(), log: store.events, runs: store.runs, keyValues });
    await append('old', runCreated('old', at), runFinished('old', at, 'failed'));
    const first = count();
    expect(first.count()).toBe(0);
    await append('r1', runCreated('r1', at), runFinished('r1', at, 'failed'));
    await append('r2', runCreated('r2', at), runFinished('r2', at, 'succeeded'));
    expect([first.count(), first.latest()]).toEqual([1, 'r1']);

    const second = count();
    expect([second.count(), second.latest()]).toEqual([1, 'r1']);
    second.seen();
    expect([second.count(), second.latest()]).toEqual([0, null]);
    expect(count().count()).toBe(0);
  });

  it('are neither parts of other runs nor those of a terminal', async () => {
    const { store, append, follow } = open();
    const failures = countUnseenFailures({
      activity: follow(),
      log: store.events,
      runs: store.runs,
      keyValues: memory(),
    });
    const parent = { runId: 'r0', stepId: 'sub', depth: 1 };
    await append('r1', runCreated('r1', at, { parent }), runFinished('r1', at, 'failed'));
    const owner = { id: 'terminal-1', kind: 'terminal', pid: 2 } as const;
    await append('r2', runCreated('r2', at, { owner }), runFinished('r2', at, 'failed'));
    expect(failures.count()).toBe(0);
  });
});
