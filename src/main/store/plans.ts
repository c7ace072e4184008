import { createHash } from 'node:crypto';
import type { Plan } from '../../core/run/plan.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';

/** Plans that stay parsed: those of the runs that are looked at, or of flows that run often. */
const KEPT = 50;

export function createPlanReader(database: ReadableDatabase): (id: number) => Plan {
  const byId = database.query<{ data: string }, [number]>('SELECT data FROM plans WHERE id = ?');
  const kept = new Map<number, Plan>();
  return (id) => {
    let plan = kept.get(id);
    if (!plan) {
      const row = byId.get(id);
      if (!row) throw new Error(`plan ${id} is missing from the database`);
      plan = JSON.parse(row.data) as Plan;
      if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
      kept.set(id, plan);
    }
    return plan;
  };
}

/** Returns the number of a stored plan; equal plans have one. For use inside a transaction. */
export function createPlanStore(database: WritableDatabase): (plan: Plan) => number {
  const byHash = database.query<{ id: number }, [Uint8Array]>('SELECT id FROM plans WHERE hash = ?');
  const insert = database.change<[Uint8Array, string]>('INSERT INTO plans (hash, data) VALUES (?, ?)');
  return (plan) => {
    const data = JSON.stringify(plan);
    const hash = createHash('sha256').update(data).digest();
    return byHash.get(hash)?.id ?? Number(insert.run(hash, data).lastInsertRowid);
  };
}
