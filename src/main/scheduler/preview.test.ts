import { describe, expect, it } from 'vitest';
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
