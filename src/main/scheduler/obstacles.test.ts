import { describe, expect, it } from 'vitest';
import { createSchedulerHarness } from '../../testing/scheduler-harness.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const START = '2026-03-02T08:59:30Z';
const everyMinute = { type: 'every', every: MINUTE } as const;
const hourly = { type: 'cron', cron: '0 * * * *' } as const;

describe('a run that takes longer than the interval', () => {
  it('is followed by one that waits, into which later fires are merged', async () => {
    const { start, scheduled, clock, runs, ledger } = createSchedulerHarness({ start: START });
    await start(scheduled(everyMinute));
    await clock.advance(4 * MINUTE);
    expect(runs.fires).toHaveLength(1);
    expect(ledger()).toEqual(['fired 09:00 due', 'deferred 09:01 overlap:run-1']);
    runs.finish();
    await clock.advance(SECOND);
    expect(runs.fires).toHaveLength(2);
    expect(ledger()).toEqual(['fired 09:00 due', 'fired 09:01 waited:overlap', 'merged 09:02..09:03 (2) overlap']);
    runs.finish();
    await clock.advance(MINUTE);
    expect(ledger().at(-1)).toBe('fired 09:04 due');
  });

  it('holds back the other triggers of its flow, and no other flow', async () => {
    const { start, scheduled, clock, runs, ledger } = createSchedulerHarness({ start: START });
    await start(
      scheduled(everyMinute),
      scheduled({ ...everyMinute, id: 'second' }),
      scheduled(everyMinute, { flowId: 'other' }),
    );
    await clock.advance(MINUTE);
    expect(runs.fires.map(({ schedule }) => schedule.id)).toEqual(['f/t', 'other/t']);
    expect(ledger('f/second')).toEqual(['deferred 09:00 overlap:run-1']);
    runs.finish('run-1');
    await clock.advance(SECOND);
    expect(ledger('f/second')).toEqual(['fired 09:00 waited:overlap']);
  });

  it('is none of the scheduler’s business where the flow has `concurrency` of its own', async () => {
    const { start, scheduled, clock, runs } = createSchedulerHarness({ start: START });
    await start(scheduled(everyMinute, { concurrency: { group: 'own' } }));
    await clock.advance(4 * MINUTE);
    expect(runs.fires).toHaveLength(4);
  });

  it('is waited for over a restart', async () => {
    const harness = createSchedulerHarness({ start: START });
    await harness.start(harness.scheduled({ ...everyMinute, catchUp: 'last' }));
    await harness.clock.advance(2 * MINUTE);
    const later = await harness.restart();
    await later.start(later.scheduled({ ...everyMinute, catchUp: 'last' }));
    await later.clock.advance(MINUTE);
    expect(later.ledger()).toEqual([
      'fired 09:00 due',
      'fired 09:01 catch-up:not-running',
      'deferred 09:02 overlap:run-1',
    ]);
  });
});

describe('a pause', () => {
  it('of one schedule, of a label, or of all holds back those, durably, and then the policy decides', async () => {
    const harness = createSchedulerHarness({ start: START, runTime: 0 });
    const schedules = [
      harness.scheduled(hourly, { labels: ['nightly'] }),
      harness.scheduled(hourly, { flowId: 'other' }),
      harness.scheduled(everyMinute, { flowId: 'often', labels: ['nightly'] }),
    ];
    const label = { scope: 'label', label: 'nightly' } as const;
    harness.store.pause({ ...label, at: harness.clock.now(), by: 'ada' });
    await harness.start(...schedules);
    await harness.clock.advance(2 * HOUR);
    expect(harness.ledger()).toEqual(['deferred 09:00 paused']);
    expect(harness.ledger('often/t')).toEqual(['deferred 09:00 paused']);
    expect(harness.ledger('other/t')).toEqual(['fired 09:00 due', 'fired 10:00 due']);

    const later = await harness.restart();
    await later.start(...schedules);
    await later.clock.advance(HOUR);
    expect(later.ledger()).toEqual(['deferred 09:00 paused']);

    later.store.resume(label);
    await later.clock.advance(SECOND);
    expect(later.ledger()).toEqual(['merged 09:00..10:00 (2) paused', 'fired 11:00 catch-up:paused']);
    // The last one was no longer ago than half the way to the next: it counts as on time.
    expect(later.ledger('often/t').slice(0, 2)).toEqual(['skipped 09:00..11:58 (179) paused', 'fired 11:59 due']);
  });

  it('leaves alone what runs, and can begin and end at any time', async () => {
    const { start, scheduled, clock, store, ledger } = createSchedulerHarness({ start: START, runTime: 0 });
    const all = { scope: 'all' } as const;
    await start(scheduled({ ...everyMinute, catchUp: 'last' }));
    for (let round = 0; round < 3; round++) {
      await clock.advance(MINUTE);
      store.pause({ ...all, at: clock.now(), by: 'ada' });
      await clock.advance(10 * SECOND);
      store.resume(all);
      await clock.advance(50 * SECOND);
      store.pause({ ...all, at: clock.now(), by: 'ada' });
      await clock.advance(2 * MINUTE);
      store.resume(all);
    }
    await clock.advance(SECOND);
    const outcomes = ledger().map((row) => row.split(' ')[0]);
    expect(outcomes.filter((outcome) => outcome === 'deferred')).toEqual([]);
    expect(ledger().slice(0, 4)).toEqual([
      'fired 09:00 due',
      'fired 09:01 due',
      'merged 09:02 paused',
      'fired 09:03 catch-up:paused',
    ]);
  });
});

describe('battery and network', () => {
  it('defer what says so, in words, and let one fire once they are back', async () => {
    const { start, scheduled, clock, machine, ledger } = createSchedulerHarness({ start: START, runTime: 0 });
    machine.set({ battery: true });
    await start(
      scheduled({ ...hourly, onBattery: 'defer' }),
      scheduled({ ...hourly, onOffline: 'defer' }, { flowId: 'net' }),
      scheduled({ ...hourly, onBattery: 'run' }, { flowId: 'any' }),
    );
    await clock.advance(HOUR);
    expect(ledger()).toEqual(['deferred 09:00 battery']);
    expect(ledger('net/t')).toEqual(['fired 09:00 due']);
    expect(ledger('any/t')).toEqual(['fired 09:00 due']);
    machine.set({ online: false });
    await clock.advance(2 * HOUR);
    machine.set({ online: true, battery: false });
    await clock.advance(SECOND);
    expect(ledger()).toEqual(['merged 09:00..10:00 (2) battery', 'fired 11:00 catch-up:battery']);
    expect(ledger('net/t')).toEqual(['fired 09:00 due', 'merged 10:00 offline', 'fired 11:00 catch-up:offline']);
  });

  it('give way to each other and to pauses: the open row says what holds it back now', async () => {
    const { start, scheduled, clock, machine, store, ledger } = createSchedulerHarness({ start: START, runTime: 0 });
    machine.set({ battery: true });
    await start(scheduled({ ...hourly, onBattery: 'defer', onOffline: 'defer' }));
    await clock.advance(HOUR);
    store.pause({ scope: 'schedule', scheduleId: 'f/t', at: clock.now(), by: 'ada' });
    await clock.advance(SECOND);
    expect(ledger()).toEqual(['deferred 09:00 paused']);
    machine.set({ battery: false, online: false });
    store.resume({ scope: 'schedule', scheduleId: 'f/t' });
    await clock.advance(SECOND);
    expect(ledger()).toEqual(['deferred 09:00 offline']);
    machine.set({ online: true });
    await clock.advance(MINUTE);
    expect(ledger()).toEqual(['fired 09:00 catch-up:offline', 'fired 10:00 due']);
  });
});

describe('a trigger that was changed while it waited', () => {
  it('leaves the instant behind as missed', async () => {
    const { start, scheduled, scheduler, clock, store, ledger } = createSchedulerHarness({ start: START, runTime: 0 });
    store.pause({ scope: 'all', at: clock.now(), by: 'ada' });
    await start(scheduled(hourly));
    await clock.advance(HOUR);
    await scheduler.load([scheduled({ type: 'cron', cron: '30 * * * *' }, { armedAt: clock.now() })]);
    store.resume({ scope: 'all' });
    await clock.advance(HOUR);
    expect(ledger()).toEqual(['missed 09:00 trigger-changed', 'fired 10:30 due']);
  });
});

describe('an event trigger', () => {
  const watch = { type: 'watch', watch: ['src/**'] } as const;
  const event = (at: number, file: string, mark?: number) => ({
    at,
    files: [file],
    ...(mark === undefined ? {} : { mark }),
  });

  it('fires when told, with what happened', async () => {
    const { start, scheduled, scheduler, clock, runs, ledger } = createSchedulerHarness({ start: START, runTime: 0 });
    await start(scheduled(watch));
    await clock.advance(30 * SECOND);
    const decided = scheduler.occurred('f/t', { at: clock.now(), files: ['a.ts'], data: { count: 1 } });
    await clock.advance(SECOND);
    await decided;
    expect(ledger()).toEqual(['fired 09:00 due']);
    expect(runs.fires[0]?.trigger).toEqual({
      type: 'watch',
      id: 't',
      scheduledAt: '2026-03-02T09:00:00.000Z',
      files: ['a.ts'],
      data: { count: 1 },
    });
    await scheduler.occurred('f/unknown', event(clock.now(), 'x'));
  });

  it('gives each event an instant of its own', async () => {
    const { start, scheduled, scheduler, clock, store, runs } = createSchedulerHarness({ start: START, runTime: 0 });
    await start(scheduled(watch));
    await clock.advance(SECOND);
    const now = clock.now();
    for (let n = 0; n < 5; n++) void scheduler.occurred('f/t', event(now, `${n}`));
    await clock.advance(SECOND);
    expect(runs.fires.map(({ nominal }) => nominal - now)).toEqual([0, 1, 2, 3, 4]);
    expect(store.get('f/t')).toMatchObject({ runs: 5, decided: now + 4 });
  });

  it('is told the same thing twice, and does it once', async () => {
    const { start, scheduled, scheduler, clock, runs } = createSchedulerHarness({ start: START, runTime: 0 });
    await start(scheduled(watch));
    for (const mark of [5, 5, 4, 6]) void scheduler.occurred('f/t', event(clock.now(), 'a', mark));
    await clock.advance(SECOND);
    expect(runs.fires).toHaveLength(2);
  });

  it('waits for the run before, and collects files meanwhile; durably', async () => {
    const harness = createSchedulerHarness({ start: START });
    await harness.start(harness.scheduled(watch));
    for (const file of ['a', 'b', 'c', 'b']) {
      void harness.scheduler.occurred('f/t', event(harness.clock.now(), file));
      await harness.clock.advance(SECOND);
    }
    expect(harness.ledger().map((row) => row.replace(/ \d\S* /, ' '))).toEqual([
      'fired due',
      'deferred overlap:run-1',
      'merged (2) overlap',
    ]);
    const later = await harness.restart();
    await later.start(later.scheduled(watch));
    await later.clock.advance(SECOND);
    expect(later.runs.fires.map(({ trigger }) => trigger.files)).toEqual([['b', 'c']]);
    expect(later.store.get('f/t')).toMatchObject({ deferral: null, runs: 2 });
  });

  it('keeps to `startAt`, `endAt`, `except`, `maxRuns` and jitter', async () => {
    const { start, scheduled, scheduler, clock, runs, ledger } = createSchedulerHarness({ start: START, runTime: 0 });
    await start(
      scheduled({ ...watch, startAt: '2026-03-02T10:00:00Z', except: ['2026-03-03'], maxRuns: 2, jitter: MINUTE }),
    );
    const happen = async () => {
      void scheduler.occurred('f/t', event(clock.now(), 'a'));
      await clock.advance(MINUTE);
    };
    await happen();
    expect(ledger()).toEqual([]);
    await clock.advance(HOUR);
    await happen();
    expect(runs.fires).toHaveLength(1);
    await clock.advance(16 * HOUR);
    await happen();
    expect(runs.fires).toHaveLength(1);
    expect(ledger().at(-1)).toMatch(/^skipped 2026-03-03T02:01:30 except/);
    await clock.advance(24 * HOUR);
    for (let n = 0; n < 3; n++) await happen();
    expect(runs.fires).toHaveLength(2);
  });

  it('is held back by a pause, and then fires once with everything', async () => {
    const { start, scheduled, scheduler, clock, store, runs } = createSchedulerHarness({ start: START, runTime: 0 });
    store.pause({ scope: 'all', at: 0, by: 'ada' });
    await start(scheduled(watch), scheduled({ ...watch, catchUp: 'skip' }, { flowId: 'skips' }));
    for (const file of ['a', 'b']) {
      for (const id of ['f/t', 'skips/t']) void scheduler.occurred(id, event(clock.now(), file));
      await clock.advance(MINUTE);
    }
    store.resume({ scope: 'all' });
    await clock.advance(SECOND);
    expect(runs.fires.map(({ schedule, trigger }) => [schedule.id, trigger.files])).toEqual([['f/t', ['a', 'b']]]);
    expect(store.get('skips/t')).toMatchObject({ runs: 0, deferral: null });
  });
});
