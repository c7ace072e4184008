import { describe, expect, it } from 'vitest';
import { createSchedulerHarness } from '../../testing/scheduler-harness.ts';
import { backfillFire, planBackfill } from './backfill.ts';
import { standingOf } from './standing.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(`2026-03-02T${text}:00Z`);

describe('filling in a past range', () => {
  const ran = async () => {
    const harness = createSchedulerHarness({ start: '2026-03-02T05:30:00Z', runTime: 0 });
    const schedule = harness.scheduled({ type: 'cron', cron: '0 * * * *', params: { region: 'eu' } });
    await harness.start(schedule);
    await harness.clock.advance(3 * HOUR);
    return { harness, schedule };
  };

  it('lists what would fire, with parameters, and what has fired already', async () => {
    const { harness, schedule } = await ran();
    const plan = planBackfill(schedule, { from: at('03:00'), to: at('07:00') }, harness.store, 'UTC', 0);
    expect(plan.map(({ nominal, alreadyFired, params }) => [nominal, alreadyFired, params.region])).toEqual([
      [at('03:00'), null, 'eu'],
      [at('04:00'), null, 'eu'],
      [at('05:00'), null, 'eu'],
      [at('06:00'), 'run-1', 'eu'],
      [at('07:00'), 'run-2', 'eu'],
    ]);
  });

  it('stands in the ledger without moving the schedule', async () => {
    const { harness, schedule } = await ran();
    const [first] = planBackfill(schedule, { from: at('03:00'), to: at('03:30') }, harness.store, 'UTC', 0);
    const before = harness.store.get('f/t');
    const { trigger, record } = await backfillFire(first!, 'filled-in', harness.store, harness.clock.now());
    await harness.store.record([record]);
    expect(trigger).toMatchObject({ type: 'cron', scheduledAt: '2026-03-02T03:00:00.000Z' });
    expect(harness.store.get('f/t')).toEqual({ ...before, seq: before!.seq + 1 });
    expect(harness.ledger().at(-1)).toBe('fired 03:00 backfill');
    await harness.clock.advance(HOUR);
    expect(harness.ledger().at(-1)).toBe('fired 09:00 due');
    const again = planBackfill(schedule, { from: at('03:00'), to: at('03:30') }, harness.store, 'UTC', 0);
    expect(again).toMatchObject([{ alreadyFired: 'filled-in' }]);
  });
});

describe('how a schedule stands', () => {
  it('is active, waiting, paused or finished', async () => {
    const harness = createSchedulerHarness({ start: '2026-03-02T05:30:00Z' });
    const hourly = harness.scheduled({ type: 'cron', cron: '0 * * * *' });
    const once = harness.scheduled({ type: 'at', at: '2026-03-02T06:00:00Z' }, { flowId: 'once' });
    const standing = (schedule: typeof hourly) =>
      standingOf(schedule, harness.store.get(schedule.id), {
        now: harness.clock.now(),
        localZone: 'UTC',
        pauses: harness.store.pauses(),
      });
    await harness.start(hourly, once);
    expect(standing(hourly)).toMatchObject({ status: 'active', next: { nominal: at('06:00') }, lastFired: null });
    await harness.clock.advance(2 * HOUR);
    expect(standing(hourly)).toMatchObject({ status: 'waiting', deferral: { instant: at('07:00') } });
    expect(standing(once)).toMatchObject({ status: 'finished', next: null, lastFired: { instant: at('06:00') } });
    harness.store.pause({ scope: 'all', at: 5, by: 'ada' });
    expect(standing(hourly)).toMatchObject({ status: 'paused', pause: { by: 'ada' } });
  });
});
