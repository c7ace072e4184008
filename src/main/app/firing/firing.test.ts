import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Trigger } from '../../../core/flow/flow.ts';
import { runStream, scheduleStream } from '../../../core/run/event.ts';
import { createMemoryStore } from '../../../testing/memory-event-log.ts';
import { emptyPlan, instant, runCreated, runFinished } from '../../../testing/run-fixtures.ts';
import { scheduledFlow } from '../../../testing/scheduler-harness.ts';
import { temporaryFolder } from '../../../testing/temporary-store.ts';
import type { StartRequest } from '../../engine/engine.ts';
import { RunRefused } from '../../engine/engine.ts';
import type { Fire } from '../../scheduler/dispatcher.ts';
import { createMemoryScheduleStore } from '../../scheduler/memory-schedule-store.ts';
import type { PrepareFlow } from '../prepare-flow.ts';
import { createEngineDispatcher } from './engine-dispatcher.ts';
import { createExceptFiles } from './except-files.ts';
import { type CatalogTrigger, createScheduleSource } from './schedule-source.ts';
import { createUnfinishedRuns } from './unfinished-runs.ts';

const nightly: Trigger = { type: 'cron', cron: '0 3 * * *', id: 'nightly' };

describe('where schedules come from', () => {
  const entry = (workspace: string, trigger: Trigger, trusted = true): CatalogTrigger => ({
    flow: { id: `flow of ${workspace}`, name: 'report', workspace, file: 'report.chronum.yaml' },
    labels: ['a'],
    trusted,
    trigger,
    concurrency: null,
  });

  const open = (entries: CatalogTrigger[], examples?: string) => {
    const store = createMemoryScheduleStore();
    let now = 1_000;
    const source = createScheduleSource({
      catalog: { list: async () => entries, watch: () => () => {} },
      store,
      readExcept: async () => [],
      armsByItself: (workspace) => workspace === examples,
      now: () => now++,
    });
    return { source, store, entries };
  };

  it('is trusted workspaces, and what a person has let through', async () => {
    const { source } = open([entry('/mine', nightly), entry('/theirs', nightly, false)]);
    expect(await source.list()).toEqual([]);
    expect((await source.pending()).map(({ flow }) => flow.workspace)).toEqual(['/mine']);
    expect(await source.arm(['flow of /mine/nightly', 'flow of /theirs/nightly'])).toBe(1);
    expect(await source.pending()).toEqual([]);
    expect(await source.list()).toMatchObject([{ id: 'flow of /mine/nightly', labels: ['a'], armedAt: 1_000 }]);
  });

  it('lets through what is there when a workspace is trusted, and nothing that comes later', async () => {
    const { source, entries } = open([entry('/mine', nightly), entry('/other', nightly)]);
    await source.trusted('/mine');
    expect(await source.list()).toHaveLength(1);
    entries.push(entry('/mine', { type: 'every', every: 1_000, id: 'new' }));
    expect(await source.list()).toHaveLength(1);
    expect((await source.pending('/mine')).map(({ trigger }) => trigger.id)).toEqual(['new']);
  });

  it('lets through by itself what came with the studio', async () => {
    const { source } = open([entry('/examples', nightly), entry('/mine', nightly)], '/examples');
    expect((await source.list()).map(({ flow }) => flow.workspace)).toEqual(['/examples']);
    expect((await source.pending()).map(({ flow }) => flow.workspace)).toEqual(['/mine']);
  });

  it('gives the same objects for what has not changed, and forgets what was switched off', async () => {
    const { source, entries } = open([entry('/mine', nightly)]);
    await source.trusted('/mine');
    const [first] = await source.list();
    entries.splice(0, 1, entry('/mine', { ...nightly }));
    expect((await source.list())[0]).toBe(first);
    entries.splice(0, 1, entry('/mine', { ...nightly, enabled: false }));
    expect(await source.list()).toEqual([]);
    entries.splice(0, 1, entry('/mine', nightly));
    expect(await source.list()).toEqual([]);
    expect(await source.pending()).toMatchObject([{ before: null }]);
  });

  it('reads the calendar files of `except`, and tells when it cannot', async () => {
    const { folder, remove } = temporaryFolder();
    const event = 'BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nEND:VEVENT';
    writeFileSync(join(folder, 'holidays.ics'), `BEGIN:VCALENDAR\r\n${event}\r\nEND:VCALENDAR\r\n`);
    const told: string[] = [];
    const read = createExceptFiles((message) => told.push(message));
    const flow = { id: 'f', name: 'f', workspace: folder, file: 'f.chronum.yaml' };
    const day = Date.parse('2026-12-25T00:00:00Z') / 86_400_000;
    expect(await read(flow, { ...nightly, except: ['holidays.ics', '2026-01-01'] })).toEqual([
      { from: day, to: day + 1 },
    ]);
    expect(await read(flow, { ...nightly, except: ['missing.ics'] })).toEqual([]);
    expect(told).toEqual([expect.stringContaining('missing.ics')]);
    remove();
  });
});

describe('the dispatcher on the engine', () => {
  const fireOf = (flowId: string): Fire => ({
    schedule: scheduledFlow({ ...nightly, params: { region: 'eu' } }, { flowId, armedAt: 0 }),
    runId: `run of ${flowId}`,
    nominal: 5,
    dueAt: 5,
    trigger: { type: 'cron', id: 'nightly', scheduledAt: instant(0) },
    record: { stream: scheduleStream(`${flowId}/nightly`), expectedSeq: 0, events: [] },
  });

  const open = (trusted = true) => {
    const started: (readonly StartRequest[])[] = [];
    const prepareFlow: PrepareFlow = async (workspace, file, params) => {
      if (file.startsWith('gone')) return { ok: false, error: { code: 'NOT_FOUND', problems: [] } };
      if (file.startsWith('broken')) return { ok: false, error: { code: 'INVALID', problems: [] } };
      const flow = { id: file, name: file, workspace, file };
      return { ok: true, value: { request: { flow, plan: emptyPlan(), params }, warnings: [] } };
    };
    const dispatcher = createEngineDispatcher({
      engine: {
        startAll: async (requests) => {
          if (requests.some(({ flow }) => flow.file.startsWith('refused'))) throw new RunRefused(['maxParallel']);
          if (requests.some(({ flow }) => flow.file.startsWith('full'))) throw new Error('the disk is full');
          started.push(requests);
          return [];
        },
      },
      prepareFlow,
      workspaces: { get: (path) => ({ path, trusted, openedAt: instant(0) }) },
      environment: () => ({ PATH: '/bin' }),
      runs: { of: () => [], watch: () => () => {} },
    });
    return { dispatcher, started };
  };

  it('starts all in one transaction with what the ledger says of them', async () => {
    const { dispatcher, started } = open();
    expect(await dispatcher.dispatch([fireOf('a'), fireOf('gone'), fireOf('broken'), fireOf('b')])).toEqual([
      { ok: true },
      { ok: false, reason: 'flow-missing' },
      { ok: false, reason: 'flow-invalid' },
      { ok: true },
    ]);
    expect(started).toHaveLength(1);
    expect(started[0]).toMatchObject([
      {
        runId: 'run of a',
        params: { region: 'eu' },
        environment: { PATH: '/bin' },
        trigger: { scheduledAt: instant(0) },
        alongside: [{ stream: 'schedule:a/nightly' }],
      },
      { runId: 'run of b' },
    ]);
  });

  it('starts the others when the engine refuses one', async () => {
    const { dispatcher, started } = open();
    const answers = await dispatcher.dispatch([fireOf('a'), fireOf('refused'), fireOf('b')]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(started.flat().map(({ runId }) => runId)).toEqual(['run of a', 'run of b']);
  });

  it('starts nothing in a workspace that is not trusted any more, and rejects when nothing can be written', async () => {
    expect(await open(false).dispatcher.dispatch([fireOf('a')])).toEqual([{ ok: false, reason: 'not-trusted' }]);
    await expect(open().dispatcher.dispatch([fireOf('full')])).rejects.toThrow('the disk is full');
  });
});

describe('runs that a schedule waits for', () => {
  it('are those of its flow that triggers started, until they finish or are interrupted', async () => {
    const { events, runs } = createMemoryStore();
    const unfinished = createUnfinishedRuns({ runs, events });
    const told: string[] = [];
    const end = unfinished.watch((flowId) => told.push(flowId));
    const scheduled = { type: 'cron', id: 'nightly', scheduledAt: instant(0) };
    await events.append(runStream('manual'), 0, [runCreated('manual', instant(0))]);
    await events.append(runStream('one'), 0, [runCreated('one', instant(0), { trigger: scheduled })]);
    await events.append(runStream('two'), 0, [runCreated('two', instant(0), { trigger: scheduled })]);
    expect([...unfinished.of('flow-deploy')].sort()).toEqual(['one', 'two']);
    expect(unfinished.of('another')).toEqual([]);
    await events.append(runStream('one'), 1, [runFinished('one', instant(1))]);
    await events.append(runStream('two'), 1, [
      { type: 'run.interrupted', at: instant(2), runId: 'two', reason: 'owner-died' },
    ]);
    expect(unfinished.of('flow-deploy')).toEqual([]);
    expect(told).toEqual(['flow-deploy', 'flow-deploy']);
    end();
  });
});
