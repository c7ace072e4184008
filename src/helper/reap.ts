import { createGroupEnd, type Group, survivors } from './group.ts';
import { carriesMark, isRunning, isSameProcess, processes } from './process-table.ts';
import type { LeftBehind } from './protocol.ts';

const GRACE_MS = 1_000;

/**
 * Ends what is left of an attempt whose owner or helper died: the recorded group, when pid, start time and boot still name it,
 * and every process that carries the mark. Answers how many processes there were.
 */
export async function reap(left: LeftBehind, bootId: string): Promise<number> {
  const sameBoot = left.bootId === undefined || left.bootId === bootId;
  const { pid, startTime } = left;
  let found = 0;
  if (sameBoot && pid !== undefined && startTime !== undefined && (await isSameProcess(pid, startTime))) {
    const group: Group = { leader: pid, startTime, mark: left.mark };
    found += survivors(group, true).length;
    await createGroupEnd(group).end({ quietMs: 0, graceMs: GRACE_MS, wide: true });
  }
  return found + (await reapMarked(left.mark));
}

/**
 * The recorded process may be gone while its children live on. Each is ended with its own group: a process can only join groups
 * of its session, and the session was made by the attempt.
 */
async function reapMarked(mark: string): Promise<number> {
  const groups = new Map<number, Group>();
  let found = 0;
  for (const row of processes()) {
    if (row.pid === process.pid || !isRunning(row) || !carriesMark(row.pid, mark)) continue;
    found++;
    const startTime = Math.min(row.startTime, groups.get(row.group)?.startTime ?? row.startTime);
    groups.set(row.group, { leader: row.group, startTime, mark });
  }
  const plan = { quietMs: 0, graceMs: GRACE_MS, wide: true };
  await Promise.all([...groups.values()].map((group) => createGroupEnd(group).end(plan)));
  return found;
}
