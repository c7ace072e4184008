import type { Json } from '../../core/base/json.ts';
import type { Command, CommandKind, CommandQueue } from '../ports/commands.ts';
import type { ChangeWatch } from './change-watch.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { instantFromText, instantToText } from './event-codec.ts';
import type { Writer } from './writer.ts';

interface CommandRow {
  readonly id: string;
  readonly run_id: string;
  readonly kind: CommandKind;
  readonly at: number;
  readonly by: string;
  readonly data: string | null;
}

export const commandQueries = {
  pending: `SELECT id, run_id, kind, at, by, data FROM commands INDEXED BY commands_pending
    WHERE answered_at IS NULL AND run_id IN (SELECT value FROM json_each(?)) ORDER BY number`,
} as const;

export function createCommandQueue(parts: {
  readonly database: WritableDatabase;
  readonly reader: ReadableDatabase;
  readonly writer: Writer;
  readonly watch: ChangeWatch['watch'];
}): CommandQueue {
  const { database, reader, writer, watch } = parts;
  const isKnown = database.query<{ id: string }, [string]>('SELECT id FROM commands WHERE id = ?');
  const isOpen = database.query<{ id: string }, [string]>('SELECT id FROM runs WHERE id = ? AND finished_at IS NULL');
  const insert = database.change<(string | number | null)[]>(
    'INSERT INTO commands (id, run_id, kind, at, by, data) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const pending = reader.query<CommandRow, [string]>(commandQueries.pending);
  const listeners = new Set<() => void>();

  const submit = ({ id, runId, kind, at, by, data }: Command): boolean => {
    if (isKnown.get(id)) return true;
    if (!isOpen.get(runId)) return false;
    insert.run(id, runId, kind, instantFromText(at), by, data === undefined ? null : JSON.stringify(data));
    return true;
  };

  return {
    submit: async (command) => {
      const isAccepted = await writer.write(() => submit(command));
      if (isAccepted) for (const listener of [...listeners]) listener();
      return isAccepted;
    },
    pending: (runIds) => (runIds.length === 0 ? [] : pending.all(JSON.stringify(runIds)).map(decodeCommand)),
    watch: (listener) => {
      listeners.add(listener);
      const stopWatching = watch('soon', listener);
      return () => {
        listeners.delete(listener);
        stopWatching();
      };
    },
  };
}

function decodeCommand(row: CommandRow): Command {
  return {
    id: row.id,
    runId: row.run_id,
    kind: row.kind,
    at: instantToText(row.at),
    by: row.by,
    ...(row.data === null ? {} : { data: JSON.parse(row.data) as Json }),
  };
}
