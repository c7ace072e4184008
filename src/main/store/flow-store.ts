import { randomUUID } from 'node:crypto';
import type { FlowStore } from '../ports/workspace-store.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import type { Writer } from './writer.ts';

export function createFlowStore(parts: {
  readonly database: WritableDatabase;
  readonly reader: ReadableDatabase;
  readonly writer: Writer;
}): FlowStore {
  const { database, reader, writer } = parts;
  const byFile = 'SELECT id FROM flows WHERE workspace = ? AND file = ?';
  const find = reader.query<{ id: string }, [string, string]>(byFile);
  const findWorkspace = reader.query<{ workspace: string }, [string]>('SELECT workspace FROM flows WHERE id = ?');
  const findInTransaction = database.query<{ id: string }, [string, string]>(byFile);
  const insert = database.change<[string, string, string]>('INSERT INTO flows (id, workspace, file) VALUES (?, ?, ?)');
  const remove = database.change<[string, string]>('DELETE FROM flows WHERE workspace = ? AND file = ?');
  const move = database.change<[string, string, string]>('UPDATE flows SET file = ? WHERE workspace = ? AND file = ?');

  const identify = (workspace: string, file: string): string => {
    const known = findInTransaction.get(workspace, file)?.id;
    if (known !== undefined) return known;
    const id = randomUUID();
    insert.run(id, workspace, file);
    return id;
  };

  return {
    identify: (workspace, file) => find.get(workspace, file)?.id ?? writer.writeNow(() => identify(workspace, file)),
    workspaceOf: (id) => findWorkspace.get(id)?.workspace ?? null,
    renamed: (workspace, from, to) =>
      writer.writeNow(() => {
        if (from === to || !findInTransaction.get(workspace, from)) return;
        // A file that was there before under the new name has been replaced; its history keeps its own identity.
        remove.run(workspace, to);
        move.run(to, workspace, from);
      }),
  };
}
