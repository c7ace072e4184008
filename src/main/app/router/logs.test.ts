import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient, type RouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogPage, LogSearchProgress, LogSource, MergedPieces } from '../../../contract/logs.ts';
import { encodeUsage, usagePath } from '../../../core/run/usage-samples.ts';
import { createTestHost } from '../../../testing/test-host.ts';
import { until } from '../../../testing/until.ts';
import { createLogStore } from '../../logs/index.ts';
import type { AttemptKey, LogStore } from '../../ports/log-store.ts';
import type { RunSummary } from '../../ports/run-store.ts';
import { type LogParts, logRouter } from './logs.ts';

const attempt = (stepId: string, number = 1): AttemptKey => ({ runId: 'r', stepId, branch: 'body', attempt: number });

describe('logs behind the router', () => {
  let folder: string;
  let logs: LogStore;
  let client: RouterClient<ReturnType<typeof logRouter>>;
  let opened: string[];
  let target: string | null;
  let finishedAt: string | null;

  const write = (key: AttemptKey, text: string) => logs.write(key, 'stdout', Buffer.from(text));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chronum-logs-'));
    mkdirSync(join(folder, 'work'));
    logs = createLogStore({ folder: join(folder, 'logs') });
    opened = [];
    target = null;
    finishedAt = '2026-01-01T00:00:00.000Z';
    const run = () => ({ workspace: join(folder, 'work'), finishedAt }) as RunSummary;
    const parts: Partial<LogParts> = {
      logs,
      runs: { get: (runId: string) => (runId === 'r' ? run() : null) } as LogParts['runs'],
      host: createTestHost({
        chooseTarget: async () => target,
        openFile: async (path) => void opened.push(path),
        openLink: async (url) => void opened.push(url),
        reveal: async (path) => void opened.push(`reveal ${path}`),
      }),
      now: () => new Date().toISOString(),
    };
    client = createRouterClient(logRouter(parts as LogParts));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const read = async (query: Parameters<typeof client.logs.read>[0]): Promise<LogPage> => {
    for await (const page of await client.logs.read(query)) return page;
    throw new Error('there was no page');
  };

  it('reads any part, and says how much there is', async () => {
    await write(attempt('a'), 'one\ntwo\nthree\n');
    const page = await read({ key: attempt('a'), from: 4, to: 7 });
    expect(page.size).toBe(14);
    expect(page.pieces.map(({ offset, bytes }) => [offset, Buffer.from(bytes).toString()])).toEqual([[4, 'two']]);
    await expect(read({ key: { ...attempt('a'), runId: 'gone' }, from: 0 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('reads a log as it was at an instant', async () => {
    await write(attempt('a'), 'early\n');
    const [early] = (await read({ key: attempt('a'), from: 0 })).pieces;
    if (early === undefined) throw new Error('nothing was written');
    await until(() => Date.now() > early.at + 5, 'another instant');
    await write(attempt('a'), 'late\n');
    const at = async (instant: number, from: number) => {
      const { pieces, size } = await read({ key: attempt('a'), from, until: instant });
      return [pieces.map(({ bytes }) => Buffer.from(bytes).toString()).join(''), size];
    };
    expect(await at(early.at - 1, 0)).toEqual(['', 0]);
    expect(await at(early.at, 0)).toEqual(['early\n', 6]);
    expect(await at(early.at, -3)).toEqual(['ly\n', 6]);
    expect(await at(Date.now() + 1_000, 6)).toEqual(['late\n', 11]);
    expect(await at(Date.now(), 999)).toEqual(['', 11]);
  });

  it('tells what processes took, as few samples as can be drawn', async () => {
    await write(attempt('a'), 'x');
    const path = usagePath(logs.pathOf(attempt('a')));
    const samples = Array.from({ length: 2_500 }, (_, i) => ({ at: 1 + i, cpuMs: i, memory: 7, processes: 1 }));
    writeFileSync(path, Buffer.concat(samples.map(encodeUsage)));
    const told = [];
    for await (const item of await client.logs.usage({ key: attempt('a') })) told.push(...item.samples);
    expect(told.length).toBeLessThanOrEqual(1_000);
    expect(told.at(-1)).toEqual(samples.at(-1));
    for await (const _ of await client.logs.usage({ key: attempt('silent') })) expect.unreachable();
  });

  it('searches the whole log on disk, telling how far it is', async () => {
    await write(attempt('a'), `${'x'.repeat(99)}\n`.repeat(200_000));
    await write(attempt('a'), 'the needle\n');
    const items: LogSearchProgress[] = [];
    for await (const item of await client.logs.search({ key: attempt('a'), text: 'needle' })) items.push(item);
    expect(items.length).toBeGreaterThan(2);
    expect(items.map(({ scanned }) => scanned)).toEqual(items.map(({ scanned }) => scanned).toSorted((a, b) => a - b));
    expect(items.flatMap(({ matches }) => matches)).toMatchObject([
      { lineOffset: 20_000_000, lineNumber: 200_001, line: 'the needle', column: 4, length: 6 },
    ]);
    expect(items.at(-1)).toMatchObject({ scanned: 20_000_011, size: 20_000_011, isCut: false });
  });

  it('tells no more matches than a person can look at, and what is wrong with a pattern', async () => {
    await write(attempt('a'), 'x\n'.repeat(10_050));
    let [count, isCut] = [0, false];
    for await (const item of await client.logs.search({ key: attempt('a'), text: 'x' })) {
      count += item.matches.length;
      isCut = item.isCut;
    }
    expect([count, isCut]).toEqual([10_000, true]);
    const broken = async () => {
      for await (const _ of await client.logs.search({ key: attempt('a'), text: '(', regex: true }));
    };
    await expect(broken()).rejects.toMatchObject({ code: 'INVALID', message: expect.stringContaining('(') });
  });

  it('stops searching when nobody waits for it any more', async () => {
    await write(attempt('a'), `${'x'.repeat(99)}\n`.repeat(300_000));
    const stop = new AbortController();
    const items: LogSearchProgress[] = [];
    const query = { key: attempt('a'), text: 'needle' };
    for await (const item of await client.logs.search(query, { signal: stop.signal })) {
      items.push(item);
      stop.abort();
    }
    expect(items.at(-1)?.scanned).toBeLessThan(30_000_000);
  });

  const merged = async (take: (item: MergedPieces) => void = () => undefined) => {
    const sources: LogSource[] = [];
    const lines: string[] = [];
    for await (const item of await client.logs.merged({ runId: 'r' })) {
      sources.push(...item.sources);
      for (const { source, bytes } of item.pieces) {
        lines.push(`${sources[source]?.stepId}.${sources[source]?.attempt} ${Buffer.from(bytes).toString().trim()}`);
      }
      take(item);
    }
    return lines;
  };
  const later = () => new Promise((resolve) => setTimeout(resolve, 3));

  it('merges the output of all attempts by time', async () => {
    for (const [key, text] of [
      [attempt('a'), '1'],
      [attempt('b'), '2'],
      [attempt('a', 2), '3'],
      [attempt('b'), '4'],
    ] as const) {
      await write(key, `${text}\n`);
      await later();
    }
    expect(await merged()).toEqual(['a.1 1', 'b.1 2', 'a.2 3', 'b.1 4']);
  });

  it('follows a run, with attempts that begin later', async () => {
    finishedAt = null;
    await write(attempt('a'), '1\n');
    let step = 0;
    const lines = await merged(({ pieces }) => {
      if (pieces.length === 0) return;
      step++;
      if (step === 1) void write(attempt('b'), '2\n');
      if (step === 2) finishedAt = 'now';
    });
    expect(lines).toEqual(['a.1 1', 'b.1 2']);
  });

  it('leaves out the beginnings of what is too much to show, and says so', async () => {
    await write(attempt('a'), `${'x'.repeat(1023)}\n`.repeat(12 * 1024));
    let [skipped, bytes] = [0, 0];
    for await (const item of await client.logs.merged({ runId: 'r' })) {
      skipped += item.skipped;
      for (const piece of item.pieces) bytes += piece.bytes.length;
    }
    expect([skipped, bytes]).toEqual([4 * 1024 * 1024, 8 * 1024 * 1024]);
  });

  it('saves a log where the person says', async () => {
    await write(attempt('a'), 'kept');
    expect(await client.logs.save({ key: attempt('a') })).toEqual({ path: null });
    target = join(folder, 'kept.log');
    expect(await client.logs.save({ key: attempt('a') })).toEqual({ path: target });
    expect(readFileSync(target, 'utf8')).toBe('kept');
    target = join(folder, 'no', 'such', 'folder');
    await expect(client.logs.save({ key: attempt('a') })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('opens files of the workspace that output speaks of, nothing else, and runs none', async () => {
    const work = join(folder, 'work');
    writeFileSync(join(work, 'main.c'), '');
    writeFileSync(join(work, 'setup.exe'), '');
    writeFileSync(join(folder, 'secret'), '');
    await client.logs.openFile({ runId: 'r', path: 'main.c' });
    await client.logs.openFile({ runId: 'r', path: join(work, 'setup.exe') });
    expect(opened).toEqual([join(work, 'main.c'), `reveal ${join(work, 'setup.exe')}`]);
    for (const path of ['../secret', join(folder, 'secret'), 'none.c', '.']) {
      await expect(client.logs.openFile({ runId: 'r', path })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    await client.logs.openLink({ url: 'https://example.org/x' });
    await expect(client.logs.openLink({ url: 'file:///etc/passwd' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(opened).toHaveLength(3);
  });
});
