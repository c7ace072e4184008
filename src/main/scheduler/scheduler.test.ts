import { describe, expect, it } from 'vitest';
import { createSchedulerHarness, readLedger, scheduledFlow } from '../../testing/scheduler-harness.ts';
import { createHeapFinder } from './due-finder.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const everyMinute = { type: 'every', every: MINUTE } as const;

describe('a schedule', () => {
  it('fires at each of its instants, once, with a run that knows which', async () => {
    const { start, scheduled, clock, runs, ledger } = createSchedulerHarness({
      start: '2026-03-02T08:58:00Z',
      runTime: 0,
    });
    await start(scheduled({ type: 'cron', cron: '*/2 9 * * MON-FRI' }));
    await clock.advance(5 * MINUTE);
    expect(ledger()).toEqual(['fired 09:00 due', 'fired 09:02 due']);
    expect(runs.fires.map(({ trigger, runId }) => ({ ...trigger, runId }))).toEqual([
      { type: 'cron', id: 't', scheduledAt: '2026-03-02T09:00:00.000Z', runId: 'run-1' },
      { type: 'cron', id: 't', scheduledAt: '2026-03-02T09:02:00.000Z', runId: 'run-2' },
    ]);
  });

  it('counts `year: every(n)` and `identity` from when it was first seen, for good', async () => {
    const harness = createSchedulerHarness({ start: '2026-03-02T08:30:15Z', runTime: 0 });
    const trigger = {
      type: 'calendar',
      calendar: { hour: 'every(6)', minute: 'identity', second: 'identity' },
    } as const;
    await harness.start(harness.scheduled(trigger));
    await harness.clock.advance(8 * HOUR);
    const later = await harness.restart();
    await later.start(later.scheduled(trigger));
    await later.clock.advance(6 * HOUR);
    expect(later.ledger()).toEqual(['fired 12:30:15 due', 'fired 18:30:15 due']);
  });

  it('fires so many times as `maxRuns` says, over restarts', async () => {
    const harness = createSchedulerHarness({ start: '2026-03-02T09:00:30Z', runTime: 0 });
    const three = harness.scheduled({ ...everyMinute, maxRuns: 3 });
    await harness.start(three);
    await harness.clock.advance(2 * MINUTE);
    const later = await harness.restart();
    await later.start(three);
    await later.clock.advance(HOUR);
    expect(later.ledger()).toEqual(['fired 09:01 due', 'fired 09:02 due', 'fired 09:03 due']);
  });

  it('fires between `startAt` and `endAt`, later by its jitter, and never early', async () => {
    const { start, scheduled, clock, runs } = createSchedulerHarness({ start: '2026-03-02T08:00:00Z', runTime: 0 });
    await start(
      scheduled({
        type: 'every',
        every: 10 * MINUTE,
        jitter: 4 * MINUTE,
        startAt: '2026-03-02T09:00:00Z',
        endAt: '2026-03-02T10:00:00Z',
      }),
    );
    const seen: number[] = [];
    for (let minute = 0; minute < 180; minute++) {
      await clock.advance(MINUTE);
      for (const { dueAt } of runs.fires.slice(seen.length)) {
        expect(dueAt).toBeLessThanOrEqual(clock.now());
        seen.push(clock.now());
      }
    }
    expect(runs.fires).toHaveLength(7);
    expect(runs.fires.every(({ dueAt, nominal }) => dueAt >= nominal && dueAt <= nominal + 4 * MINUTE)).toBe(true);
    expect(new Set(runs.fires.map(({ dueAt, nominal }) => dueAt - nominal)).size).toBeGreaterThan(3);
  });

  it('leaves out the days of `except`, its own and those of files', async () => {
    const { start, scheduled, clock, ledger } = createSchedulerHarness({ start: '2026-03-02T00:00:00Z', runTime: 0 });
    const day = Math.floor(Date.parse('2026-03-04T00:00:00Z') / (24 * HOUR));
    const trigger = { type: 'cron', cron: '0 9 * * *', except: ['2026-03-03', 'holidays.ics'] } as const;
    await start(scheduled(trigger, { except: [{ from: day, to: day }] }));
    await clock.advance(96 * HOUR);
    expect(ledger()).toEqual(['fired 2026-03-02T09:00 due', 'fired 2026-03-05T09:00 due']);
  });

  it('was never due before it was armed', async () => {
    const { start, scheduled, clock, ledger } = createSchedulerHarness({ start: '2026-03-02T09:00:00Z', runTime: 0 });
    await start(
      scheduled({ type: 'at', at: '2026-03-02T08:00:00Z' }, { armedAt: Date.parse('2026-03-02T08:30:00Z') }),
      scheduled({ type: 'at', at: '2026-03-02T08:45:00Z', id: 'u' }, { armedAt: Date.parse('2026-03-02T08:30:00Z') }),
    );
    await clock.advance(HOUR);
    expect(ledger('f/t')).toEqual([]);
    expect(ledger('f/u')).toEqual(['fired 08:45 catch-up:not-running']);
  });

  it('in a gap of the clocks fires once at its end, and says what became part of it', async () => {
    const { start, scheduled, clock, ledger } = createSchedulerHarness({ start: '2026-03-28T12:00:00Z', runTime: 0 });
    await start(scheduled({ type: 'cron', cron: '*/20 2 * * *', timezone: 'Europe/Berlin' }));
    await clock.advance(30 * HOUR);
    expect(ledger()).toEqual(['fired 01:00 due', 'merged 01:00 (2) clock-change:2026-03-29T02:00']);
  });

  it('whose flow cannot run is missed, with the reason', async () => {
    const refuse = () => 'flow-invalid';
    const { start, scheduled, clock, ledger, runs } = createSchedulerHarness({ start: '2026-03-02T09:00:30Z', refuse });
    await start(scheduled(everyMinute));
    await clock.advance(3 * MINUTE);
    expect(ledger()).toEqual(['missed 09:01..09:03 (3) refused:flow-invalid']);
    expect(runs.fires).toEqual([]);
  });
});

describe('loading', () => {
  it('adds, changes and takes away without touching the others', async () => {
    const { start, scheduled, scheduler, clock, ledger } = createSchedulerHarness({
      start: '2026-03-02T09:00:30Z',
      runTime: 0,
    });
    const kept = scheduled(everyMinute, { flowId: 'kept' });
    const gone = scheduled(everyMinute, { flowId: 'gone' });
    await start(kept, gone, scheduled(everyMinute, { flowId: 'changed' }));
    await clock.advance(MINUTE);
    const armedAt = clock.now();
    await scheduler.load([
      kept,
      scheduled({ type: 'every', every: 2 * MINUTE }, { flowId: 'changed', armedAt }),
      scheduled(everyMinute, { flowId: 'new', armedAt }),
    ]);
    await clock.advance(3 * MINUTE);
    expect(scheduler.size).toBe(3);
    expect(ledger('kept/t')).toHaveLength(4);
    expect(ledger('gone/t')).toEqual(['fired 09:01 due']);
    expect(ledger('changed/t')).toEqual(['fired 09:01 due', 'fired 09:02 due', 'fired 09:04 due']);
    expect(ledger('new/t')).toHaveLength(3);
  });

  it('of a workspace that was away makes up for what it missed', async () => {
    const { start, scheduled, scheduler, clock, ledger } = createSchedulerHarness({
      start: '2026-03-02T06:00:00Z',
      runTime: 0,
    });
    await start();
    await clock.advance(6 * HOUR);
    await scheduler.load([
      scheduled({ type: 'cron', cron: '0 * * * *' }, { armedAt: Date.parse('2026-03-02T08:30:00Z') }),
    ]);
    await clock.advance(HOUR);
    expect(ledger()).toEqual([
      'merged 09:00..11:00 (3) not-loaded',
      'fired 12:00 catch-up:not-loaded',
      'fired 13:00 due',
    ]);
  });
});

describe('a store that refuses', () => {
  it('costs no instant: all are decided once it writes again', async () => {
    const harness = createSchedulerHarness({ start: '2026-03-02T09:00:30Z', runTime: 0 });
    let isFull = false;
    const refusing = {
      ...harness.store,
      record: (appends: Parameters<typeof harness.store.record>[0]) =>
        isFull ? Promise.reject(new Error('the disk is full')) : harness.store.record(appends),
    };
    const { start, scheduled, clock, ledger, reports } = createSchedulerHarness({
      start: '2026-03-02T09:00:30Z',
      clock: harness.clock,
      store: refusing,
      runTime: 0,
    });
    await start(scheduled(everyMinute));
    await clock.advance(MINUTE);
    isFull = true;
    await clock.advance(5 * MINUTE + 10 * SECOND);
    isFull = false;
    await clock.advance(MINUTE);
    expect(ledger()).toHaveLength(7);
    expect(ledger().every((row) => row.endsWith('due'))).toBe(true);
    expect(reports[0]).toContain('the disk is full');
  });
});

describe('ten years of a thousand mixed schedules', () => {
  const TYPES = 8;
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
  const from = Date.UTC(2026, 0, 1);
  const DAY = 24 * HOUR;

  function mixed(n: number) {
    const timezone = zones[n % zones.length]!;
    const hour = n % 24;
    const triggers = [
      { type: 'cron', cron: `${n % 60} ${hour} * * MON` },
      { type: 'cron', cron: `${n % 60} ${hour} 1,15 * *`, jitter: HOUR },
      { type: 'calendar', calendar: { month: 'every(3)', day: 'L', hour: String(hour) } },
      { type: 'calendar', calendar: { day: 'LW', hour: '2', minute: '30' }, maxRuns: 30 },
      { type: 'every', every: (7 + (n % 20)) * DAY },
      { type: 'at', at: new Date(from + n * 3 * DAY).toISOString() },
      { type: 'cron', cron: 'H H * * *', startAt: '2028-01-01T00:00:00Z', endAt: '2029-01-01T00:00:00Z' },
      { type: 'every', every: (1 + (n % 6)) * DAY },
    ] as const;
    return scheduledFlow({ ...triggers[n % TYPES]!, timezone }, { flowId: `flow-${n}`, armedAt: from });
  }

  it('gives each instant its one outcome', { timeout: 180_000 }, async () => {
    const { start, clock, scheduler, store, runs } = createSchedulerHarness({
      start: '2026-01-01T00:00:00Z',
      runTime: 0,
    });
    const schedules = Array.from({ length: 1_000 }, (_, n) => mixed(n));
    await start(...schedules);
    await clock.advanceTo(Date.UTC(2036, 0, 1));
    await scheduler.stop();
    expect(runs.fires.length).toBeGreaterThan(200_000);
    expect(runs.fires.length).toBeLessThan(1_000_000);
    const firesById = Map.groupBy(runs.fires, ({ schedule }) => schedule.id);
    for (const [id, fires] of firesById) {
      const instants = fires.map(({ nominal }) => nominal);
      expect(instants.every((instant, n) => n === 0 || instant > instants[n - 1]!)).toBe(true);
      expect(store.get(id)?.runs).toBe(fires.length);
    }
    expect(firesById.get('flow-3/t')).toHaveLength(30);
    // Every Monday, and the last days of the quarters.
    expect(firesById.get('flow-0/t')?.length).toBe(522);
    expect(firesById.get('flow-2/t')?.length).toBe(40);
    expect(readLedger(store, 'flow-0/t').every((row) => row.startsWith('fired'))).toBe(true);
  });
});

describe('the order of what is due', () => {
  it('is by instant, for any order of setting, moving and removing', () => {
    const finder = createHeapFinder();
    const dueAt = new Map<number, number>();
    let random = 1;
    const roll = (sides: number) => {
      random = (random * 48_271) % 2_147_483_647;
      return random % sides;
    };
    for (let step = 0; step < 20_000; step++) {
      const key = roll(3_000);
      if (roll(4) === 0) {
        finder.remove(key);
        dueAt.delete(key);
      } else {
        const at = roll(1_000);
        finder.set(key, at);
        dueAt.set(key, at);
      }
    }
    expect(finder.size).toBe(dueAt.size);
    expect(finder.earliest()).toBe(Math.min(...dueAt.values()));
    const expected = [...dueAt].sort(([a, x], [b, y]) => x - y || a - b).map(([key]) => key);
    const isDue = (key: number) => dueAt.get(key)! <= 500;
    const first = finder.take(500, 100);
    expect([...first, ...finder.take(500, 10_000)]).toEqual(expected.filter(isDue));
    expect(finder.take(2_000, 10_000)).toEqual(expected.filter((key) => !isDue(key)));
    expect(finder.size).toBe(0);
    expect(finder.earliest()).toBeUndefined();
  });
});
