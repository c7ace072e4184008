import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import {
  encodeLogIndexRecord,
  LOG_INDEX_RECORD_BYTES,
  LOG_STREAMS,
  type LogStreamCode,
  logIndexPath,
} from '../../core/run/log-index.ts';
import type { AttemptKey, LogChunk, LogRange, LogStore, LogStream } from '../ports/log-store.ts';
import { watchForChange } from './file-change.ts';
import { createLogIndexReader, type LogIndexReader } from './index-reader.ts';
import { decodeName, encodeName, isContinued } from './safe-name.ts';
import { searchBlocks } from './search.ts';

const READ_BYTES = 4 * 1024 * 1024;
const SEARCH_BLOCK_BYTES = 256 * 1024;
const INDEXES_KEPT = 32;
const LOG = '.log';

/** Logs as files: `<run>/<step>/<branch>.<attempt>.log` and `.idx` in `folder`, with names made safe for every file system. */
export function createLogStore({ folder }: { readonly folder: string }): LogStore {
  const indexes = new Map<string, LogIndexReader>();
  const writes = new Map<string, Promise<void>>();

  const runFolder = (runId: string): string => join(folder, ...encodeName(runId));
  const pathOf = ({ runId, stepId, branch, attempt }: AttemptKey): string => {
    const name = encodeName(branch);
    const last = name.pop() as string;
    return join(runFolder(runId), ...encodeName(stepId), ...name, `${last}.${attempt}${LOG}`);
  };

  /** The most recently used ones stay in memory. */
  const indexOf = (path: string): LogIndexReader => {
    const index = indexes.get(path) ?? createLogIndexReader(logIndexPath(path));
    indexes.delete(path);
    indexes.set(path, index);
    if (indexes.size > INDEXES_KEPT) indexes.delete(indexes.keys().next().value as string);
    return index;
  };

  const readChunks = async (path: string, range: LogRange): Promise<{ chunks: LogChunk[]; exists: boolean }> => {
    const file = await openIfThere(path);
    if (file === null) return { chunks: [], exists: false };
    try {
      const { size, mtimeMs } = await file.stat();
      const from = range.from < 0 ? Math.max(0, size + range.from) : range.from;
      const to = Math.min(range.to ?? size, size, from + READ_BYTES);
      if (from >= to) return { chunks: [], exists: true };
      const index = indexOf(path);
      // After the size: records are written before their bytes, so the index knows all of them.
      await index.refresh();
      const bytes = await readFully(file, from, to - from);
      const chunks: LogChunk[] = [];
      for (const { start, end, at, stream } of index.segments(from, from + bytes.length, Math.round(mtimeMs))) {
        chunks.push({ offset: start, at, stream, bytes: bytes.subarray(start - from, end - from) });
      }
      return { chunks, exists: true };
    } finally {
      await file.close();
    }
  };

  const append = async (path: string, stream: LogStream, bytes: Uint8Array): Promise<void> => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const log = await open(path, 'a', 0o600);
    try {
      const { size } = await log.stat();
      const record = new Uint8Array(LOG_INDEX_RECORD_BYTES);
      const code = LOG_STREAMS.indexOf(stream) as LogStreamCode;
      encodeLogIndexRecord(record, 0, { offset: size, at: Date.now(), stream: code });
      const index = await open(logIndexPath(path), 'a', 0o600);
      try {
        await alignToRecords(index);
        await index.appendFile(record);
      } finally {
        await index.close();
      }
      await log.appendFile(bytes);
    } finally {
      await log.close();
    }
  };

  return {
    pathOf,
    size: async (key) => {
      const file = await openIfThere(pathOf(key));
      if (file === null) return 0;
      const { size } = await file.stat().finally(() => file.close());
      return size;
    },
    sizeAt: async (key, at) => {
      const path = pathOf(key);
      const file = await openIfThere(path);
      if (file === null) return 0;
      const { size, mtimeMs } = await file.stat().finally(() => file.close());
      const index = indexOf(path);
      await index.refresh();
      return Math.min(size, index.firstAfter(at, Math.round(mtimeMs)) ?? size);
    },
    read: async (key, range) => (await readChunks(pathOf(key), range)).chunks,
    readStream: async (key, stream, limit) => {
      const path = pathOf(key);
      const parts: Uint8Array[] = [];
      let length = 0;
      for (let from = 0; ; ) {
        const { chunks } = await readChunks(path, { from });
        const last = chunks.at(-1);
        if (last === undefined) return { bytes: Buffer.concat(parts), truncated: false };
        for (const chunk of chunks) {
          if (chunk.stream !== stream) continue;
          const room = limit - length;
          parts.push(chunk.bytes.subarray(0, room));
          length += Math.min(chunk.bytes.length, room);
          if (chunk.bytes.length > room) return { bytes: Buffer.concat(parts), truncated: true };
        }
        from = last.offset + last.bytes.length;
      }
    },
    follow: async function* (key, { from, signal, isDone }) {
      const path = pathOf(key);
      const changes = watchForChange(path, signal);
      let position = from < 0 ? -1 : from;
      let wasThere = false;
      try {
        while (!signal.aborted) {
          // Asked first: what is written before it says so is read below.
          const done = isDone();
          const { chunks, exists } = await readChunks(path, { from: position < 0 ? from : position });
          const last = chunks.at(-1);
          if (last !== undefined) {
            position = last.offset + last.bytes.length;
            yield chunks;
          } else if (done || (wasThere && !exists)) return;
          else await changes.next();
          wasThere ||= exists;
        }
      } finally {
        changes.close();
      }
    },
    search: async function* (key, search, signal) {
      signal.throwIfAborted();
      const file = await openIfThere(pathOf(key));
      if (file === null) return;
      try {
        yield* searchBlocks(blocksOf(file), search, signal);
      } finally {
        await file.close();
      }
    },
    write: (key, stream, bytes) => {
      const path = pathOf(key);
      const before = writes.get(path) ?? Promise.resolve();
      const write = before.catch(() => {}).then(() => append(path, stream, bytes));
      writes.set(path, write);
      const forget = (): void => {
        if (writes.get(path) === write) writes.delete(path);
      };
      write.then(forget, forget);
      return write;
    },
    remove: async (runId) => {
      const path = runFolder(runId);
      for (const known of indexes.keys()) if (known.startsWith(path + sep)) indexes.delete(known);
      await rm(path, { recursive: true, force: true });
    },
    list: async (runId) => {
      const keys: AttemptKey[] = [];
      for await (const parts of logFiles(runFolder(runId), [])) {
        const key = keyOf(runId, parts);
        if (key !== null) keys.push(key);
      }
      return keys;
    },
  };
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/** Fewer bytes when the file was cut off in between. */
async function readFully(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** After half a record of a writer that died, ours would be misread: the half is made whole with zeros, which is no record. */
async function alignToRecords(index: FileHandle): Promise<void> {
  const { size } = await index.stat();
  const over = size % LOG_INDEX_RECORD_BYTES;
  if (over > 0) await index.appendFile(new Uint8Array(LOG_INDEX_RECORD_BYTES - over));
}

async function* blocksOf(file: FileHandle): AsyncGenerator<Buffer> {
  const block = Buffer.allocUnsafe(SEARCH_BLOCK_BYTES);
  for (let position = 0; ; ) {
    const { bytesRead } = await file.read(block, 0, block.length, position);
    if (bytesRead === 0) return;
    yield block.subarray(0, bytesRead);
    position += bytesRead;
  }
}

async function* logFiles(folder: string, above: readonly string[]): AsyncGenerator<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const parts = [...above, entry.name];
    if (entry.isDirectory()) yield* logFiles(join(folder, entry.name), parts);
    else if (entry.name.endsWith(LOG)) yield parts;
  }
}

function keyOf(runId: string, parts: readonly string[]): AttemptKey | null {
  const named = /^(.*)\.(\d+)\.log$/.exec(parts.at(-1) ?? '');
  if (named === null) return null;
  // The step's parts end with the first one that does not go on.
  const stepEnd = parts.findIndex((part) => !isContinued(part)) + 1;
  const stepId = decodeName(parts.slice(0, stepEnd));
  const branch = decodeName([...parts.slice(stepEnd, -1), named[1] as string]);
  return stepId === null || branch === null ? null : { runId, stepId, branch, attempt: Number(named[2]) };
}
