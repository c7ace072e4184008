import { existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronRuntime } from './runtime.ts';

/** Below this, Chromium's shared memory files may not fit and its processes crash. */
const SHARED_MEMORY_BYTES = 256 * 1024 * 1024;

/** The switches Chromium needs where its defaults cannot work: as root, in containers and in bare chroots. */
export function chromiumSwitches(runtime: ElectronRuntime): string[] {
  if (process.platform !== 'linux') return [];
  const switches: string[] = [];
  if (!canSandbox(runtime)) switches.push('--no-sandbox');
  if (sharedMemory() < SHARED_MEMORY_BYTES) switches.push('--disable-dev-shm-usage');
  return switches;
}

/** Chromium refuses its sandbox as root, and without user namespaces it needs a setuid helper. */
function canSandbox(runtime: ElectronRuntime): boolean {
  if (process.getuid?.() === 0) return false;
  if (hasSetuidHelper(join(runtime.dist, 'chrome-sandbox'))) return true;
  return (
    existsSync('/proc/self/ns/user') &&
    setting('/proc/sys/user/max_user_namespaces') !== '0' &&
    setting('/proc/sys/kernel/unprivileged_userns_clone') !== '0' &&
    setting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') !== '1'
  );
}

function hasSetuidHelper(path: string): boolean {
  const helper = statSync(path, { throwIfNoEntry: false });
  return helper !== undefined && helper.uid === 0 && (helper.mode & 0o4000) !== 0;
}

function setting(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function sharedMemory(): number {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize;
  } catch {
    return 0;
  }
}
