import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { broken, type Finding, fine, limited } from './finding.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const OLDEST_NODE = [20, 18] as const;
const MEGABYTE = 1024 * 1024;
const LITTLE_SPACE = 1024 * MEGABYTE;
const NO_SPACE = 50 * MEGABYTE;

export function checkRuntime({ node, electron }: NodeJS.ProcessVersions): Finding {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const host = electron === undefined ? '' : ` in Electron ${electron}`;
  const found = `Node ${node}${host} on ${process.platform} ${process.arch}`;
  const isNew = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (isNew) return fine('runtime', found);
  return broken('runtime', found, `Node ${OLDEST_NODE.join('.')} or later is needed: npm ci`);
}

/** Writes a file of its own there, and takes it away again. */
export function checkDataFolder(folder: string): Finding {
  const probe = join(folder, `.doctor-${randomBytes(6).toString('hex')}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(probe, 'x');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const fix =
      code === 'ENOSPC' ? 'Free some space.' : `chmod u+rwx '${folder}', or set CHRONUM_HOME to another folder`;
    return broken('data folder', `${folder} cannot be written (${code})`, fix);
  } finally {
    rmSync(probe, { force: true });
  }
  return checkSpace(folder, freeBytes(folder));
}

export function checkSpace(folder: string, free: number): Finding {
  const found = `${folder} can be written, ${size(free)} free`;
  if (free < NO_SPACE) return broken('data folder', found, 'Free some space: runs stop when there is none left.');
  return free < LITTLE_SPACE ? limited('data folder', found, 'Free some space soon.') : fine('data folder', found);
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

export const size = (bytes: number): string =>
  bytes >= 1024 * MEGABYTE ? `${(bytes / 1024 / MEGABYTE).toFixed(1)} GiB` : `${Math.ceil(bytes / MEGABYTE)} MiB`;

export function checkTimeZone(environment: Variables): Finding {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const { TZ } = environment;
  if (TZ && !isZone(TZ)) {
    return limited('time zone', `TZ is "${TZ}", which is not known: ${zone} is used`, `export TZ=${zone || 'UTC'}`);
  }
  return fine('time zone', zone);
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name.replace(/^:/, '') });
    return true;
  } catch {
    return false;
  }
}

/** Programs that steps run decide by these variables in which encoding they print. */
export function checkLocale(environment: Variables): Finding {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
  if (process.platform === 'win32' || /utf-?8/i.test(locale)) return fine('locale', locale || 'of the system');
  const found = locale === '' ? 'no LANG is set: programs print ASCII' : `${locale} is not UTF-8`;
  return limited('locale', found, 'export LANG=C.UTF-8');
}
