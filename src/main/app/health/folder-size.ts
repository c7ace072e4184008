import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface FolderSize {
  readonly bytes: number;
  readonly files: number;
  /** False when there were more files than were counted. */
  readonly isWhole: boolean;
}

/** What the files below a folder take, at most `most` of them. What goes while it is counted counts for nothing. */
export async function folderSize(folder: string, most: number): Promise<FolderSize> {
  let bytes = 0;
  let files = 0;
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const entries = await opendir(next).catch(() => null);
    if (entries === null) continue;
    for await (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      if (!entry.isFile()) continue;
      if (files === most) return { bytes, files, isWhole: false };
      files++;
      bytes += await fileSize(path);
    }
  }
  return { bytes, files, isWhole: true };
}

export const fileSize = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
