import { existsSync, renameSync } from 'node:fs';

/**
 * Moves a damaged database aside with its companions; nothing is ever deleted. Returns the new path.
 * The companions go first: a log beside a new database of the old name would be taken for its own.
 */
export function moveAside(path: string, now: Date): string {
  const stamp = now.toISOString().replace(/[:.]/g, '-');
  const target = freeName(`${path}.corrupt-${stamp}`);
  for (const suffix of ['-wal', '-shm', '-journal', '']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
  return target;
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let n = 2; existsSync(name); n++) name = `${wanted}-${n}`;
  return name;
}

/** What a person is told about it. */
export const movedAsideNotice = (path: string, target: string, why: string): string =>
  `The database ${path} was damaged (${why}). It was moved to ${target} and a new one was begun. ` +
  'Flows are files and are not affected; the history of earlier runs is in the moved file.';
