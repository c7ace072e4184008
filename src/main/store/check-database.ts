import { existsSync, statSync } from 'node:fs';
import { BUSY_TIMEOUT, openDatabaseReadOnly } from './open-database.ts';
import { asStoreError } from './sqlite-error.ts';

export interface DatabaseCheck {
  /** `none`: nothing was ever stored. */
  readonly status: 'none' | 'sound' | 'damaged';
  readonly bytes: number;
  /** What SQLite found; empty when it is sound. */
  readonly findings: readonly string[];
}

/** Reads every page of the database and changes nothing. Blocks while it does. Throws StoreUnavailable when it cannot be opened. */
export function checkDatabase(path: string): DatabaseCheck {
  if (!existsSync(path)) return { status: 'none', bytes: 0, findings: [] };
  const { size: bytes } = statSync(path);
  const database = openDatabaseReadOnly(path, 50 * BUSY_TIMEOUT);
  try {
    const rows = database.query<{ quick_check: string }>('PRAGMA quick_check(10)').all();
    const findings = rows.map((row) => row.quick_check).filter((text) => text !== 'ok');
    return { status: findings.length === 0 ? 'sound' : 'damaged', bytes, findings };
  } catch (error) {
    throw asStoreError(error, path);
  } finally {
    database.close();
  }
}
