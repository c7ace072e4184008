import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { extractZipEntry, readZipDirectory } from './zip.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chronum-zip-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Member {
  readonly name: string;
  readonly text: string;
  readonly method: 0 | 8;
}

/** A zip of these members, with a comment at the end and extra fields that the reader must step over. */
function zipOf(members: readonly Member[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text, method } of members) {
    const data = method === 8 ? deflateRawSync(text) : Buffer.from(text);
    const local = Buffer.alloc(30 + name.length + 4);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(4, 28);
    local.write(name, 30);
    const entry = Buffer.alloc(46 + name.length + 6);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(Buffer.byteLength(text), 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt16LE(6, 30);
    entry.writeUInt32LE(offset, 42);
    entry.write(name, 46);
    bodies.push(local, data);
    directory.push(entry);
    offset += local.length + data.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(7, 20);
  return Buffer.concat([...bodies, entries, end, Buffer.from('comment')]);
}

test('stored, deflated and empty files come out as they went in; folders are left out', async () => {
  const path = join(folder, 'some.zip');
  const long = 'line\n'.repeat(10_000);
  writeFileSync(
    path,
    zipOf([
      { name: 'a/', text: '', method: 0 },
      { name: 'a/stored', text: 'as it is', method: 0 },
      { name: 'a/deflated', text: long, method: 8 },
      { name: 'empty', text: '', method: 0 },
    ]),
  );
  const entries = await readZipDirectory(path);
  expect(entries.map(({ name, size }) => [name, size])).toEqual([
    ['a/stored', 8],
    ['a/deflated', long.length],
    ['empty', 0],
  ]);
  for (const entry of entries) await extractZipEntry(path, entry, join(folder, 'out', entry.name));
  expect(readFileSync(join(folder, 'out', 'a/stored'), 'utf8')).toBe('as it is');
  expect(readFileSync(join(folder, 'out', 'a/deflated'), 'utf8')).toBe(long);
  expect(readFileSync(join(folder, 'out', 'empty'), 'utf8')).toBe('');
});

test('what is no zip is refused by name', async () => {
  const path = join(folder, 'not.zip');
  writeFileSync(path, 'just a text');
  await expect(readZipDirectory(path)).rejects.toThrow(`${path} is not a zip archive`);
});
