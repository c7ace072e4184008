import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AttemptKey, LogChunk, LogMatch, LogStore } from '../main/ports/log-store.ts';
import { until } from './until.ts';

export interface LogStoreUnderTest {
  create(folder: string): LogStore;
}

/** What every implementation of LogStore has to do. */
export function logStoreContract(name: string, { create }: LogStoreUnderTest): void {
  describe(`${name} is a LogStore`, () => {
    const key: AttemptKey = { runId: 'run-1', stepId: 'build', branch: 'body', attempt: 1 };
    let folder: string;
    let logs: LogStore;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'chronum-logs-'));
      logs = create(folder);
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const write = (text: string, stream: LogChunk['stream'] = 'stdout', of = key): Promise<void> =>
      logs.write(of, stream, Buffer.from(text));
    const textOf = (chunks: readonly LogChunk[]): string =>
      chunks.map((chunk) => Buffer.from(chunk.bytes).toString('utf8')).join('');

    it('has nothing for an attempt that printed nothing', async () => {
      expect(await logs.size(key)).toBe(0);
      expect(await logs.read(key, { from: 0 })).toEqual([]);
      expect(await logs.readStream(key, 'stdout', 10)).toMatchObject({ truncated: false });
      expect(await collect(logs.search(key, { text: 'x' }, never()))).toEqual([]);
      expect(await logs.list('run-1')).toEqual([]);
    });

    it('gives back what was written, with its stream, offset and time', async () => {
      const before = Date.now();
      await write('out\n');
      await write('err\n', 'stderr');
      await write('note\n', 'system');
      const chunks = await logs.read(key, { from: 0 });
      expect(chunks.map(({ offset, stream, bytes }) => [offset, stream, Buffer.from(bytes).toString()])).toEqual([
        [0, 'stdout', 'out\n'],
        [4, 'stderr', 'err\n'],
        [8, 'system', 'note\n'],
      ]);
      for (const chunk of chunks) {
        expect(chunk.at).toBeGreaterThanOrEqual(before);
        expect(chunk.at).toBeLessThanOrEqual(Date.now());
      }
      expect(await logs.size(key)).toBe(13);
    });

    it('reads ranges, also from the end and beyond it', async () => {
      await write('abc');
      await write('def', 'stderr');
      const read = async (from: number, to?: number): Promise<string> =>
        textOf(await logs.read(key, to === undefined ? { from } : { from, to }));
      expect(await read(1, 5)).toBe('bcde');
      expect(await read(-2)).toBe('ef');
      expect(await read(-100)).toBe('abcdef');
      expect(await read(4, 100)).toBe('ef');
      expect(await read(6)).toBe('');
      expect(await read(100)).toBe('');
      expect(await read(3, 3)).toBe('');
    });

    it('keeps bytes that are no text', async () => {
      const bytes = Buffer.from(Array.from({ length: 512 }, (_, i) => i % 256));
      await logs.write(key, 'stdout', bytes);
      expect(Buffer.concat((await logs.read(key, { from: 0 })).map((chunk) => chunk.bytes))).toEqual(bytes);
    });

    it('reads one stream up to a limit', async () => {
      await write('one ');
      await write('noise', 'stderr');
      await write('two');
      expect(await logs.readStream(key, 'stdout', 7)).toEqual({ bytes: Buffer.from('one two'), truncated: false });
      expect(await logs.readStream(key, 'stdout', 6)).toEqual({ bytes: Buffer.from('one tw'), truncated: true });
      expect(await logs.readStream(key, 'stderr', 99)).toEqual({ bytes: Buffer.from('noise'), truncated: false });
      expect(await logs.readStream(key, 'system', 99)).toEqual({ bytes: Buffer.from(''), truncated: false });
    });

    it('gives at most 4 MiB at once', async () => {
      await logs.write(key, 'stdout', Buffer.alloc(5 * 1024 * 1024, 'x'));
      const chunks = await logs.read(key, { from: 0 });
      expect(chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0)).toBe(4 * 1024 * 1024);
      const whole = await logs.readStream(key, 'stdout', 8 * 1024 * 1024);
      expect(whole.bytes).toHaveLength(5 * 1024 * 1024);
    });

    it('keeps writes in order that do not wait for each other', async () => {
      await Promise.all(Array.from({ length: 30 }, (_, i) => write(`${i}\n`, i % 2 ? 'stderr' : 'stdout')));
      expect(textOf(await logs.read(key, { from: 0 }))).toBe(Array.from({ length: 30 }, (_, i) => `${i}\n`).join(''));
    });

    it('follows a log from before it exists to its end', async () => {
      let done = false;
      const seen: LogChunk[] = [];
      const following = (async () => {
        for await (const chunks of logs.follow(key, { from: 0, signal: never(), isDone: () => done })) {
          seen.push(...chunks);
        }
      })();
      await write('first\n');
      await until(() => textOf(seen) === 'first\n', 'the first line');
      await write('second\n', 'stderr');
      await until(() => textOf(seen) === 'first\nsecond\n', 'the second line');
      await write('last\n');
      done = true;
      await following;
      expect(textOf(seen)).toBe('first\nsecond\nlast\n');
      expect(seen.map((chunk) => chunk.stream)).toEqual(['stdout', 'stderr', 'stdout']);
    });

    it('stops following when aborted', async () => {
      await write('one');
      const abort = new AbortController();
      const following = collect(logs.follow(key, { from: 1, signal: abort.signal, isDone: () => false }));
      abort.abort();
      expect(textOf(await following)).toMatch(/^(ne)?$/);
    });

    it('follows from an offset, or from so far before the end', async () => {
      await write('0123456789');
      const all = { signal: never(), isDone: () => true };
      expect(textOf(await collect(logs.follow(key, { from: 4, ...all })))).toBe('456789');
      expect(textOf(await collect(logs.follow(key, { from: -3, ...all })))).toBe('789');
    });

    describe('search', () => {
      const found = (matches: readonly LogMatch[]) =>
        matches.map(({ offset, lineNumber, line, column, length }) => [
          offset,
          lineNumber,
          line.slice(column, column + length),
        ]);

      it('tells offset, line and column', async () => {
        await write('alpha\nbeta Ünï alpha\nlast alpha');
        const matches = await collect(logs.search(key, { text: 'ALPHA' }, never()));
        expect(matches).toEqual([
          { offset: 0, lineOffset: 0, lineNumber: 1, line: 'alpha', column: 0, length: 5 },
          { offset: 17, lineOffset: 6, lineNumber: 2, line: 'beta Ünï alpha', column: 9, length: 5 },
          { offset: 28, lineOffset: 23, lineNumber: 3, line: 'last alpha', column: 5, length: 5 },
        ]);
        expect(await collect(logs.search(key, { text: 'ALPHA', caseSensitive: true }, never()))).toEqual([]);
      });

      it('takes text as it is, and regular expressions when asked', async () => {
        await write('a.c abc\n[x] (y) $z\n');
        expect(found(await collect(logs.search(key, { text: 'a.c' }, never())))).toEqual([[0, 1, 'a.c']]);
        expect(found(await collect(logs.search(key, { text: 'a.c', regex: true }, never())))).toEqual([
          [0, 1, 'a.c'],
          [4, 1, 'abc'],
        ]);
        expect(found(await collect(logs.search(key, { text: '[x] (y) $z' }, never())))).toEqual([[8, 2, '[x] (y) $z']]);
        expect(found(await collect(logs.search(key, { text: '^\\S+', regex: true }, never())))).toHaveLength(2);
        await expect(collect(logs.search(key, { text: '(', regex: true }, never()))).rejects.toThrow(
          /not a regular expression/,
        );
      });

      it('finds what lies across any border, and in a line without an end', async () => {
        const filler = 'x'.repeat(300_000);
        await write(`${filler}needle${filler}${filler}${filler}${filler}needle${filler}\nneedle`);
        const scanned: number[] = [];
        const onScanned = (bytes: number) => scanned.push(bytes);
        const matches = await collect(logs.search(key, { text: 'needle', onScanned }, never()));
        expect(scanned.length).toBeGreaterThan(2);
        expect(scanned.at(-1)).toBe(await logs.size(key));
        expect(scanned).toEqual(scanned.toSorted((a, b) => a - b));
        expect(matches.map((match) => match.offset)).toEqual([300_000, 1_500_006, 1_800_013]);
        expect(matches.map((match) => match.lineNumber)).toEqual([1, 1, 2]);
        for (const match of matches) {
          expect(match.line.slice(match.column, match.column + match.length)).toBe('needle');
          expect(match.line.length).toBeLessThan(10_000);
        }
      });

      it('gives exact offsets after bytes that are no text', async () => {
        await logs.write(key, 'stdout', Buffer.concat([Buffer.from([0xff, 0xc3, 0x28, 0x80]), Buffer.from('here')]));
        expect((await collect(logs.search(key, { text: 'here' }, never())))[0]).toMatchObject({ offset: 4 });
      });

      it('stops at a limit, and when aborted', async () => {
        await write('x\n'.repeat(1_000));
        expect(await collect(logs.search(key, { text: 'x', limit: 10 }, never()))).toHaveLength(10);
        const aborted = AbortSignal.abort(new Error('enough'));
        await expect(collect(logs.search(key, { text: 'x' }, aborted))).rejects.toThrow('enough');
      });
    });

    it('lists and removes the attempts of a run', async () => {
      const keys: AttemptKey[] = [
        key,
        { ...key, attempt: 12 },
        { ...key, stepId: 'test[os=linux,node=22]/lint' },
        { ...key, stepId: 'Build' },
        { ...key, stepId: `pull[${'ü/..\\:*"<>|{}'.repeat(30)}]`, branch: 'fallback/0', attempt: 3 },
        { ...key, stepId: '..' },
        { ...key, stepId: 'con' },
      ];
      for (const each of keys) await write(JSON.stringify(each), 'stdout', each);
      await write('other', 'stdout', { ...key, runId: 'run-10' });
      const listed = await logs.list('run-1');
      expect(new Set(listed.map((each) => JSON.stringify(each)))).toEqual(
        new Set(keys.map((each) => JSON.stringify(each))),
      );
      for (const each of keys) expect(textOf(await logs.read(each, { from: 0 }))).toBe(JSON.stringify(each));

      await logs.remove('run-1');
      expect(await logs.list('run-1')).toEqual([]);
      expect(await logs.size(key)).toBe(0);
      expect(await logs.list('run-10')).toHaveLength(1);
    });
  });
}

const never = (): AbortSignal => new AbortController().signal;

async function collect<T>(parts: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const part of parts) all.push(...part);
  return all;
}
