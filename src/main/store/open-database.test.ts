import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runStream } from '../../core/run/event.ts';
import { attemptStarted, instant, runCreated } from '../../testing/run-fixtures.ts';
import { temporaryFolder } from '../../testing/temporary-store.ts';
import { StoreUnavailable } from '../ports/event-log.ts';
import { openReadable, openWritable } from './database.ts';
import { loadMigrations } from './migrations/index.ts';
import { openStore, openStoreReadOnly } from './open-store.ts';
import { storePaths } from './paths.ts';

const STREAM = runStream('r1');

describe('opening the store', () => {
  let folder: string;
  let path: string;
  let remove: () => void;
  beforeEach(() => {
    ({ folder, remove } = temporaryFolder());
    path = storePaths(folder).database;
  });
  afterEach(() => remove());

  const open = () => openStore({ dataFolder: folder, patience: 300 });
  const refusal = (work: () => unknown): StoreUnavailable => {
    try {
      work();
    } catch (error) {
      if (error instanceof StoreUnavailable) return error;
      throw error;
    }
    throw new Error('it was not refused');
  };
  const asides = () => readdirSync(folder).filter((file) => file.includes('.corrupt-'));
  const fill = async (count: number) => {
    const store = open();
    await store.events.append(STREAM, 0, [runCreated('r1', instant(0))]);
    const events = Array.from({ length: count }, (_, n) => attemptStarted('r1', `step-${n}`, instant(n)));
    await store.events.append(STREAM, 1, events);
    store.close();
  };

  it('makes the folder and the database, in WAL mode, and finds everything again', async () => {
    folder = join(folder, 'not', 'there');
    await fill(10);
    const store = open();
    expect(store.notices).toEqual([]);
    expect(store.events.read(STREAM, 0)).toHaveLength(11);
    store.close();
    const database = openReadable(storePaths(folder).database, { busyTimeout: 0 });
    expect(database.pragma('journal_mode')).toBe('wal');
    expect(database.pragma('user_version')).toBe(loadMigrations().length);
    database.close();
  });

  it('refuses a database from the future, naming both versions, and leaves it alone', async () => {
    await fill(1);
    const database = openWritable(path, { busyTimeout: 0 });
    database.exec('PRAGMA user_version = 4711');
    database.close();
    const before = readFileSync(path);
    const { code, message } = refusal(open);
    expect(code).toBe('too-new');
    expect(message).toContain(path);
    expect(message).toContain('version 4711');
    expect(message).toContain(`versions up to ${loadMigrations().length}`);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(refusal(() => openStoreReadOnly({ dataFolder: folder })).code).toBe('too-new');
  });

  it.each([
    ['text', 'This is not a database, but it is long enough to be looked at as one. '.repeat(100)],
    ['a header of SQLite and nothing right after it', `SQLite format 3\0${'\xff'.repeat(5000)}`],
  ])('moves aside what was never a database (%s)', async (_what, content) => {
    writeFileSync(path, content, 'latin1');
    const store = open();
    expect(store.notices).toHaveLength(1);
    const [aside] = asides();
    expect(store.notices[0]).toContain(join(folder, aside!));
    expect(readFileSync(join(folder, aside!), 'latin1')).toBe(content);
    await store.events.append(STREAM, 0, [runCreated('r1', instant(0))]);
    store.close();
    expect(asides()).toHaveLength(1);
  });

  const overwrite = (at: number, length: number) => {
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(length, 0xa5), 0, length, at);
    closeSync(file);
  };

  it('finds a damaged page of a small database at once, and keeps the file with its companions', async () => {
    await fill(2_000);
    overwrite(Math.floor(statSync(path).size / 2), 4096);
    writeFileSync(`${path}-wal`, '');
    const store = open();
    expect(store.notices[0]).toMatch(/was damaged \(.+\)\. It was moved to .+\.corrupt-/);
    expect(store.events.head()).toBe(0);
    store.close();
    expect(asides().length).toBeGreaterThanOrEqual(1);
    const again = open();
    expect(again.notices).toEqual([]);
    again.close();
  });

  it('finds damage in a large database when it is met, and moves it aside at the next opening', async () => {
    await fill(60_000);
    expect(statSync(path).size).toBeGreaterThan(4 * 1024 * 1024);
    overwrite(1024 * 1024, 64 * 1024);
    const store = open();
    expect(store.notices).toEqual([]);
    expect(() => store.events.read(STREAM, 0)).toThrow(/damaged/);
    store.close();
    const next = open();
    expect(next.notices).toHaveLength(1);
    expect(existsSync(`${path}.suspect`)).toBe(false);
    next.close();
  });

  it('says so when another program holds the database', () => {
    open().close();
    const database = openWritable(path, { busyTimeout: 0 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    const { code, message } = refusal(open);
    expect(code).toBe('locked');
    expect(message).toContain(path);
    database.exec('COMMIT');
    database.close();
    open().close();
  });

  it('waits for another writer, then reports it, and writes again when it is gone', { timeout: 30_000 }, async () => {
    const store = openStore({ dataFolder: folder, patience: 1_000 });
    const database = openWritable(path, { busyTimeout: 0 });
    database.exec('BEGIN IMMEDIATE');
    const append = store.events.append(STREAM, 0, [runCreated('r1', instant(0))]);
    setTimeout(() => database.exec('COMMIT'), 300);
    expect(await append).toMatchObject([{ seq: 1 }]);

    database.exec('BEGIN IMMEDIATE');
    const refused = await store.events
      .append(STREAM, 1, [attemptStarted('r1', 'a', instant(1))])
      .catch((error) => error);
    expect(refused).toBeInstanceOf(StoreUnavailable);
    expect(refused.code).toBe('locked');
    expect(() => store.keyValues.set('a', '1')).toThrow(/locked/);
    database.exec('COMMIT');
    database.close();
    expect(await store.events.append(STREAM, 1, [attemptStarted('r1', 'a', instant(1))])).toMatchObject([{ seq: 2 }]);
    store.close();
  });

  it('cannot begin in a place that is not a folder', () => {
    writeFileSync(join(folder, 'file'), '');
    folder = join(folder, 'file', 'data');
    expect(refusal(open)).toMatchObject({ code: 'io' });
  });

  it('reads without writing, and says when there is nothing yet', async () => {
    expect(refusal(() => openStoreReadOnly({ dataFolder: folder })).message).toMatch(/no database at/);
    await fill(3);
    const writer = open();
    const reader = openStoreReadOnly({ dataFolder: folder });
    await writer.events.append(STREAM, 4, [attemptStarted('r1', 'late', instant(4))]);
    expect(reader.events.read(STREAM, 0)).toHaveLength(5);
    expect(reader.runs.get('r1')).toMatchObject({ seq: 5 });
    reader.close();
    writer.close();
  });
});

/** Mounts a small file system of its own, or says why that is not possible here. */
function mountSmall(kilobytes: number): { folder: string; remountReadOnly(): void; unmount(): void } | string {
  const { folder, remove } = temporaryFolder();
  const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'pipe' });
  try {
    mkdirSync(folder, { recursive: true });
    mount('-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder);
  } catch {
    remove();
    return 'a file system cannot be mounted here (it takes Linux and root)';
  }
  return {
    folder,
    remountReadOnly: () => void mount('-o', 'remount,ro', folder),
    unmount: () => {
      execFileSync('umount', [folder]);
      remove();
    },
  };
}

describe('a disk with little space', () => {
  it('refuses appends with words when it is full, loses nothing, and goes on when there is room', async ({ skip }) => {
    const small = mountSmall(1024);
    if (typeof small === 'string') return skip(small);
    try {
      const store = openStore({ dataFolder: small.folder });
      await store.events.append(STREAM, 0, [runCreated('r1', instant(0))]);
      let seq = 1;
      let refused: unknown;
      while (!refused && seq < 5_000) {
        await store.events
          .append(STREAM, seq, [{ type: 'x.note', at: instant(seq), data: 'x'.repeat(3000) }])
          .then(([event]) => {
            seq = event!.seq;
          })
          .catch((error) => {
            refused = error;
          });
      }
      expect(refused).toBeInstanceOf(StoreUnavailable);
      expect(refused).toMatchObject({ code: 'disk-full', message: expect.stringContaining('no space') });
      expect(store.events.read(STREAM, 0)).toHaveLength(seq);
      store.close();

      execFileSync('mount', ['-o', 'remount,size=4096k', small.folder]);
      const again = openStore({ dataFolder: small.folder });
      expect(again.events.read(STREAM, 0)).toHaveLength(seq);
      await again.events.append(STREAM, seq, [attemptStarted('r1', 'a', instant(seq))]);
      again.close();
    } finally {
      small.unmount();
    }
  });

  it('that cannot be written at all is named', ({ skip }) => {
    const small = mountSmall(1024);
    if (typeof small === 'string') return skip(small);
    try {
      openStore({ dataFolder: small.folder }).close();
      small.remountReadOnly();
      expect(() => openStore({ dataFolder: small.folder })).toThrow(/cannot be written \(EROFS\)/);
    } finally {
      small.unmount();
    }
  });
});
