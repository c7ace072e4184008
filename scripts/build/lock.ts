import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;
const PATIENCE_MS = 180_000;

/**
 * Runs `work` while holding a lock file, so that two commands that find `out/` stale at once do not build into it
 * together. A lock whose process is gone is taken over.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  const givingUpAt = Date.now() + PATIENCE_MS;
  while (!tryLock(path)) {
    if (Date.now() > givingUpAt) throw new Error(`another build holds ${path}; remove the file if that is not so`);
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryLock(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (ownerIsGone(path)) rmSync(path, { force: true });
  return false;
}

function ownerIsGone(path: string): boolean {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    // An empty file is a lock between its creation and its first byte.
    if (!Number.isInteger(pid) || pid <= 0) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
