// Plain JavaScript for any Node from 14 on: bin/chronum.mjs asks it before it knows which Node it will use.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {'app' | 'terminal'} Group */

/**
 * What a group is built from. A folder stands for everything below it, tests aside.
 * @type {Record<Group, readonly string[]>}
 */
const INPUTS = {
  app: ['src/main', 'src/preload', 'src/renderer', 'src/contract', 'src/core'],
  terminal: ['src/cli', 'src/helper', 'src/main', 'src/contract', 'src/core'],
};

/** What every group is built from, beside its own sources. */
const SHARED_INPUTS = ['electron.vite.config.ts', 'package-lock.json', 'scripts/build'];

/**
 * The file that says when a group was last built, and which files that made.
 * @param {string} root
 * @param {Group} group
 */
export function stampPath(root, group) {
  return join(root, 'out', '.stamps', `${group}.json`);
}

/**
 * @param {string} root
 * @param {Group} group
 * @returns {{ startedAt: number, files: string[] } | undefined} undefined when it was never built
 */
export function readStamp(root, group) {
  try {
    return JSON.parse(readFileSync(stampPath(root, group), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Whether `out/` holds the group as its sources are now. Compares the newest modification time of the sources with
 * the start of the last build: a file that was changed while a build ran counts as newer.
 * @param {string} root
 * @param {Group} group
 */
export function isFresh(root, group) {
  const stamp = readStamp(root, group);
  if (stamp === undefined) return false;
  const inputs = INPUTS[group].concat(SHARED_INPUTS);
  return inputs.every((input) => newest(join(root, input)) < stamp.startedAt);
}

/**
 * The newest modification time (milliseconds since the epoch) at or below a path; folders count, so that a removed
 * file is noticed. A path that does not exist counts as never changed.
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  let stat;
  try {
    stat = statSync(path);
  } catch {
    return 0;
  }
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !/\.test\.tsx?$|\.tsbuildinfo$/.test(entry.name))
    .map((entry) => newest(join(path, entry.name)))
    .reduce((latest, time) => Math.max(latest, time), stat.mtimeMs);
}
