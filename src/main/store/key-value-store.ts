import type { KeyValueStore } from '../ports/workspace-store.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import type { Writer } from './writer.ts';

export function createKeyValueStore(parts: {
  readonly database: WritableDatabase;
  readonly reader: ReadableDatabase;
  readonly writer: Writer;
}): KeyValueStore {
  const { database, reader, writer } = parts;
  const get = reader.query<{ value: string }, [string]>('SELECT value FROM key_values WHERE key = ?');
  const set = database.change<[string, string]>(`
    INSERT INTO key_values (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  const remove = database.change<[string]>('DELETE FROM key_values WHERE key = ?');
  return {
    get: (key) => get.get(key)?.value ?? null,
    set: (key, value) => void writer.writeNow(() => (value === null ? remove.run(key) : set.run(key, value))),
  };
}
