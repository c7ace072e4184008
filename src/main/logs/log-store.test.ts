import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  encodeLogIndexRecord,
  LOG_INDEX_RECORD_BYTES,
  type LogIndexRecord,
  logIndexPath,
} from '../../core/run/log-index.ts';
import { logStoreContract } from '../../testing/log-store-contract.ts';
import { until } from '../../testing/until.ts';
import type { AttemptKey, LogStore } from '../ports/log-store.ts';
import { createLogStore } from './index.ts';
import { decodeName, encodeName } from './safe-name.ts';

logStoreContract('the log store of files', { create: (folder) => createLogStore({ folder }) });

describe('a log that something happened to', () => {
  const key: AttemptKey = { runId: 'r', stepId: 's', branch: 'body', attempt: 1 };
  let folder: string;
  let logs: LogStore;
  let path: string;
  let index: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chronum-logs-'));
    logs = createLogStore({ folder });
    path = logs.pathOf(key);
    index = logIndexPath(path);
    mkdirSync(dirname(path), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const encode = (...records: LogIndexRecord[]): Uint8Array => {
    const bytes = new Uint8Array(records.length * LOG_INDEX_RECORD_BYTES);
    records.forEach((record, i) => {
      encodeLogIndexRecord(bytes, i * LOG_INDEX_RECORD_BYTES, record);
    });
    return bytes;
  };
  const streams = async (): Promise<unknown[]> =>
    (await logs.read(key, { from: 0 })).map(({ stream, bytes }) => [stream, Buffer.from(bytes).toString()]);

  it('without an index counts as stdout, written when the file was', async () => {
    writeFileSync(path, 'hello');
    const [chunk] = await logs.read(key, { from: 0 });
    expect(chunk).toMatchObject({ stream: 'stdout', offset: 0, at: Math.round(statSync(path).mtimeMs) });
  });

  it('whose index was cut off keeps what the index still knows', async () => {
    writeFileSync(path, 'outerr');
    writeFileSync(index, encode({ offset: 0, at: 5, stream: 0 }, { offset: 3, at: 6, stream: 1 }));
    expect(await streams()).toEqual([
      ['stdout', 'out'],
      ['stderr', 'err'],
    ]);
    truncateSync(index, LOG_INDEX_RECORD_BYTES + 7);
    expect(await streams()).toEqual([['stdout', 'outerr']]);
  });

  it('whose index ends with half a record waits for the other half', async () => {
    writeFileSync(path, 'outerr');
    const records = encode({ offset: 0, at: 5, stream: 0 }, { offset: 3, at: 6, stream: 1 });
    writeFileSync(index, records.subarray(0, 20));
    expect(await streams()).toEqual([['stdout', 'outerr']]);
    appendFileSync(index, records.subarray(20));
    expect(await streams()).toEqual([
      ['stdout', 'out'],
      ['stderr', 'err'],
    ]);
  });

  it('gets new records in their places after half a record of a dead writer', async () => {
    writeFileSync(path, 'out');
    writeFileSync(index, encode({ offset: 0, at: 5, stream: 0 }, { offset: 3, at: 5, stream: 1 }).subarray(0, 25));
    await logs.write(key, 'system', Buffer.from('lost'));
    expect(await streams()).toEqual([
      ['stdout', 'out'],
      ['system', 'lost'],
    ]);
  });

  it('skips a damaged record', async () => {
    writeFileSync(path, 'abcdef');
    const records = encode(
      { offset: 0, at: 5, stream: 0 },
      { offset: 2, at: 5, stream: 1 },
      { offset: 4, at: 5, stream: 2 },
    );
    records[LOG_INDEX_RECORD_BYTES + 3] = 0xff;
    writeFileSync(index, records);
    expect(await streams()).toEqual([
      ['stdout', 'abcd'],
      ['system', 'ef'],
    ]);
  });

  it('forgets records of bytes that were never written', async () => {
    writeFileSync(path, 'abc');
    writeFileSync(index, encode({ offset: 0, at: 5, stream: 0 }, { offset: 3, at: 5, stream: 1 }));
    await logs.write(key, 'system', Buffer.from('x'));
    expect(await streams()).toEqual([
      ['stdout', 'abc'],
      ['system', 'x'],
    ]);
  });

  it('that is deleted under a reader ends what follows it', async () => {
    writeFileSync(path, 'abc');
    const seen: string[] = [];
    const following = (async () => {
      const options = { from: 0, signal: new AbortController().signal, isDone: () => false };
      for await (const chunks of logs.follow(key, options)) {
        seen.push(...chunks.map((chunk) => Buffer.from(chunk.bytes).toString()));
      }
    })();
    await until(() => seen.length === 1, 'the first bytes');
    unlinkSync(path);
    await following;
    expect(await logs.read(key, { from: 0 })).toEqual([]);
    expect(await logs.size(key)).toBe(0);
  });

  it('that is cut off gives what is left', async () => {
    await logs.write(key, 'stdout', Buffer.from('abcdef'));
    truncateSync(path, 2);
    expect(await streams()).toEqual([['stdout', 'ab']]);
    expect(await logs.read(key, { from: 4 })).toEqual([]);
  });

  it('leaves other files in its folder alone', async () => {
    await logs.write(key, 'stdout', Buffer.from('x'));
    writeFileSync(join(dirname(path), 'notes.txt'), '');
    writeFileSync(join(dirname(path), 'what%zz.1.log'), '');
    expect(await logs.list('r')).toEqual([key]);
  });
});

describe('names of files', () => {
  const ids = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), fc.string({ minLength: 1 }));

  it('give the id back, are safe everywhere and differ without case', () => {
    fc.assert(
      fc.property(ids, ids, (id, other) => {
        const parts = encodeName(id);
        fc.pre(id.isWellFormed() && other.isWellFormed());
        expect(decodeName(parts)).toBe(id);
        for (const part of parts) expect(part).toMatch(/^(?!\.)[a-z0-9+%._-]{1,190}~?(?<!\.)$/);
        if (id !== other) expect(parts.join('/').toLowerCase()).not.toBe(encodeName(other).join('/').toLowerCase());
      }),
      { numRuns: 2_000 },
    );
  });

  it('stay within bounds for ids of any length', () => {
    const long = encodeName('ü'.repeat(10_000));
    expect(long.length).toBeLessThanOrEqual(8);
    expect(long.join('/').length).toBeLessThan(1_500);
    expect(encodeName('ü'.repeat(9_999)).join('/')).not.toBe(long.join('/'));
  });

  it('use nothing but the folder that was given', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chronum-logs-'));
    const logs = createLogStore({ folder });
    expect(logs.pathOf({ runId: '../..', stepId: '/etc', branch: '../x', attempt: 1 }).startsWith(folder)).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
