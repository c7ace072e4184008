import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient, type RouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type NewEvent, runStream } from '../../../core/run/event.ts';
import { instant, runCreated, runFinished } from '../../../testing/run-fixtures.ts';
import { createTestHost } from '../../../testing/test-host.ts';
import { until } from '../../../testing/until.ts';
import { removeLogs } from '../history/removed-logs.ts';
import { createStudio, type Studio } from '../studio.ts';
import { createRouter } from './index.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const LIMITS = { keepRuns: 0, keepDays: 0, keepLogMegabytes: 0, keepFailedRuns: false };

describe('the history behind the router', () => {
  let home: string;
  let studio: Studio;
  let client: RouterClient<ReturnType<typeof createRouter>>;
  /** Where the next export goes. */
  let target: string | null;

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'chronum-history-'));
    target = null;
    studio = await createStudio({
      kind: 'terminal',
      dataFolder: join(home, 'data'),
      helper: {
        helperCommand: process.execPath,
        helperArgs: [join(root, 'src', 'helper', 'index.ts')],
        env: process.env,
      },
      ownFolder: root,
      environment: {},
    });
    const { store } = studio;
    const router = createRouter({
      ...studio,
      environment: () => ({}),
      host: createTestHost({ chooseTarget: async ({ name }) => (target === null ? null : join(target, name)) }),
      keyValues: store.keyValues,
      log: store.events,
      runs: store.runs,
      now: () => instant(0),
    });
    client = createRouterClient(router);
  });
  afterEach(async () => {
    await studio.close();
    rmSync(home, { recursive: true, force: true });
  });

  const append = (runId: string, ...events: NewEvent[]) =>
    studio.store.events.append(runStream(runId), studio.store.runs.get(runId)?.seq ?? 0, events);
  /** A finished run that printed something, an hour after the one before. */
  const finished = async (runId: string, hour: number, printed: string, flowId = 'flow-deploy') => {
    const flow = { id: flowId, name: flowId, workspace: home, file: `${flowId}.chronum.yaml` };
    await append(runId, runCreated(runId, instant(hour * 3_600_000), { flow }));
    await append(runId, runFinished(runId, instant(hour * 3_600_000 + 5)));
    await studio.logs.write({ runId, stepId: 'build', branch: 'body', attempt: 1 }, 'stdout', Buffer.from(printed));
  };
  const ids = async () => (await client.runs.list({})).runs.map(({ id }) => id);

  it('deletes finished runs and refuses live ones; whoever watches is told, and their logs go', async () => {
    await finished('a', 0, 'one\n');
    await finished('b', 1, 'two\n');
    await append('live', runCreated('live', instant(2 * 3_600_000)));
    const controller = new AbortController();
    const watch = await client.runs.watch({}, { signal: controller.signal });
    const { store, logs } = studio;
    const stop = removeLogs({ log: store.events, logs, keyValues: store.keyValues, report: () => undefined });

    const told = watch.next();
    expect(await client.runs.delete({ runIds: ['a', 'live', 'gone'] })).toEqual({ removed: ['a'], refused: ['live'] });
    expect((await told).value).toEqual({ runs: [], removed: ['a'] });
    expect(await ids()).toEqual(['live', 'b']);
    await until(async () => (await logs.list('a')).length === 0, 'the logs to go');
    expect(await logs.list('b')).toHaveLength(1);
    await stop();

    // What was removed while nobody looked after logs loses them later.
    await store.runs.remove(['b']);
    expect(await logs.list('b')).toHaveLength(1);
    const again = removeLogs({ log: store.events, logs, keyValues: store.keyValues, report: () => undefined });
    await until(async () => (await logs.list('b')).length === 0, 'the logs to go');
    await again();
    controller.abort();
  });

  it('asks the owners of live runs alone to cancel', async () => {
    await finished('a', 0, '');
    await append('live', runCreated('live', instant(1)));
    const commands = ['a', 'live', 'gone'].map((runId) => ({ id: `command-${runId}`, runId }));
    expect(await client.runs.cancel({ commands })).toEqual({ accepted: 1 });
    expect(studio.store.commands.pending(['a', 'live'])).toMatchObject([{ id: 'command-live', kind: 'cancel' }]);
  });

  it('pins, counts and exports', async () => {
    await finished('a', 0, '');
    await finished('b', 1, '');
    await client.runs.pin({ runIds: ['a'], pinned: true });
    expect(await client.runs.count({ filter: { pinned: true }, most: 10 })).toEqual({ count: 1 });
    expect(await client.runs.export({ format: 'csv' })).toBeNull();
    target = home;
    const path = join(home, 'runs-2026-01-31.json');
    expect(await client.runs.export({ format: 'json', filter: { pinned: true } })).toEqual({ path, runs: 1 });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject([{ id: 'a', pinned: true }]);
    target = join(home, 'nowhere');
    await expect(client.runs.export({ format: 'json' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  const search = async (input: Parameters<typeof client.runs.search>[0]) => {
    const items = [];
    for await (const item of await client.runs.search(input)) items.push(item);
    return {
      hits: items.flatMap(({ hits }) => hits.map(({ key, lineNumber, line }) => `${key.runId}:${lineNumber} ${line}`)),
      runs: items.flatMap(({ runs }) => runs.map(({ id }) => id)),
      last: items.at(-1),
    };
  };

  it('searches logs, newest run first, among those that a filter finds', async () => {
    await finished('a', 0, 'fine\nerror one\n');
    await finished('b', 1, 'error two\nerror three\n', 'other');
    await finished('c', 2, 'fine\n');
    expect(await search({ text: 'ERROR' })).toMatchObject({
      hits: ['b:1 error two', 'b:2 error three', 'a:2 error one'],
      runs: ['b', 'a'],
      last: { searchedRuns: 3, totalRuns: 3, end: 'all' },
    });
    expect((await search({ text: 'error t\\w+', regex: true, filter: { flowId: 'other' } })).last).toMatchObject({
      totalRuns: 1,
      end: 'all',
    });
    await expect(search({ text: '(', regex: true })).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('shows the part of a long line around a match, and ends where nobody reads on', async () => {
    await finished('a', 0, `${'x'.repeat(5_000)}needle${'y'.repeat(5_000)}\n`);
    const items = [];
    for await (const item of await client.runs.search({ text: 'needle' })) items.push(...item.hits);
    const [{ line = '', column = 0, length = 0 } = {}] = items;
    expect(line.slice(column, column + length)).toBe('needle');
    expect(line.length).toBeLessThan(300);
    for (let run = 0; run < 11; run++) await finished(`many-${run}`, run + 1, 'tick\n'.repeat(300));
    const many = await search({ text: 'tick' });
    expect(many.hits).toHaveLength(2_000);
    expect(many.last?.end).toBe('limit');
  });

  it('previews what would be cleared away, and clears away what settings and trusted flow files say', async () => {
    const workspace = join(home, 'work');
    mkdirSync(workspace);
    writeFileSync(
      join(workspace, 'short.chronum.yaml'),
      'name: short\nretention: {runs: 1}\nsteps: [{id: a, run: "true"}]\n',
    );
    await studio.workspaces.open(workspace);
    const own = studio.store.flows.identify(workspace, 'short.chronum.yaml');
    for (let n = 0; n < 4; n++) await finished(`general-${n}`, n, 'x'.repeat(1000));
    for (let n = 0; n < 3; n++) await finished(`own-${n}`, n, '', own);
    expect(await client.retention.preview({ ...LIMITS, keepRuns: 2 })).toMatchObject({ runs: 3 });
    // Nothing is taken from a folder that is not trusted; nothing without limits.
    expect(await client.retention.preview(LIMITS)).toMatchObject({ runs: 0, bytes: 0 });
    expect(await client.retention.apply()).toEqual({ removed: 0 });

    await client.workspaces.trust({ workspace, trusted: true });
    const preview = await client.retention.preview({ ...LIMITS, keepRuns: 2 });
    expect(preview.runs).toBe(4);
    expect(preview.bytes).toBeGreaterThanOrEqual(2_000);
    expect(preview.flows).toMatchObject([
      { flowId: expect.any(String), runs: 2, own: preview.flows[0]?.flowId === own },
      { runs: 2 },
    ]);
    expect(preview.flows.map(({ flowName }) => flowName).sort()).toEqual([own, 'flow-deploy'].sort());
    await client.settings.set({ keepRuns: 3 });
    expect(await client.retention.apply()).toEqual({ removed: 3 });
    expect((await ids()).sort()).toEqual(['general-1', 'general-2', 'general-3', 'own-2']);
  });
});
