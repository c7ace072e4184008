import { StoreUnavailable } from '../ports/event-log.ts';

/** The code of an error that SQLite raised, such as `SQLITE_BUSY_SNAPSHOT`; empty for any other error. */
export function sqliteCode(error: unknown): string {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : '';
}

export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(error));

/** Whether the file's content is damaged, or was never a database. */
export const isDamage = (error: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error));

export const isUniqueViolation = (error: unknown): boolean =>
  /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY|ROWID)/.test(sqliteCode(error));

/** Says of an error of SQLite what a person can do about it. Errors that are bugs come back as they are. */
export function asStoreError(error: unknown, path: string): unknown {
  const code = sqliteCode(error);
  if (code === '') return error;
  const tell = (kind: StoreUnavailable['code'], message: string) =>
    new StoreUnavailable(kind, `${message} (${code})`, { cause: error });
  if (isBusy(error)) {
    return tell('locked', `The database ${path} is locked by another program. Close what holds it, then try again`);
  }
  if (isDamage(error)) {
    return tell('corrupt', `The database ${path} is damaged. Restart: it will be checked, and moved aside if need be`);
  }
  // The shared-memory file beside the database cannot grow: no space either.
  if (/^SQLITE_(FULL|IOERR_SHMSIZE)/.test(code)) {
    return tell('disk-full', `There is no space left to write ${path}. Free some, then try again`);
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return tell('read-only', `The database ${path} cannot be written. Check the rights of its folder`);
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM')) {
    return tell('io', `The database ${path} cannot be opened. Check that its folder exists and may be written`);
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return tell('io', `Reading or writing ${path} failed. Check the disk`);
  }
  return error;
}
