import { existsSync, statSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-store.ts';
import { createCheckpointer, hasResetBug } from './checkpointer.ts';
import { openWritable } from './database.ts';
import { openDatabase } from './open-database.ts';

describe('the version of SQLite', () => {
  it('tells whether checkpoints need the write lock', () => {
    for (const bad of ['3.47.0', '3.47.2', '3.50.6', '3.51.2', '3.44.5', '3.8.11']) expect(hasResetBug(bad)).toBe(true);
    for (const good of ['3.51.3', '3.52.0', '3.54.1', '3.50.7', '3.44.6', '4.0.0'])
      expect(hasResetBug(good)).toBe(false);
  });
});

describe.each(['3.47.0', '3.54.0'])('checkpoints as with SQLite %s', (version) => {
  const open = () => {
    const { folder, remove } = temporaryFolder();
    const path = `${folder}/a.db`;
    const options = { path, lockPath: `${folder}/open.lock`, synchronous: 'NORMAL', patience: 100 } as const;
    const { writer, reader } = openDatabase(options);
    const checkpointer = createCheckpointer(writer, version);
    const insert = writer.change<[string, string]>('INSERT INTO key_values VALUES (?, ?)');
    const commit = (key: string, bytes: number) => {
      writer.transaction(() => insert.run(key, 'x'.repeat(bytes)));
      checkpointer.committed();
    };
    const close = () => {
      checkpointer.close();
      reader.close();
      writer.close();
      remove();
    };
    return { path, writer, reader, checkpointer, commit, close, remove };
  };

  it('come when the log has grown, so that it is begun anew', () => {
    const { path, reader, writer, checkpointer, commit, remove } = open();
    for (let n = 0; n < 2_000; n++) commit(`key-${n}`, 50_000);
    expect(statSync(`${path}-wal`).size).toBeLessThan(64 * 1024 * 1024);
    expect(statSync(path).size).toBeGreaterThan(32 * 1024 * 1024);
    expect(reader.pragma('quick_check')).toBe('ok');
    checkpointer.close();
    reader.close();
    writer.close();
    // Nobody else held it any more, not even a checkpoint that was under way.
    expect(existsSync(`${path}-wal`)).toBe(false);
    remove();
  });

  // Those of a thread hold nobody up, and may be many.
  it.runIf(hasResetBug(version))(
    'are few: one for many small commits, also once the log has had its full length',
    () => {
      const { path, commit, close } = open();
      let checkpoints = 0;
      let size = statSync(path).size;
      for (let n = 0; n < 20_000; n++) {
        commit(`key-${n}`, 500);
        const now = statSync(path).size;
        if (now > size) checkpoints++;
        size = now;
      }
      expect(checkpoints).toBeGreaterThan(1);
      expect(checkpoints).toBeLessThan(20);
      close();
    },
  );

  it('come after a moment of quiet', async () => {
    const { path, commit, close } = open();
    const before = statSync(path).size;
    commit('a', 100_000);
    await vi.waitFor(() => expect(statSync(path).size).toBeGreaterThan(before), { timeout: 5_000 });
    close();
  });

  it('are put off while another writes, without harm', () => {
    const { path, checkpointer, writer, commit, close } = open();
    commit('a', 100_000);
    const other = openWritable(path, { busyTimeout: 0 });
    other.exec('BEGIN IMMEDIATE');
    checkpointer.checkpoint();
    other.exec('ROLLBACK');
    other.close();
    commit('b', 10);
    checkpointer.checkpoint();
    expect(writer.query('SELECT count(*) AS n FROM key_values').get()).toEqual({ n: 2 });
    close();
  });
});
