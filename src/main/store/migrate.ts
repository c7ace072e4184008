import { StoreUnavailable } from '../ports/event-log.ts';
import type { WritableDatabase } from './database.ts';
import type { Migration } from './migrations/index.ts';

/**
 * Brings the schema up to the last migration. Each runs in a transaction that also moves `user_version`, and looks at it again
 * under the write lock, so that two processes may do this at once.
 */
export function migrate(database: WritableDatabase, migrations: readonly Migration[]): void {
  const known = migrations.length;
  refuseNewer(schemaVersion(database), known, database.path);
  for (const migration of migrations) {
    if (schemaVersion(database) >= migration.version) continue;
    database.transaction(() => {
      if (schemaVersion(database) >= migration.version) return;
      database.exec(migration.sql);
      database.exec(`PRAGMA user_version = ${migration.version}`);
    });
  }
  refuseNewer(schemaVersion(database), known, database.path);
}

export const schemaVersion = (database: { pragma(source: string): unknown }): number =>
  Number(database.pragma('user_version'));

export function refuseNewer(version: number, known: number, path: string): void {
  if (version <= known) return;
  throw new StoreUnavailable(
    'too-new',
    `The database ${path} was written by a newer Chronum Studio: it has version ${version} of the schema, and this one knows ` +
      `versions up to ${known}. Update Chronum Studio, or set CHRONUM_HOME to another folder. Nothing was changed.`,
  );
}
