import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const SUFFIXES = process.platform === 'win32' ? ['.exe', '.cmd', '.bat', ''] : [''];

/** Absolute path of the first of these programs on the PATH of a step, or null. */
export async function findProgram(
  names: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string | null> {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    for (const folder of folders) {
      for (const suffix of SUFFIXES) {
        const path = join(folder, name + suffix);
        if (await isExecutable(path)) return path;
      }
    }
  }
  return null;
}

export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
