import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChangeWatch } from './change-watch.ts';
import type { ReadableDatabase } from './database.ts';

describe('the watch for commits of other processes', () => {
  let version = 1;
  const looks = vi.fn(() => version);
  const database = { pragma: looks } as unknown as ReadableDatabase;
  beforeEach(() => {
    vi.useFakeTimers();
    looks.mockClear();
  });
  afterEach(() => vi.useRealTimers());

  it('looks every 100 ms while somebody wants to know soon, every second otherwise, and not at all without anybody', () => {
    const changes = createChangeWatch(database);
    const listener = vi.fn();
    const endSlow = changes.watch('eventually', listener);
    const endFast = changes.watch('soon', listener);
    looks.mockClear();
    vi.advanceTimersByTime(1_000);
    expect(looks).toHaveBeenCalledTimes(10);
    endFast();
    vi.advanceTimersByTime(100);
    looks.mockClear();
    vi.advanceTimersByTime(3_000);
    expect(looks).toHaveBeenCalledTimes(3);
    endSlow();
    vi.advanceTimersByTime(10_000);
    expect(looks).toHaveBeenCalledTimes(3);
    expect(listener).not.toHaveBeenCalled();
  });

  it('tells everybody once of each change, also while others come and go', () => {
    const changes = createChangeWatch(database);
    const listener = vi.fn();
    const end = changes.watch('soon', listener);
    version++;
    for (let n = 0; n < 10; n++) {
      vi.advanceTimersByTime(20);
      changes.watch('soon', () => {})();
    }
    expect(listener).toHaveBeenCalledTimes(1);
    end();
    changes.close();
  });
});
