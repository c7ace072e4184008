import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Settings } from '../../../contract/settings.ts';
import { runStream } from '../../../core/run/event.ts';
import { createMemoryStore } from '../../../testing/memory-event-log.ts';
import { instant, runCreated, runFinished, runStarted } from '../../../testing/run-fixtures.ts';
import { followRunActivity } from '../activity/run-activity.ts';
import { keepAwake } from './keep-awake.ts';
import { createPowerEvents } from './power-events.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A machine whose events the test makes. */
function machine() {
  const state = { battery: false, online: true, idle: 0 };
  const power = Object.assign(new EventEmitter(), {
    isOnBatteryPower: () => state.battery,
    getSystemIdleTime: () => state.idle,
  });
  const events = createPowerEvents({ power, isOnline: () => state.online });
  return { state, power, events };
}

describe('the machine', () => {
  it('signals each wake once, and unlocking', () => {
    const { power, events } = machine();
    const seen: string[] = [];
    const stop = events.signals.subscribe((signal) => seen.push(signal));
    power.emit('resume');
    power.emit('resume');
    power.emit('unlock-screen');
    vi.advanceTimersByTime(10_000);
    power.emit('resume');
    expect(seen).toEqual(['wake', 'unlock', 'wake']);
    stop();
    power.emit('resume');
    expect(seen).toHaveLength(3);
    events.close();
    expect(power.listenerCount('resume')).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is idle once after five minutes without a hand on it, and again after one', () => {
    const { state, events } = machine();
    let idles = 0;
    events.signals.subscribe((signal) => {
      if (signal === 'idle') idles++;
    });
    const pass = (seconds: number) => {
      for (let second = 0; second < seconds; second++) {
        state.idle++;
        vi.advanceTimersByTime(1_000);
      }
    };
    pass(299);
    expect(idles).toBe(0);
    pass(600);
    expect(idles).toBe(1);
    state.idle = 0;
    pass(200);
    expect(idles).toBe(1);
    pass(200);
    expect(idles).toBe(2);
    events.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('looks at idleness rarely, and not at all while nobody wants to know', () => {
    const { state, power, events } = machine();
    const look = vi.spyOn(power, 'getSystemIdleTime');
    vi.advanceTimersByTime(3_600_000);
    expect(look).not.toHaveBeenCalled();
    const stop = events.signals.subscribe(() => {});
    state.idle = 0;
    vi.advanceTimersByTime(3_600_000);
    expect(look.mock.calls.length).toBeLessThan(20);
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('tells of battery and network', () => {
    const { state, power, events } = machine();
    const { conditions } = events;
    const seen: string[] = [];
    const stop = conditions.watch(() => seen.push(`${conditions.onBattery()} ${conditions.online()}`));
    power.emit('on-battery');
    state.online = false;
    vi.advanceTimersByTime(15_000);
    power.emit('on-ac');
    state.battery = true;
    power.emit('resume');
    expect(seen).toEqual(['true true', 'true false', 'false false', 'true false']);
    stop();
    expect(vi.getTimerCount()).toBe(0);
    events.close();
  });
});

describe('keeping the machine awake', () => {
  const at = instant(0);

  function open(wish: Settings['keepAwakeWhileRunning']) {
    const store = createMemoryStore();
    const settings = { keepAwakeWhileRunning: wish };
    const listeners: (() => void)[] = [];
    const held = new Set<number>();
    let last = 0;
    const stop = keepAwake({
      activity: followRunActivity({ log: store.events, runs: store.runs }),
      settings: {
        get: () => settings,
        subscribe: (listener) => {
          listeners.push(listener);
          return () => {};
        },
      },
      blocker: {
        start: () => {
          held.add(++last);
          return last;
        },
        stop: (id) => held.delete(id),
      },
    });
    const change = (next: Settings['keepAwakeWhileRunning']) => {
      settings.keepAwakeWhileRunning = next;
      for (const listener of listeners) listener();
    };
    const append = (...events: Parameters<typeof store.events.append>[2]) =>
      store.events.append(runStream('r1'), store.runs.get('r1')?.seq ?? 0, events);
    return { held, change, append, stop };
  }

  it('lasts as long as something runs and no person is waited for', async () => {
    const { held, append } = open('always');
    await append(runCreated('r1', at), runStarted('r1', at));
    expect(held.size).toBe(1);
    const asked = { at, runId: 'r1', stepId: 'test', branch: 'body', attempt: 1 } as const;
    await append({ ...asked, type: 'approval.requested', message: '' });
    expect(held.size).toBe(0);
    await append({ ...asked, type: 'approval.answered', answer: 'approve', by: 'ada' });
    expect(held.size).toBe(1);
    await append(runFinished('r1', at));
    expect(held.size).toBe(0);
  });

  it('follows the setting, and ends with the app', async () => {
    const { held, append, change, stop } = open('never');
    await append(runCreated('r1', at), runStarted('r1', at));
    expect(held.size).toBe(0);
    change('always');
    expect(held.size).toBe(1);
    change('never');
    expect(held.size).toBe(0);
    change('always');
    stop();
    expect(held.size).toBe(0);
  });
});
