import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../store/open-store.ts';
import { runOfScratch } from './step-files.ts';

/** Removes what processes left that were killed: lock files of owners without runs, and private files of attempts. */
export async function sweep({ owners, runs, paths }: Pick<Store, 'owners' | 'runs' | 'paths'>): Promise<void> {
  const unfinished = runs.unfinished();
  const needed = new Set(unfinished.map(({ ownerId }) => ownerId));
  for (const { id, alive } of owners.list()) if (!alive && !needed.has(id)) owners.forget(id);

  const open = new Set(unfinished.map(({ id }) => id));
  // After the look at the runs: a file that appears later belongs to a run that did too.
  for (const name of await readdir(paths.scratch).catch(() => [])) {
    const runId = runOfScratch(name);
    if (runId !== null && !open.has(runId) && runs.get(runId)?.finishedAt != null) {
      await rm(join(paths.scratch, name), { recursive: true, force: true });
    }
  }
}
