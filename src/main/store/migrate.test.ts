import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-store.ts';
import { openWritable } from './database.ts';
import { migrate } from './migrate.ts';
import { loadMigrations, orderMigrations } from './migrations/index.ts';

const inNewDatabase = (work: (database: ReturnType<typeof openWritable>) => void) => {
  const { folder, remove } = temporaryFolder();
  const database = openWritable(join(folder, 'a.db'), { busyTimeout: 0 });
  work(database);
  database.close();
  remove();
};

describe('migrations', () => {
  it('are the files of their folder, the same for a bundler and for plain Node', () => {
    const files = readdirSync(join(import.meta.dirname, 'migrations')).filter((file) => file.endsWith('.sql'));
    const bundled = loadMigrations();
    expect(bundled).toHaveLength(files.length);
    const script = `import { loadMigrations } from ${JSON.stringify(join(import.meta.dirname, 'migrations/index.ts'))};
      process.stdout.write(JSON.stringify(loadMigrations()));`;
    const plain = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(JSON.parse(plain)).toEqual(bundled);
  });

  it('run in order, each once', () => {
    const migrations = orderMigrations({
      './0002-more.sql': 'ALTER TABLE a ADD COLUMN y',
      './0001-first.sql': 'CREATE TABLE a (x)',
    });
    inNewDatabase((database) => {
      migrate(database, migrations.slice(0, 1));
      migrate(database, migrations);
      migrate(database, migrations);
      expect(database.pragma('user_version')).toBe(2);
      expect(database.query('SELECT x, y FROM a').all()).toEqual([]);
    });
  });

  it('leave nothing behind when they fail', () => {
    const migrations = orderMigrations({ '0001-bad.sql': 'CREATE TABLE a (x); CREATE TABLE a (x)' });
    inNewDatabase((database) => {
      expect(() => migrate(database, migrations)).toThrow(/already exists/);
      expect(database.pragma('user_version')).toBe(0);
      expect(database.query('SELECT name FROM sqlite_schema').all()).toEqual([]);
    });
  });

  it('are numbered without gaps or doubles', () => {
    expect(() => orderMigrations({ '0002-late.sql': '' })).toThrow(/1 was expected/);
    expect(() => orderMigrations({ '0001-a.sql': '', 'x/0001-b.sql': '' })).toThrow(/2 was expected/);
    expect(() => orderMigrations({ 'first.sql': '' })).toThrow(/0001-what-it-does/);
  });
});
