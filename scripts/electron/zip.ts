import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

/** One file of a zip archive, as its central directory describes it. */
export interface ZipEntry {
  readonly name: string;
  readonly compressedSize: number;
  readonly size: number;
  /** 0 stored, 8 deflated; nothing else is read. */
  readonly method: number;
  readonly headerOffset: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_LENGTH = 22;
const MAX_COMMENT = 0xffff;

/** The files of an archive (folders left out). Archives beyond 4 GiB or 65,535 entries are refused. */
export async function readZipDirectory(path: string): Promise<ZipEntry[]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tail = await read(file, Math.max(0, size - END_LENGTH - MAX_COMMENT), size);
    const end = tail.lastIndexOf(signature(END_OF_DIRECTORY));
    if (end < 0) throw new Error(`${path} is not a zip archive`);
    const length = tail.readUInt32LE(end + 12);
    const start = tail.readUInt32LE(end + 16);
    if (start === 0xffffffff) throw new Error(`${path} is a zip64 archive, which is not supported`);
    return entriesOf(await read(file, start, start + length));
  } finally {
    await file.close();
  }
}

function entriesOf(directory: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const nameLength = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
    if (!name.endsWith('/')) {
      entries.push({
        name,
        method: directory.readUInt16LE(at + 10),
        compressedSize: directory.readUInt32LE(at + 20),
        size: directory.readUInt32LE(at + 24),
        headerOffset: directory.readUInt32LE(at + 42),
      });
    }
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** Writes one file of the archive to `target`, making its folder. */
export async function extractZipEntry(archive: string, entry: ZipEntry, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  if (entry.compressedSize === 0) {
    await writeFile(target, '');
    return;
  }
  const start = await dataOffset(archive, entry);
  const source = createReadStream(archive, { start, end: start + entry.compressedSize - 1 });
  if (entry.method === 8) await pipeline(source, createInflateRaw(), createWriteStream(target));
  else if (entry.method === 0) await pipeline(source, createWriteStream(target));
  else throw new Error(`${entry.name} in ${archive} uses compression method ${entry.method}, which is not supported`);
}

/** The local header repeats the name and has an extra field of its own length. */
async function dataOffset(archive: string, entry: ZipEntry): Promise<number> {
  const file = await open(archive);
  try {
    const header = await read(file, entry.headerOffset, entry.headerOffset + 30);
    if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_HEADER) {
      throw new Error(`${archive} is damaged at ${entry.name}`);
    }
    return entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}

async function read(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(end - start);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
  return buffer.subarray(0, bytesRead);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
