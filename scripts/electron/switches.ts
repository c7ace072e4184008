import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronRuntime } from './runtime.ts';

export const NO_SANDBOX = '--no-sandbox';

/** Below this, Chromium's shared memory files may not fit and its processes crash. */
const SHARED_MEMORY_BYTES = 256 * 1024 * 1024;

/** The switches Chromium needs where its defaults cannot work: as root, in containers and in bare chroots. */
export function chromiumSwitches(runtime: ElectronRuntime): string[] {
  if (process.platform !== 'linux') return [];
  const switches: string[] = [];
  if (!canSandbox(runtime)) switches.push(NO_SANDBOX);
  if (sharedMemory() < SHARED_MEMORY_BYTES) switches.push('--disable-dev-shm-usage');
  return switches;
}

/** Chromium refuses its sandbox as root, and without user namespaces it needs a setuid helper. */
function canSandbox(runtime: ElectronRuntime): boolean {
  if (process.getuid?.() === 0) return false;
  return hasSetuidHelper(join(runtime.dist, 'chrome-sandbox')) || hasUserNamespaces();
}

/** Tried rather than read from settings: a chroot, a container or a security module may forbid what they allow. */
function hasUserNamespaces(): boolean {
  // Ubuntu's restriction knows programs by name: it may let `unshare` pass and not Electron.
  if (setting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1') return false;
  return spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' }).status === 0;
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

/** The bytes that this user may still put into shared memory. */
function sharedMemory(): number {
  try {
    accessSync('/dev/shm', constants.W_OK);
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize;
  } catch {
    return 0;
  }
}
