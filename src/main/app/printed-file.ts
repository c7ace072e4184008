import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import type { Host } from './host.ts';

/** What some system would run in place of showing it: its place is shown instead. */
const RUNNABLE = /\.(?:app|bat|cmd|com|command|cpl|desktop|exe|hta|jse|lnk|msi|ps1|scr|vbs|wsf)$/i;

/**
 * Opens a file that a step's output speaks of. Only what lies in the workspace is opened, links followed: output may say anything.
 * Returns why it was not opened; null when it was.
 */
export async function openPrintedFile(
  printed: string,
  workspace: string,
  host: Pick<Host, 'openFile' | 'reveal'>,
): Promise<string | null> {
  const folder = await realpath(workspace).catch(() => null);
  if (folder === null) return `The folder ${workspace} is not there any more`;
  const path = await realpath(resolve(folder, printed)).catch(() => null);
  if (path === null || !(await stat(path)).isFile()) return `There is no file ${printed} in ${workspace}`;
  const within = relative(folder, path);
  if (within.startsWith('..') || isAbsolute(within)) return `${printed} lies outside of ${workspace}`;
  try {
    await (RUNNABLE.test(path) ? host.reveal(path) : host.openFile(path));
    return null;
  } catch (error) {
    return `${printed} was not opened: ${(error as Error).message}`;
  }
}
