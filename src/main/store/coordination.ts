import type { Coordination, GroupMember, PlaceAnswer, PlaceRequest } from '../ports/coordination.ts';
import type { ChangeWatch } from './change-watch.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import type { Writer } from './writer.ts';

export const coordinationQueries = {
  line: `SELECT holder, run_id AS runId, places FROM group_members JOIN runs ON runs.id = group_members.run_id
    WHERE group_name = ? AND runs.finished_at IS NULL ORDER BY number`,
  count: `SELECT count(*) AS count FROM counter_claims WHERE counter = ?`,
} as const;

interface Member extends GroupMember {
  readonly places: number;
}

export function createCoordination(parts: {
  readonly database: WritableDatabase;
  readonly reader: ReadableDatabase;
  readonly writer: Writer;
  readonly watch: ChangeWatch['watch'];
}): Coordination {
  const { database, reader, writer, watch } = parts;
  const line = database.query<Member, [string]>(coordinationQueries.line);
  const readLine = reader.query<Member, [string]>(coordinationQueries.line);
  const join = database.change<[string, string, string, number]>(
    'INSERT INTO group_members (group_name, holder, run_id, places) VALUES (?, ?, ?, ?)',
  );
  const leave = database.change<[string, string]>('DELETE FROM group_members WHERE group_name = ? AND holder = ?');
  const tidy = database.change<[string]>(`DELETE FROM group_members WHERE group_name = ? AND run_id NOT IN
    (SELECT id FROM runs WHERE finished_at IS NULL)`);
  const count = database.query<{ count: number }, [string]>(coordinationQueries.count);
  const known = database.query<{ claim: string }, [string, string]>(
    'SELECT claim FROM counter_claims WHERE counter = ? AND claim = ?',
  );
  const insert = database.change<[string, string]>('INSERT INTO counter_claims (counter, claim) VALUES (?, ?)');
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };

  const standing = (members: readonly Member[], holder: string, limit: number): PlaceAnswer => {
    const places = Math.min(limit, ...members.map((member) => member.places));
    const rank = members.findIndex((member) => member.holder === holder);
    return rank < places ? { state: 'held' } : { state: 'waiting', ahead: rank - places };
  };

  const request = ({ group, holder, runId, limit, maxQueued }: PlaceRequest): PlaceAnswer => {
    const members = line.all(group);
    if (members.some((member) => member.holder === holder)) return standing(members, holder, limit);
    tidy.run(group);
    const places = Math.min(limit, ...members.map((member) => member.places));
    if (members.length >= places + maxQueued) return { state: 'full' };
    join.run(group, holder, runId, limit);
    return standing([...members, { holder, runId, places: limit }], holder, limit);
  };

  return {
    request: (place) => writer.write(() => request(place)),
    release: (group, holder) => writer.write(() => void leave.run(group, holder), changed),
    members: (group) => readLine.all(group).map(({ holder, runId }) => ({ holder, runId })),
    claim: (counter, claim, limit) =>
      writer.write(() => {
        const before = count.get(counter)?.count ?? 0;
        if (known.get(counter, claim) !== undefined) return { granted: true, count: before };
        if (before >= limit) return { granted: false, count: before };
        insert.run(counter, claim);
        return { granted: true, count: before + 1 };
      }),
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
