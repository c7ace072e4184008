import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../testing/until.ts';
import type { LogStore } from '../ports/log-store.ts';
import type { LogHit, LogSurvey } from '../ports/log-survey.ts';
import { createLogStore } from './index.ts';
import { createLogSurvey } from './survey.ts';

const program = join(import.meta.dirname, 'survey-worker.ts');

describe('a survey of logs', () => {
  let folder: string;
  let logs: LogStore;
  let survey: LogSurvey;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chronum-survey-'));
    logs = createLogStore({ folder });
    survey = createLogSurvey({ folder, program });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (runId: string, stepId: string, text: string) =>
    logs.write({ runId, stepId, branch: 'body', attempt: 1 }, 'stdout', Buffer.from(text));

  async function* chunks(...lists: readonly (readonly string[])[]) {
    yield* lists;
  }
  const never = new AbortController().signal;

  const collect = async (found: ReturnType<LogSurvey['search']>) => {
    const hits: LogHit[] = [];
    let runs = 0;
    let bytes = 0;
    for await (const progress of found) {
      hits.push(...progress.hits);
      runs += progress.runs;
      bytes += progress.bytes;
    }
    return {
      hits: hits.map(({ key, lineNumber, line }) => `${key.runId}/${key.stepId}:${lineNumber} ${line}`),
      runs,
      bytes,
    };
  };

  it('finds text in the logs of many runs, in their order, and counts what it looked through', async () => {
    await write('A1', 'build', 'one\nError: two\n');
    await write('A1', 'test', 'fine\n');
    await write('b2', 'deploy[os=linux]', 'an error\nand an ERROR\n');
    await write('c3', 'build', 'error, but not asked for\n');
    const found = await collect(survey.search(chunks(['b2', 'gone'], ['A1']), { text: 'error' }, never));
    expect(found).toEqual({
      hits: ['b2/deploy[os=linux]:1 an error', 'b2/deploy[os=linux]:2 and an ERROR', 'A1/build:2 Error: two'],
      runs: 3,
      bytes: 15 + 5 + 22,
    });
  });

  it('takes regular expressions, and says what is wrong with one though there is nothing to search', async () => {
    await write('a', 'build', 'exit 7\nexit 0\n');
    const found = await collect(survey.search(chunks(['a']), { text: 'exit [1-9]', regex: true }, never));
    expect(found.hits).toEqual(['a/build:1 exit 7']);
    const broken = collect(survey.search(chunks(['gone']), { text: 'exit (', regex: true }, never));
    await expect(broken).rejects.toMatchObject({ name: 'InvalidSearch' });
  });

  it('ends in the middle of an expression that would take for ever', async () => {
    await write('a', 'build', `match\n${'a'.repeat(200)}!\n`);
    const controller = new AbortController();
    const search = { text: 'match|^(a+)+$', regex: true };
    const ended = collect(survey.search(chunks(['a']), search, controller.signal));
    let isOver = false;
    void ended.then(() => (isOver = true));
    setTimeout(() => controller.abort(), 300);
    await until(() => isOver, 'the search to end');
  });

  it('tells what the logs of each run take', async () => {
    await write('A1', 'build', 'x'.repeat(1000));
    await write('A1', 'test', 'x'.repeat(500));
    await write('b2', 'test', '');
    const sizes = await survey.sizes();
    expect([...sizes.keys()].sort()).toEqual(['A1', 'b2']);
    expect(sizes.get('A1')).toBeGreaterThanOrEqual(1500);
    expect(sizes.get('A1')).toBeLessThan(1700);
    expect(await createLogSurvey({ folder: join(folder, 'absent'), program }).sizes()).toEqual(new Map());
  });
});
