import { describe, expect, it } from 'vitest';
import { runStream, scheduleStream } from '../../core/run/event.ts';
import { instant, runCreated } from '../../testing/run-fixtures.ts';
import { describeScheduleStore } from '../../testing/schedule-store.suite.ts';
import { openTemporary, openTwice } from '../../testing/temporary-store.ts';
import { until } from '../../testing/until.ts';
import { openReadable } from './database.ts';
import { scheduleRowQueries } from './schedule-rows.ts';
import { ledgerQuery, scheduleQueries } from './schedule-store.ts';
import { trimQueries } from './schedule-trim.ts';

describeScheduleStore('SQLite', () => {
  const { store, close } = openTemporary();
  return { store: store.schedules, close };
});

const fired = (runId: string, seconds: number) =>
  ({
    type: 'schedule.fired',
    at: instant(0),
    scheduleId: 'f/a',
    instant: instant(seconds * 1000),
    runId,
    reason: 'due',
  }) as const;

describe('an outcome and the run it made', () => {
  it('are written in one transaction: both or neither', async () => {
    const { store, close } = openTemporary();
    const stream = scheduleStream('f/a');
    const both = (runId: string, seconds: number, expectedSeq: number) => [
      { stream: runStream(runId), expectedSeq: 0, events: [runCreated(runId, instant(0))] },
      { stream, expectedSeq, events: [fired(runId, seconds)] },
    ];
    await store.events.appendMany(both('one', 1, 0));
    await expect(store.events.appendMany(both('two', 2, 0))).rejects.toThrow('is at 1');
    expect(store.runs.get('two')).toBeNull();
    expect(store.schedules.get('f/a')).toMatchObject({ runs: 1, lastFired: { runId: 'one' } });
    await store.events.appendMany(both('three', 3, 1));
    expect(store.schedules.ledger({}, { limit: 9 }).entries.map(({ runId }) => runId)).toEqual(['three', 'one']);
    close();
  });

  it('are not decided twice by two processes', async () => {
    const { store, other, close } = openTwice();
    const append = (runId: string) => [{ stream: scheduleStream('f/a'), expectedSeq: 0, events: [fired(runId, 1)] }];
    const results = await Promise.allSettled([store, other].map((one, n) => one.schedules.record(append(`run-${n}`))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(other.schedules.get('f/a')?.runs).toBe(1);
    close();
  });
});

describe('trimming', () => {
  it('takes the events with the rows, and leaves a stream that goes on where it was', async () => {
    const { store, close } = openTemporary();
    const stream = scheduleStream('f/a');
    for (let n = 0; n < 300; n++) {
      await store.events.appendMany([{ stream, expectedSeq: n, events: [fired(`run-${n}`, n)] }]);
    }
    await store.schedules.trim(10);
    const left = store.events.read(stream, 0);
    expect(left.length).toBeLessThan(20);
    expect(left.at(-1)).toMatchObject({ seq: 300, runId: 'run-299' });
    await store.events.append(stream, 300, [fired('next', 400)]);
    expect(store.schedules.get('f/a')).toMatchObject({ seq: 301, runs: 301 });
    close();
  });
});

describe('pauses and armed triggers', () => {
  it('set by another process are noticed', async () => {
    const { store, other, close } = openTwice();
    let told = 0;
    const end = store.schedules.watch(() => told++);
    other.schedules.pause({ scope: 'all', at: 1, by: 'terminal' });
    await until(() => told === 1, 'the pause');
    // Other commits are none of its business.
    other.keyValues.set('x', '1');
    other.schedules.arm([{ scheduleId: 'f/a', workspace: '/w', content: '{}', armedAt: 5 }]);
    await until(() => told === 2, 'the armed trigger');
    end();
    close();
  });
});

it('finds what it asks for without reading whole tables', () => {
  const { store, close } = openTemporary();
  const database = openReadable(store.paths.database, { busyTimeout: 1000 });
  const planOf = (sql: string, ...params: (string | number)[]) => database.plan(sql, ...params).join('\n');
  const ledgerPlan = (filter: Parameters<typeof ledgerQuery>[0]) => {
    const { sql, params } = ledgerQuery(filter, 10, 1_000);
    const plan = planOf(sql, ...params);
    expect(plan).not.toContain('TEMP B-TREE');
    return plan;
  };
  expect(planOf(scheduleRowQueries.byId, 'f/a')).toMatch(/SEARCH schedules USING INDEX/);
  expect(planOf(scheduleRowQueries.newestOfLedger, 1)).toMatch(/USING INDEX schedule_ledger_by_schedule/);
  expect(planOf(scheduleRowQueries.closeDeferred, 1)).toMatch(/schedule_ledger_open/);
  expect(planOf(scheduleQueries.armed, '/w')).toMatch(/armed_triggers_by_workspace/);
  expect(planOf(trimQueries.oldLedger, 1, 5)).toMatch(/schedule_ledger_by_schedule/);
  expect(planOf(trimQueries.ledger, 1, 5, 5)).toMatch(/schedule_ledger_by_schedule/);
  expect(planOf(trimQueries.events, 'x', 5, 5)).toMatch(/events_by_stream/);
  expect(ledgerPlan({})).toMatch(/SEARCH ledger USING INTEGER PRIMARY KEY/);
  expect(ledgerPlan({ scheduleIds: ['f/a'] })).toMatch(/schedule_ledger_by_schedule/);
  expect(ledgerPlan({ outcomes: ['missed'] })).toMatch(
    /SEARCH ledger USING INDEX schedule_ledger_unusual \(number<\?\)/,
  );
  database.close();
  close();
});
