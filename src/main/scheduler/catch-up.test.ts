import { describe, expect, it } from 'vitest';
import { createSchedulerHarness, type SchedulerHarness } from '../../testing/scheduler-harness.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const everyFourSeconds = { type: 'every', every: 4 * SECOND } as const;
const hourly = { type: 'cron', cron: '0 * * * *' } as const;

/** Instants of a ledger with their outcomes, each row spelled out: none may be missing, none may be there twice. */
function expectEachOnce({ store }: SchedulerHarness, every: number, from: number, to: number): void {
  const seen = new Set<number>();
  for (const { first, last, count } of store.ledger({}, { limit: 100_000 }).entries) {
    expect((last - first) / every + 1).toBe(count);
    for (let instant = first; instant <= last; instant += every) {
      if (seen.has(instant)) throw new Error(`${new Date(instant).toISOString()} has two outcomes`);
      seen.add(instant);
    }
  }
  expect(seen.size).toBe(Math.floor(to / every) - Math.floor(from / every));
}

const START = '2026-03-02T00:59:59Z';

describe('a machine that sleeps for 8 hours', () => {
  const sleep = async (options: object, trigger: object = hourly) => {
    const harness = createSchedulerHarness({ start: START, runTime: 0 });
    await harness.start(harness.scheduled({ ...hourly, ...trigger, ...options } as typeof hourly));
    await harness.clock.advance(MINUTE);
    await harness.clock.suspend(8 * HOUR);
    await harness.clock.advance(HOUR);
    return harness;
  };

  it('makes up for the last instant, if nothing else is said', async () => {
    const harness = await sleep({});
    expect(harness.ledger()).toEqual([
      'fired 01:00 due',
      'merged 02:00..08:00 (7) asleep',
      'fired 09:00 catch-up:asleep',
      'fired 10:00 due',
    ]);
    expect(harness.runs.fires[1]?.trigger.scheduledAt).toBe('2026-03-02T09:00:00.000Z');
    expectEachOnce(harness, HOUR, Date.parse(START), harness.clock.now());
  });

  it('with `skip` makes up for none, but is not pedantic about the last minute', async () => {
    const harness = await sleep({ catchUp: 'skip' });
    expect(harness.ledger()).toEqual([
      'fired 01:00 due',
      'skipped 02:00..08:00 (7) asleep',
      'fired 09:00 due',
      'fired 10:00 due',
    ]);
    const late = createSchedulerHarness({ start: START, runTime: 0 });
    await late.start(late.scheduled({ ...hourly, catchUp: 'skip' }));
    await late.clock.advance(MINUTE);
    await late.clock.suspend(8 * HOUR + 5 * MINUTE);
    await late.clock.advance(HOUR);
    expect(late.ledger()).toEqual(['fired 01:00 due', 'skipped 02:00..09:00 (8) asleep', 'fired 10:00 due']);
  });

  it('with `all` makes up for each, one run after the other', async () => {
    const harness = createSchedulerHarness({ start: START, runTime: 2 * MINUTE });
    await harness.start(harness.scheduled({ ...hourly, catchUp: 'all' }));
    await harness.clock.advance(MINUTE);
    await harness.clock.suspend(8 * HOUR);
    await harness.clock.advance(HOUR);
    expect(harness.runs.fires.map(({ nominal }) => new Date(nominal).getUTCHours())).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    expect(harness.ledger().slice(0, 3)).toEqual([
      'fired 01:00 due',
      'fired 02:00 catch-up:asleep',
      'fired 03:00 catch-up:asleep',
    ]);
    expectEachOnce(harness, HOUR, Date.parse(START), harness.clock.now());
  });

  it('looks no further back than `catchUpWindow`', async () => {
    const harness = await sleep({ catchUpWindow: 3 * HOUR + MINUTE });
    expect(harness.ledger()).toEqual([
      'fired 01:00 due',
      'missed 02:00..05:00 (4) catch-up-window',
      'merged 06:00..08:00 (3) asleep',
      'fired 09:00 catch-up:asleep',
      'fired 10:00 due',
    ]);
    const all = await sleep({ catchUp: 'all', catchUpWindow: 2 * HOUR + MINUTE });
    expect(all.ledger()).toEqual([
      'fired 01:00 due',
      'missed 02:00..06:00 (5) catch-up-window',
      'fired 07:00 catch-up:asleep',
      'fired 08:00 catch-up:asleep',
      'fired 09:00 catch-up:asleep',
      'fired 10:00 due',
    ]);
    const none = await sleep({ catchUpWindow: 10 * SECOND });
    expect(none.ledger()).toContain('missed 02:00..09:00 (8) catch-up-window');
  });
});

describe('a machine that sleeps for 3 weeks', () => {
  it.each(['last', 'skip', undefined] as const)(
    'leaves one row for a 4-second schedule (catchUp: %s)',
    async (catchUp) => {
      const harness = createSchedulerHarness({ start: START, runTime: 0 });
      await harness.start(harness.scheduled({ ...everyFourSeconds, ...(catchUp && { catchUp }) }));
      await harness.clock.advance(10 * SECOND);
      await harness.clock.suspend(21 * DAY + SECOND);
      await harness.clock.advance(3 * SECOND);
      const count = (21 * DAY) / (4 * SECOND);
      const row = harness.store.ledger({ outcomes: ['skipped', 'merged'] }, { limit: 9 }).entries;
      expect(row).toMatchObject([
        { outcome: catchUp === 'last' ? 'merged' : 'skipped', reason: 'asleep', count: count - 1 },
      ]);
      expectEachOnce(harness, 4 * SECOND, Date.parse(START), harness.clock.now());
    },
  );

  it('makes up for all of an hourly one, in order, though each run takes its time', async () => {
    const harness = createSchedulerHarness({ start: START, runTime: 20 * SECOND });
    await harness.start(harness.scheduled({ ...hourly, catchUp: 'all' }));
    await harness.clock.advance(MINUTE);
    await harness.clock.suspend(21 * DAY);
    await harness.clock.advance(6 * HOUR);
    const madeUp = harness.store.ledger({ outcomes: ['fired'] }, { limit: 1_000 }).entries;
    expect(madeUp.filter(({ reason }) => reason.startsWith('catch-up'))).toHaveLength(21 * 24);
    expectEachOnce(harness, HOUR, Date.parse(START), harness.clock.now());
  });

  it('makes up for all of a flow with its own `concurrency` at once, but not for hundreds', async () => {
    const harness = createSchedulerHarness({ start: START });
    await harness.start(harness.scheduled({ ...hourly, catchUp: 'all' }, { concurrency: { group: 'own' } }));
    await harness.clock.suspend(21 * DAY);
    await harness.clock.advance(MINUTE);
    expect(harness.runs.unfinished.size).toBe(20);
    for (let n = 0; n < 100; n++) {
      harness.runs.finish();
      await harness.clock.advance(SECOND);
    }
    expect(harness.runs.fires).toHaveLength(120);
  });
});

describe('a clock that is set', () => {
  const ticking = async () => {
    const harness = createSchedulerHarness({ start: START, runTime: 0 });
    await harness.start(
      harness.scheduled({ type: 'every', every: 10 * MINUTE, catchUp: 'last' }),
      harness.scheduled({ type: 'cron', cron: '30 3 * * *', timezone: 'Europe/Berlin' }, { flowId: 'nightly' }),
    );
    await harness.clock.advance(35 * MINUTE);
    return harness;
  };

  it.each([HOUR, DAY])('back by %d ms repeats nothing, and goes on where it was', async (ms) => {
    const harness = await ticking();
    const before = harness.ledger();
    expect(before).toHaveLength(4);
    await harness.clock.setWall(harness.clock.now() - ms);
    await harness.clock.advance(ms);
    expect(harness.ledger()).toEqual(before);
    await harness.clock.advance(20 * MINUTE);
    expect(harness.runs.fires.filter(({ schedule }) => schedule.flow.id === 'f')).toHaveLength(6);
    expectOneEach(harness);
  });

  it.each([HOUR, DAY])('forward by %d ms makes up for what was passed over', async (ms) => {
    const harness = await ticking();
    await harness.clock.setWall(harness.clock.now() + ms);
    await harness.clock.advance(5 * MINUTE);
    const { entries } = harness.store.ledger({ scheduleIds: ['f/t'], outcomes: ['merged'] }, { limit: 9 });
    expect(entries).toMatchObject([{ count: ms / (10 * MINUTE) - 1, reason: 'asleep' }]);
    await harness.clock.advance(25 * HOUR);
    expectOneEach(harness);
    const nightly = harness.runs.fires.filter(({ schedule }) => schedule.flow.id === 'nightly');
    const days = ms === HOUR ? ['02', '03'] : ['02', '03', '04'];
    expect(nightly.map(({ trigger }) => trigger.scheduledAt)).toEqual(
      days.map((day) => `2026-03-${day}T02:30:00.000Z`),
    );
  });

  function expectOneEach({ store }: SchedulerHarness): void {
    for (const id of ['f/t', 'nightly/t']) {
      const rows = [...store.ledger({ scheduleIds: [id] }, { limit: 100_000 }).entries].reverse();
      for (const [n, row] of rows.entries()) expect(n === 0 || row.first > rows[n - 1]!.last).toBe(true);
    }
  }
});

describe('a machine that comes to another time zone', () => {
  it('counts by it from then on, except for triggers that name their own', async () => {
    const harness = createSchedulerHarness({ start: '2026-03-02T06:00:00Z', runTime: 0, zone: 'Europe/Berlin' });
    const { start, scheduled, clock, ledger, machine } = harness;
    const nine = { type: 'cron', cron: '0 9 * * *' } as const;
    await start(scheduled(nine), scheduled({ ...nine, timezone: 'Asia/Tokyo' }, { flowId: 'tokyo' }));
    await clock.advance(3 * HOUR);
    expect(ledger()).toEqual(['fired 08:00 due']);
    machine.set({ zone: 'America/New_York' });
    await clock.advance(14 * HOUR);
    // Nine in New York, the same day.
    expect(ledger()).toEqual(['fired 08:00 due', 'fired 14:00 due']);
    machine.set({ zone: 'Asia/Tokyo' });
    await clock.advance(24 * HOUR);
    expect(ledger()).toEqual([
      'fired 2026-03-02T08:00 due',
      'fired 2026-03-02T14:00 due',
      'fired 2026-03-03T00:00 due',
    ]);
    expect(ledger('tokyo/t')).toEqual(['fired 00:00 due']);
  });

  it('does not take for missed what would have been due there before', async () => {
    const home = createSchedulerHarness({ start: '2026-03-02T12:00:00Z', runTime: 0 });
    const { clock, ledger, machine } = home;
    await home.start(home.scheduled({ type: 'cron', cron: '0 9 * * *' }));
    await clock.advance(16 * HOUR);
    // 04:00 of the next day in UTC, 13:00 in Tokyo: nine o'clock is over there.
    machine.set({ zone: 'Asia/Tokyo' });
    await clock.advance(4 * HOUR);
    expect(ledger()).toEqual([]);
  });
});
