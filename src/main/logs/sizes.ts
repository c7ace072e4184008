import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeName } from './safe-name.ts';

/** Bytes of all files of each run's folder. Blocks: for a thread that does nothing else. */
export function sizesByRun(folder: string): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const name of namesIn(folder)) {
    const runId = decodeName([name]);
    if (runId !== null) sizes.set(runId, sizeOf(join(folder, name)));
  }
  return sizes;
}

function sizeOf(folder: string): number {
  let bytes = 0;
  for (const entry of namesIn(folder)) {
    const path = join(folder, entry);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat !== undefined) bytes += stat.isDirectory() ? sizeOf(path) : stat.size;
  }
  return bytes;
}

/** Nothing where there is no folder, or none any more: runs are removed meanwhile. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
