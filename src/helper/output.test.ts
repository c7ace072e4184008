import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMaskSet } from '../core/mask/masker.ts';
import {
  decodeLogIndexRecord,
  LOG_INDEX_RECORD_BYTES,
  type LogIndexRecord,
  logIndexPath,
} from '../core/run/log-index.ts';
import { until } from '../testing/until.ts';
import { createAttemptOutput } from './output.ts';

let folder: string;
let logPath: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chronum-output-'));
  logPath = join(folder, 'x.log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (text: string): Uint8Array => Buffer.from(text);
const text = (): string => (existsSync(logPath) ? readFileSync(logPath, 'utf8') : '');
const records = (): LogIndexRecord[] => {
  const index = readFileSync(logIndexPath(logPath));
  return Array.from({ length: index.length / LOG_INDEX_RECORD_BYTES }, (_, i) =>
    decodeLogIndexRecord(index, i * LOG_INDEX_RECORD_BYTES),
  ).filter((record) => record !== null);
};
const places = (): [number, number][] => records().map(({ offset, stream }) => [offset, stream]);
const output = (more: object = {}) => createAttemptOutput({ logPath, masks: null, onDrain: () => {}, ...more });

describe('the output of an attempt', () => {
  it('makes no files without output', async () => {
    expect(await output().close()).toBeNull();
    expect(existsSync(logPath)).toBe(false);
    expect(existsSync(logIndexPath(logPath))).toBe(false);
  });

  it('is indexed at changes of stream', async () => {
    const out = output();
    for (const [stream, line] of [
      [0, 'a'],
      [0, 'b'],
      [1, 'ccc'],
      [1, 'd'],
      [0, 'e'],
    ] as const)
      out.write(stream, bytes(line));
    await out.close();
    expect(text()).toBe('abcccde');
    expect(places()).toEqual([
      [0, 0],
      [2, 1],
      [6, 0],
    ]);
  });

  it('is indexed every 64 KiB, whatever its pieces', async () => {
    const out = output();
    for (let i = 0; i < 100; i++) out.write(0, Buffer.alloc(10_000, 'x'));
    await out.close();
    const offsets = places().map(([offset]) => offset);
    expect(text()).toHaveLength(1_000_000);
    offsets.forEach((offset, i) => {
      expect((offsets[i + 1] ?? 1_000_000) - offset).toBeLessThanOrEqual(65_536);
    });
  });

  it('is in the file soon, though nothing follows', async () => {
    const out = output();
    out.write(0, bytes('prompt'));
    await until(() => text() === 'prompt', 'the bytes');
    out.write(0, bytes('!'));
    await until(() => text() === 'prompt!', 'more bytes');
    await out.close();
  });

  it('keeps its streams apart from lines that somebody else appends', async () => {
    const out = output();
    out.write(1, bytes('one\n'));
    await until(() => text() === 'one\n', 'the first line');
    writeFileSync(logPath, 'not ours\n', { flag: 'a' });
    out.write(1, bytes('two\n'));
    await out.close();
    expect(text()).toBe('one\nnot ours\ntwo\n');
    expect(places()).toEqual([
      [0, 1],
      [13, 1],
    ]);
  });

  it('goes on after what is there, and after half a record', async () => {
    writeFileSync(logPath, 'old');
    writeFileSync(logIndexPath(logPath), 'half');
    const out = output();
    out.write(1, bytes('new'));
    await out.close();
    expect(text()).toBe('oldnew');
    expect(places()).toEqual([[3, 1]]);
  });

  it('asks for a pause when the disk is behind, and to go on after', async () => {
    let drained = 0;
    const out = output({ highWaterBytes: 100_000, onDrain: () => drained++ });
    let asked = 0;
    for (let i = 0; i < 10; i++) if (!out.write(0, Buffer.alloc(60_000))) asked++;
    expect(asked).toBeGreaterThan(0);
    await until(() => drained > 0, 'the disk');
    await out.close();
    expect(readFileSync(logPath)).toHaveLength(600_000);
  });

  it('masks each stream for itself', async () => {
    const out = output({ masks: createMaskSet(['hunter2']) });
    out.write(0, bytes('a hun'));
    out.write(1, bytes('hunt'));
    out.write(0, bytes('ter2 b\n'));
    out.write(1, bytes('er\n'));
    await out.close();
    expect(text().replace(/\*\*\* b\n|hunter\n/g, '')).toBe('a ');
    expect(text()).not.toContain('hunter2');
  });

  it('goes on without a log that cannot be written', async () => {
    let drained = 0;
    const out = createAttemptOutput({
      logPath: join(folder, 'x.log', 'y.log'),
      masks: null,
      highWaterBytes: 10,
      onDrain: () => drained++,
    });
    writeFileSync(logPath, '');
    for (let i = 0; i < 50; i++) out.write(0, bytes('0123456789'));
    expect(await out.close()).toMatch(/ENOTDIR/);
    expect(out.write(0, bytes('0123456789'))).toBe(true);
  });
});
