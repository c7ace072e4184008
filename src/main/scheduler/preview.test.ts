import { describe, expect, it } from 'vitest';
import type { RunConcurrency } from '../../core/flow/flow.ts';
import { createSchedulerHarness, eventLoopTurn, scheduledFlow } from '../../testing/scheduler-harness.ts';
import { type PreviewQuestion, preview } from './preview.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FROM = Date.parse('2026-03-28T00:00:00Z');

const flow = (flowId: string, trigger: Parameters<typeof scheduledFlow>[0]) =>
  scheduledFlow(trigger, { flowId, armedAt: FROM - DAY });

const ask = (question: Partial<PreviewQuestion> & Pick<PreviewQuestion, 'schedules'>) =>
  preview({ from: FROM, to: FROM + 2 * DAY, localZone: 'Europe/Berlin', turn: eventLoopTurn, ...question });

const lines = ({ ledger }: Awaited<ReturnType<typeof preview>>) =>
  ledger.map(
    ({ outcome, first, count, reason }) =>
      `${outcome} ${new Date(first).toISOString().slice(5, 16)} ${count} ${reason}`,
  );

describe('what-if', () => {
  it('shows fires, and what a clock change does to them', async () => {
    const result = await ask({
      schedules: [flow('nightly', { type: 'cron', cron: '*/30 2 * * *' })],
      to: FROM + 36 * HOUR,
    });
    expect(lines(result)).toEqual([
      'fired 03-28T01:00 1 due',
      'fired 03-28T01:30 1 due',
      'fired 03-29T01:00 1 due',
      'merged 03-29T01:00 1 clock-change:2026-03-29T02:00',
    ]);
    expect(result.clockChanges).toEqual([
      { zone: 'Europe/Berlin', at: Date.parse('2026-03-29T01:00:00Z'), offsetBefore: HOUR, offsetAfter: 2 * HOUR },
    ]);
    expect(result.until).toBe(FROM + 36 * HOUR);
  });

  it('shows overlaps by how long runs take', async () => {
    const result = await ask({
      schedules: [flow('slow', { type: 'every', every: 10 * MINUTE })],
      to: FROM + HOUR,
      runTime: () => 25 * MINUTE,
    });
    expect(lines(result)).toEqual([
      'fired 03-28T00:10 1 due',
      'fired 03-28T00:20 1 waited:overlap',
      'merged 03-28T00:30 1 overlap',
      'fired 03-28T00:40 1 waited:overlap',
      'merged 03-28T00:50 2 overlap',
    ]);
    expect(result.runs.map(({ start, end }) => [start, end].map((at) => at && (at - FROM) / MINUTE))).toEqual([
      [10, 35],
      [35, 60],
      [60, null],
    ]);
  });

  describe('of a flow with `concurrency` of its own', () => {
    const overlapping = async (concurrency: RunConcurrency, runTime = 25 * MINUTE) => {
      const { runs } = await ask({
        schedules: [{ ...flow('slow', { type: 'every', every: 10 * MINUTE }), concurrency }],
        to: FROM + HOUR,
        runTime: () => runTime,
      });
      return runs.map(({ start, end, held }) => {
        const minutes = [start, end].map((at) => (at === null ? '…' : (at - FROM) / MINUTE)).join('-');
        return held === null ? minutes : `${minutes} ${held}`;
      });
    };

    it('lets later runs wait for a place, as many as may', async () => {
      expect(await overlapping({ group: 'db' })).toEqual([
        '10-35',
        '35-60 queued',
        '60-… queued',
        '…-… queued',
        '…-… queued',
        '…-… queued',
      ]);
      expect(await overlapping({ group: 'db', limit: 2, maxQueued: 1 })).toEqual([
        '10-35',
        '20-45',
        '35-60 queued',
        '45-… queued',
        '60-… queued',
        '…-… skipped',
      ]);
    });

    it('leaves out those that find no place, with `skip`', async () => {
      expect(await overlapping({ group: 'db', onConflict: 'skip' })).toEqual([
        '10-35',
        '…-… skipped',
        '…-… skipped',
        '40-…',
        '…-… skipped',
        '…-… skipped',
      ]);
    });

    it('cuts off what runs, with `cancel-in-progress`', async () => {
      expect(await overlapping({ group: 'db', onConflict: 'cancel-in-progress' }, 15 * MINUTE)).toEqual([
        '10-20 cancelled',
        '20-30 cancelled',
        '30-40 cancelled',
        '40-50 cancelled',
        '50-60 cancelled',
        '60-…',
      ]);
    });

    it('counts a group over flows, with the smallest limit that one of them says', async () => {
      const every = { type: 'every', every: 30 * MINUTE } as const;
      const { runs } = await ask({
        schedules: [
          { ...flow('one', every), concurrency: { group: 'db', limit: 5 } },
          { ...flow('two', every), concurrency: { group: 'db', limit: 1 } },
        ],
        to: FROM + 50 * MINUTE,
        runTime: () => 10 * MINUTE,
      });
      expect(runs.map(({ start }) => (start! - FROM) / MINUTE)).toEqual([30, 40]);
    });
  });

  it('follows flows that come after others, also in a circle, up to its limit', async () => {
    const chain = [
      flow('first', { type: 'every', every: 6 * HOUR }),
      flow('second', { type: 'flow', flow: 'first' }),
      flow('onFailure', { type: 'flow', flow: 'first', status: 'failed' }),
    ];
    const { runs } = await ask({ schedules: chain, to: FROM + DAY });
    expect(runs.map(({ flowId }) => flowId)).toEqual(Array.from({ length: 4 }, () => ['first', 'second']).flat());

    const circle = [...chain, flow('first', { type: 'flow', flow: 'second', id: 'again' })];
    const cut = await ask({ schedules: circle, limit: 50 });
    expect(cut.runs).toHaveLength(50);
    expect(cut.until).toBe(FROM + 6 * HOUR);
  });

  it('keeps to what is stored, paused and armed', async () => {
    const { store } = createSchedulerHarness({ start: '2026-03-28T00:00:00Z' });
    const schedules = [
      flow('a', { type: 'every', every: HOUR, maxRuns: 2 }),
      flow('b', { type: 'every', every: HOUR }),
      { ...flow('c', { type: 'every', every: HOUR }), armedAt: FROM + 90 * MINUTE },
    ];
    await store.see(['a/t'], FROM);
    const stored = { ...store.get('a/t')!, runs: 1 };
    const result = await ask({
      schedules,
      to: FROM + 3 * HOUR,
      stored: (id) => (id === 'a/t' ? stored : null),
      pauses: [{ scope: 'schedule', scheduleId: 'b/t', at: 0, by: 'ada' }],
    });
    expect(result.ledger.map(({ scheduleId, outcome }) => `${scheduleId} ${outcome}`).sort()).toEqual([
      'a/t fired',
      'b/t deferred',
      'c/t fired',
      'c/t fired',
    ]);
  });

  it('looks a year ahead over a hundred schedules in no time', async () => {
    const schedules = Array.from({ length: 100 }, (_, n) =>
      flow(`f${n}`, { type: 'cron', cron: `${n % 60} ${n % 24} * * MON` }),
    );
    const result = await ask({ schedules, to: FROM + 364 * DAY });
    expect(result.runs).toHaveLength(5_200);
  });
});
