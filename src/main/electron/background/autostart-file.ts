import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isOwnEntry, isSwitchedOff } from './autostart-entry.ts';

interface AutostartFile {
  readonly path: string;
  readonly dataFolder: string;
  /** What it holds; null for none. */
  readonly entry: string | null;
}

/** Writes or removes the entry. One of another data folder, or that a person has switched off, is left alone. */
export async function keepAutostartFile({ path, dataFolder, entry }: AutostartFile): Promise<void> {
  const before = await readFile(path, 'utf8').catch(() => null);
  if (entry === null) {
    if (before !== null && isOwnEntry(before, dataFolder)) await rm(path, { force: true });
    return;
  }
  if (before === entry || (before !== null && isOwnEntry(before, dataFolder) && isSwitchedOff(before))) return;
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.new`;
  try {
    await writeFile(temporary, entry, { mode: 0o644 });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
