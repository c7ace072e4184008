import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runStream } from '../../../core/run/event.ts';
import { createMemoryStore } from '../../../testing/memory-event-log.ts';
import { instant, runCreated, runFinished, runStarted } from '../../../testing/run-fixtures.ts';
import { followRunActivity } from '../activity/run-activity.ts';
import { feedTray } from './tray-feed.ts';
import type { NextFire, TrayModel } from './tray-model.ts';
import { keepTrayPresent } from './tray-presence.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what the tray is fed', () => {
  const at = instant(0);

  function open(next: readonly NextFire[] = []) {
    const store = createMemoryStore();
    const shown: TrayModel[] = [];
    const feed = feedTray({
      activity: followRunActivity({ log: store.events, runs: store.runs }),
      failures: { count: () => 0, latest: () => null, seen: () => {}, subscribe: () => () => {}, close: () => {} },
      schedules: { state: () => null, next: () => next, subscribe: () => () => {} },
      settings: { get: () => ({ favourites: [] }), subscribe: () => () => {} },
      runs: store.runs,
      workspaces: { list: () => [{ path: '/home/ada/flows', trusted: true, openedAt: at }] },
      now: () => 0,
      show: (model) => shown.push(model),
    });
    const append = (runId: string, ...events: Parameters<typeof store.events.append>[2]) =>
      store.events.append(runStream(runId), store.runs.get(runId)?.seq ?? 0, events);
    return { shown, feed, append };
  }

  it('is one change for a burst of events, and nothing while nothing happens', async () => {
    const { shown, append, feed } = open();
    await append('r1', runCreated('r1', at), runStarted('r1', at));
    for (const stepId of ['build', 'test']) {
      await append('r1', { at, runId: 'r1', stepId, type: 'step.succeeded', reason: 'succeeded' });
    }
    expect(shown).toHaveLength(1);
    vi.advanceTimersByTime(250);
    expect(shown).toHaveLength(2);
    expect(shown[1]?.running).toMatchObject([{ runId: 'r1', flowName: 'deploy', ended: 2, steps: 2 }]);
    expect(vi.getTimerCount()).toBe(0);
    feed.stop();
  });

  it('learns what people run from the runs that end', async () => {
    const { shown, append } = open();
    await append('r1', runCreated('r1', at), runFinished('r1', at));
    vi.advanceTimersByTime(250);
    expect(shown.at(-1)?.favourites).toMatchObject([{ flowName: 'deploy', file: 'deploy.chronum.yaml' }]);
  });

  it('counts down each minute while something is due, until it ends', () => {
    const { shown, feed } = open([{ flowName: 'backup', at: 600_000 }]);
    vi.advanceTimersByTime(60_000);
    vi.advanceTimersByTime(60_000);
    expect(shown).toHaveLength(3);
    feed.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the icon in the tray', () => {
  const open = (setting: 'auto' | 'always' | 'never', answers: readonly boolean[]) => {
    const settings = { tray: setting };
    let listener = () => {};
    const log: string[] = [];
    let asked = 0;
    const presence = keepTrayPresent({
      settings: {
        get: () => settings,
        subscribe: (heard) => {
          listener = heard;
          return () => {};
        },
      },
      isShown: async () => answers[Math.min(asked++, answers.length - 1)] ?? false,
      appear: () => log.push('appears'),
      disappear: () => log.push('goes'),
    });
    const change = (tray: typeof setting) => {
      settings.tray = tray;
      listener();
    };
    return { presence, log, change };
  };

  it('appears once the desktop shows icons, which at login may be later', async () => {
    const { presence, log } = open('auto', [false, false, true]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(presence.isThere()).toBe(false);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(presence.isThere()).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(log).toEqual(['appears']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('follows the setting, whatever the desktop says', async () => {
    const { presence, log, change } = open('always', [false]);
    expect(presence.isThere()).toBe(true);
    change('never');
    change('always');
    await vi.advanceTimersByTimeAsync(0);
    expect(log).toEqual(['appears', 'goes', 'appears']);
    presence.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
