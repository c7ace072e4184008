import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runStream } from '../../../core/run/event.ts';
import { createMemoryStore } from '../../../testing/memory-event-log.ts';
import { instant, runCreated, runFinished } from '../../../testing/run-fixtures.ts';
import { followRunActivity } from '../activity/run-activity.ts';
import { badgeOf } from './badge.ts';
import { createNoticeGroups } from './grouping.ts';
import { type Notice, summaryOf } from './notice.ts';
import { notifyOfRuns } from './notifier.ts';

const ALL = { notifyFailures: true, notifyApprovals: true, notifySuccesses: true };
const at = instant(0);

describe('what a person is told', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function open({ wishes = ALL, isWatched = false } = {}) {
    const store = createMemoryStore();
    const activity = followRunActivity({ log: store.events, runs: store.runs });
    const shown: Notice[] = [];
    let watched = isWatched;
    const stop = notifyOfRuns({
      activity,
      wishes: () => wishes,
      isWatched: () => watched,
      show: (notice) => shown.push(notice),
    });
    let last = 0;
    const run = async (changes: Parameters<typeof runCreated>[2] = {}, end: 'succeeded' | 'failed' = 'failed') => {
      const runId = `r${++last}`;
      const finished = { ...runFinished(runId, at, end), reason: end === 'failed' ? 'step-failed:test' : 'succeeded' };
      await store.events.append(runStream(runId), 0, [runCreated(runId, at, changes), finished]);
    };
    const watch = (isWatchedNow: boolean) => {
      watched = isWatchedNow;
    };
    return { shown, run, stop, watch, store };
  }

  it('is what failed, and why', async () => {
    const { shown, run } = open();
    await run();
    expect(shown).toMatchObject([
      { kind: 'failure', runId: 'r1', title: 'deploy failed', body: 'Failed because `test` failed.' },
    ]);
  });

  it('is what waits for an answer', async () => {
    const { shown, store } = open();
    await store.events.append(runStream('r1'), 0, [
      runCreated('r1', at),
      { at, runId: 'r1', stepId: 'ok', branch: 'body', attempt: 1, type: 'approval.requested', message: 'Ship it?' },
    ]);
    expect(shown).toMatchObject([{ kind: 'approval', title: 'deploy waits for approval', body: 'Ship it?' }]);
  });

  it('is what was asked for', async () => {
    const { shown, run } = open({ wishes: { ...ALL, notifyFailures: false } });
    await run();
    expect(shown).toEqual([]);
    await run({}, 'succeeded');
    expect(shown).toMatchObject([{ kind: 'success', title: 'deploy succeeded' }]);
  });

  it('is not what a terminal or another run tells, nor what is seen in the window', async () => {
    const { shown, run, watch } = open();
    await run({ owner: { id: 'terminal-1', kind: 'terminal', pid: 1 } });
    await run({ parent: { runId: 'r0', stepId: 'sub', depth: 1 } });
    watch(true);
    await run();
    expect(shown).toEqual([]);
  });

  it('comes once, and then counted, ever more rarely', async () => {
    const { shown, run } = open();
    for (let count = 0; count < 4; count++) await run();
    expect(shown).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10_100);
    expect(shown.map(({ title }) => title)).toEqual(['deploy failed', 'deploy failed 3 more times']);
    expect(shown[1]?.runId).toBe('r4');
    await run();
    await vi.advanceTimersByTimeAsync(10_100);
    expect(shown).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(10_100);
    expect(shown.map(({ title }) => title)[2]).toBe('deploy failed');
  });

  it('comes at once again after a while, and at once for another flow', async () => {
    const { shown, run } = open();
    await run();
    await run({ flow: { id: 'other', name: 'other', workspace: '/w', file: 'o.yaml' } });
    await vi.advanceTimersByTimeAsync(11_000);
    await run();
    expect(shown.map(({ title }) => title)).toEqual(['deploy failed', 'other failed', 'deploy failed']);
  });

  it('ends with its reader', async () => {
    const { shown, run, stop } = open();
    await run();
    await run();
    stop();
    await run();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(shown).toHaveLength(1);
  });
});

describe('grouping', () => {
  const failure: Notice = { kind: 'failure', runId: 'r', flowId: 'f', flowName: 'f', title: 'f failed', body: 'Why.' };

  it('counts every notice once, however they come', () => {
    const groups = createNoticeGroups();
    let told = 0;
    const count = (notice: Notice | null) => {
      if (notice !== null) told += Number(/(\d+) more/.exec(notice.title)?.[1] ?? 1);
    };
    for (let now = 0; now < 3_600_000; now += 700) {
      count(groups.offer(failure, now));
      if (now % 2_100 === 0) groups.due(now).forEach(count);
    }
    groups.due(1e9).forEach(count);
    expect(told).toBe(Math.ceil(3_600_000 / 700));
    expect(groups.nextDue()).toBeNull();
  });

  it('says how many, in words', () => {
    expect(summaryOf({ ...failure, kind: 'approval' }, 2).title).toBe('f waits for 2 more approvals');
    expect(summaryOf({ ...failure, kind: 'success' }, 2).title).toBe('f succeeded 2 more times');
    expect(summaryOf(failure, 1)).toBe(failure);
  });
});

it.each([
  [
    { running: 0, failed: 0 },
    { count: 0, overlay: null },
  ],
  [
    { running: 3, failed: 0 },
    { count: 3, overlay: { status: 'running', words: '3 runs running' } },
  ],
  [
    { running: 3, failed: 1 },
    { count: 1, overlay: { status: 'failed', words: '1 run failed' } },
  ],
])('the badge of %j', (state, badge) => expect(badgeOf(state)).toEqual(badge));
