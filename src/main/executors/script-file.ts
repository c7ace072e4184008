import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes a script into the attempt's private folder; resolves to its path. */
export async function writeScript(scratch: string, name: string, text: string): Promise<string> {
  const path = join(scratch, name);
  const options = { mode: 0o700 };
  try {
    await writeFile(path, text, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, text, options);
  }
  return path;
}
