import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-store.ts';
import { openWritable } from './database.ts';
import { migrate } from './migrate.ts';
import { loadMigrations } from './migrations/index.ts';
import { createRunReader } from './run-store.ts';

/** The last version in which each run had its labels for itself. */
const BEFORE = 3;

it('runs of a database from before kinds keep their names and labels, and are found by them', () => {
  const { folder, remove } = temporaryFolder();
  const database = openWritable(join(folder, 'chronum.db'), { busyTimeout: 1_000 });
  try {
    migrate(database, loadMigrations().slice(0, BEFORE));
    const insert = database.change<[number, string, string, string]>(`
      INSERT INTO runs (stream_id, id, flow_id, flow_name, workspace, file, status, paused, trigger_type, trigger_data, labels,
        created_at, step_count, succeeded_count, failed_count, skipped_count, cancelled_count)
      VALUES (?, ?, 'f', ?, '/w', 'f.yaml', 'succeeded', 0, 'manual', '{"type":"manual"}', ?, 1, 0, 0, 0, 0, 0)`);
    insert.run(1, 'a', 'deploy', '["prod","eu"]');
    insert.run(2, 'b', 'deploy', '["prod","eu"]');
    insert.run(3, 'c', 'report', '[]');
    database.exec(`INSERT INTO streams (id, name) VALUES (1, 'run:a'), (2, 'run:b'), (3, 'run:c')`);
    database.exec(`INSERT INTO events (position, stream_id, seq, count, at, data)
      VALUES (1, 1, 1, 1, 1, '[]'), (2, 2, 1, 1, 1, '[]'), (3, 3, 1, 1, 1, '[]')`);

    migrate(database, loadMigrations());

    expect(database.query('SELECT flow_name, labels FROM run_kinds ORDER BY flow_name').all()).toEqual([
      { flow_name: 'deploy', labels: '["prod","eu"]' },
      { flow_name: 'report', labels: '[]' },
    ]);
    const runs = createRunReader(database);
    const ids = (filter: Parameters<typeof runs.list>[0]) => runs.list(filter, { limit: 10 }).runs.map(({ id }) => id);
    expect(ids({ label: 'eu' })).toEqual(['b', 'a']);
    expect(ids({ text: 'REPORT' })).toEqual(['c']);
    expect(database.query('PRAGMA foreign_key_check').all()).toEqual([]);
  } finally {
    database.close();
    remove();
  }
});
