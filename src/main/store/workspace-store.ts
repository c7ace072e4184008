import type { WorkspaceRecord, WorkspaceStore } from '../ports/workspace-store.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { instantFromText, instantToText } from './event-codec.ts';
import type { Writer } from './writer.ts';

interface WorkspaceRow {
  readonly path: string;
  readonly trusted: number;
  readonly opened_at: number;
}

export function createWorkspaceStore(parts: {
  readonly database: WritableDatabase;
  readonly reader: ReadableDatabase;
  readonly writer: Writer;
}): WorkspaceStore {
  const { database, reader, writer } = parts;
  const all = reader.query<WorkspaceRow>('SELECT * FROM workspaces ORDER BY opened_at DESC, path');
  const byPath = reader.query<WorkspaceRow, [string]>('SELECT * FROM workspaces WHERE path = ?');
  const opened = database.change<[string, number]>(`
    INSERT INTO workspaces (path, trusted, opened_at) VALUES (?, 0, ?)
    ON CONFLICT (path) DO UPDATE SET opened_at = excluded.opened_at`);
  // Trust may be given before the folder was ever opened; it then stands last in the list.
  const setTrusted = database.change<[string, number]>(`
    INSERT INTO workspaces (path, trusted, opened_at) VALUES (?, ?, 0)
    ON CONFLICT (path) DO UPDATE SET trusted = excluded.trusted`);
  const forget = database.change<[string]>('DELETE FROM workspaces WHERE path = ?');

  return {
    list: () => all.all().map(decode),
    get: (path) => {
      const row = byPath.get(path);
      return row ? decode(row) : null;
    },
    opened: (path, at) => void writer.writeNow(() => opened.run(path, instantFromText(at))),
    setTrusted: (path, trusted) => void writer.writeNow(() => setTrusted.run(path, Number(trusted))),
    forget: (path) => void writer.writeNow(() => forget.run(path)),
  };
}

const decode = (row: WorkspaceRow): WorkspaceRecord => ({
  path: row.path,
  trusted: row.trusted === 1,
  openedAt: instantToText(row.opened_at),
});
