import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type NewEvent, runStream } from '../../core/run/event.ts';
import { attemptStarted, instant, runCreated, runFinished, runStarted } from '../../testing/run-fixtures.ts';
import { until } from '../../testing/until.ts';
import type { RunQueries } from '../ports/run-queries.ts';
import { openStore, type Store } from './open-store.ts';
import { createReader } from './reader.ts';

const program = join(import.meta.dirname, 'reader-worker.ts');
const at = (text: string) => Date.parse(text);
const DAY = 86_400_000;

describe('the thread that reads', () => {
  let folder: string;
  let store: Store;
  let queries: RunQueries;

  const readerOf = (path: string, started = program) => createReader({ program: started, path, patience: 200 });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chronum-reader-'));
    store = openStore({ dataFolder: join(folder, 'data') });
    queries = readerOf(store.paths.database);
  });
  afterEach(async () => {
    await queries.close();
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const append = async (runId: string, ...events: NewEvent[]) => {
    await store.events.append(runStream(runId), store.runs.get(runId)?.seq ?? 0, events);
  };
  /** A run that began `day` days after the first instant and took so many milliseconds, its one step all but one of them. */
  const finished = (runId: string, day: number, took: number, status: 'succeeded' | 'failed' = 'succeeded') =>
    append(
      runId,
      runCreated(runId, instant(day * DAY), { labels: ['nightly'], trigger: { type: 'cron' } }),
      runStarted(runId, instant(day * DAY)),
      attemptStarted(runId, 'build', instant(day * DAY + 1)),
      { type: 'step.succeeded', at: instant(day * DAY + took), runId, stepId: 'build', reason: 'completed' },
      runFinished(runId, instant(day * DAY + took), status),
    );

  it('answers as the store itself does, and sees what was written a moment ago', async () => {
    await finished('a', 0, 10);
    expect(await queries.list({ label: 'nightly' }, { limit: 10 })).toEqual(store.runs.list({}, { limit: 10 }));
    await finished('b', 1, 10);
    expect((await queries.list({}, { limit: 10 })).runs.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(await queries.count({ text: 'deploy' }, 100)).toBe(2);
  });

  it('tells what runs can be chosen by', async () => {
    await finished('a', 0, 10);
    await finished('b', 1, 10, 'failed');
    await append(
      'c',
      runCreated('c', instant(0), { flow: { id: 'f2', name: 'alpha', workspace: '/w', file: 'a.yaml' } }),
    );
    const { flows, labels, triggers } = await queries.facets();
    expect(flows.map(({ flowName, recent }) => [flowName, recent.map(({ status }) => status)])).toEqual([
      ['alpha', ['queued']],
      ['deploy', ['failed', 'succeeded']],
    ]);
    expect(labels).toEqual(['nightly']);
    expect(triggers).toEqual(['cron', 'manual']);
  });

  it('sums up the days of a flow, and its slowest steps', async () => {
    await finished('a', 0, 10);
    await finished('b', 0, 30);
    await finished('c', 1, 50, 'failed');
    await append('d', runCreated('d', instant(2 * DAY)));
    const midnight = at('2026-01-31T00:00:00.000Z');
    const days = [0, 1, 2, 3, 4].map((day) => midnight + day * DAY);
    const answer = await queries.flowStatistics({ flowId: 'flow-deploy', days });
    expect(answer.recent.map(({ id, status }) => [id, status])).toEqual([
      ['d', 'queued'],
      ['c', 'failed'],
      ['b', 'succeeded'],
      ['a', 'succeeded'],
    ]);
    const none = { succeeded: 0, failed: 0, cancelled: 0, other: 0, succeededMs: 0 };
    expect(answer.days).toEqual([
      { ...none, start: days[0], succeeded: 2, succeededMs: 40 },
      { ...none, start: days[1], failed: 1 },
      { ...none, start: days[2], other: 1 },
      { ...none, start: days[3] },
    ]);
    expect(answer).toMatchObject({
      slowest: [{ stepId: 'build', runs: 3, median: 29, longest: 49 }],
      slowestOf: 3,
    });
  });

  it('exports what a filter finds, or what was chosen, and leaves nothing half written', async () => {
    for (let n = 0; n < 3; n++) await finished(`r${n}`, n, 10);
    const path = join(folder, 'runs.json');
    expect(await queries.exportRuns({ filter: {}, format: 'json', path })).toBe(3);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject([
      { id: 'r2', durationMs: 10, labels: ['nightly'], trigger: 'cron' },
      { id: 'r1' },
      { id: 'r0' },
    ]);
    expect(await queries.exportRuns({ filter: {}, runIds: ['r1', 'gone'], format: 'csv', path })).toBe(1);
    expect(readFileSync(path, 'utf8').split('\r\n')[1]).toMatch(/^r1,deploy,/);

    mkdirSync(join(folder, 'taken'));
    await expect(queries.exportRuns({ filter: {}, format: 'csv', path: join(folder, 'taken') })).rejects.toThrow(
      /taken cannot be written .*Choose another place/,
    );
    expect(existsSync(join(folder, `taken.${process.pid}.new`))).toBe(false);
  });

  it('says what a policy would clear away', async () => {
    for (let n = 0; n < 4; n++) await finished(`r${n}`, n, 10);
    await store.runs.pin(['r0'], true);
    const ask = (runs: number, byFlow: [string, { runs?: number }][] = []) =>
      queries.retention({
        policy: { runs, keepFailed: false, byFlow },
        now: at(instant(4 * DAY)),
        bytes: new Map([['r1', 7]]),
      });
    expect(await ask(2)).toEqual([{ id: 'r1', flowId: 'flow-deploy', because: 'count', bytes: 7 }]);
    expect((await ask(2, [['flow-deploy', { runs: 1 }]])).map(({ id }) => id)).toEqual(['r1', 'r2']);
  });

  it('tells what hinders it, and answers again once that is mended', async () => {
    const path = join(folder, 'later', 'chronum.db');
    const early = readerOf(path);
    await expect(early.count({}, 1)).rejects.toMatchObject({ name: 'StoreUnavailable', code: 'io' });
    openStore({ dataFolder: join(folder, 'later') }).close();
    expect(await early.count({}, 1)).toBe(0);
    await early.close();
    await expect(early.count({}, 1)).rejects.toThrow('closed');
  });

  it('answers from another thread after a rest', async () => {
    const counting = join(folder, 'counting.mjs');
    writeFileSync(
      counting,
      'import { parentPort, threadId } from "node:worker_threads"; parentPort.on("message", ({ id }) => parentPort.postMessage({ id, value: threadId }));',
    );
    const reader = createReader({ program: counting, path: '', patience: 0, idle: 5 });
    const first = await reader.count({}, 1);
    await until(
      async () => (await new Promise((done) => setTimeout(done, 20)).then(() => reader.count({}, 1))) !== first,
      'another thread',
    );
    await reader.close();
  });

  it('rejects what a thread that died owes, and starts another with the next question', async () => {
    const dying = join(folder, 'dying.mjs');
    writeFileSync(
      dying,
      'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(3));',
    );
    const reader = readerOf(store.paths.database, dying);
    for (let turn = 0; turn < 2; turn++) {
      await expect(reader.facets()).rejects.toMatchObject({ code: 'io', message: expect.stringContaining('code 3') });
    }
    const absent = readerOf(store.paths.database, join(folder, 'absent.mjs'));
    await expect(absent.facets()).rejects.toMatchObject({ code: 'io', message: expect.stringContaining('absent.mjs') });
    await Promise.all([reader.close(), absent.close()]);
  });
});
