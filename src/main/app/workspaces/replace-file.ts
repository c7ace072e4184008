import { createHash, randomBytes } from 'node:crypto';
import { link, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The revision of a file with these bytes. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Puts the bytes in the place of a file in one step, so that nobody ever reads half of it; a link stays a link. Returns the
 * revision that the file had: when it is another than `expected`, nothing was written.
 */
export async function replaceFile(path: string, bytes: Uint8Array, expected: string): Promise<string> {
  const target = await realpath(path);
  const { mode } = await stat(target);
  return withBytesBeside(target, bytes, mode & 0o777, async (beside) => {
    const seen = hashOf(await readFile(target));
    if (seen === expected) await rename(beside, target);
    return seen;
  });
}

/** Makes a file with these bytes in one step. Rejects with EEXIST when there is one already. */
export const createFile = (path: string, bytes: Uint8Array): Promise<void> =>
  withBytesBeside(path, bytes, 0o666, (beside) => link(beside, path));

async function withBytesBeside<T>(
  target: string,
  bytes: Uint8Array,
  mode: number,
  place: (beside: string) => Promise<T>,
): Promise<T> {
  const beside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const handle = await open(beside, 'wx', mode);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
    await handle.close();
    return await place(beside);
  } finally {
    await handle.close().catch(() => undefined);
    await unlink(beside).catch(() => undefined);
  }
}
