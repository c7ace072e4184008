import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Bounds of a scan: somebody may open their home folder as a workspace. */
const DEEPEST = 12;
const MOST_FOLDERS = 20_000;
const FOLDERS_AT_ONCE = 16;

/** A flow that is a TypeScript program: to be read it has to run. */
export const isScriptFile = (file: string): boolean => file.endsWith('.flow.ts');

/** What `*.chronum.<extension>` ends in, for a format that a plug-in reads; null for the formats that come with Chronum. */
export function codecExtension(file: string): string | null {
  const extension = /\.chronum\.([\w-]+)$/.exec(file)?.[1];
  return extension === undefined || extension === 'yaml' ? null : extension;
}

/**
 * Whether a path (relative to the workspace, with `/`) may be the name of a flow file: `chronum.yaml`, `*.chronum.yaml`, `*.yaml`
 * under `flows/`, `*.flow.ts`, or `*.chronum.<extension>` for a plug-in that reads those.
 */
export const isFlowFile = (file: string): boolean =>
  /(?:^|[/.])chronum\.yaml$/.test(file) ||
  /^flows\/.+\.yaml$/.test(file) ||
  isScriptFile(file) ||
  codecExtension(file) !== null;

/** The configuration of a workspace. A folder that has one is a workspace of its own, also inside of another. */
export const CONFIG_FILE = 'chronum.config.ts';

/** Folders that hold no flows of this workspace: packages, and what is hidden (version control, caches, environments). */
export const isSkippedFolder = (name: string): boolean => name === 'node_modules' || name.startsWith('.');

/** The path of a file inside a workspace as the store knows it: relative, with `/`. */
export const fileWithin = (workspace: string, path: string): string => relative(workspace, path).split(sep).join('/');

/**
 * The flow files of a workspace, relative to it with `/`, sorted; `extensions` are those that its plug-ins read. Links to folders are not followed;
 * unreadable folders count as empty.
 */
export async function findFlowFiles(workspace: string, extensions: readonly string[] = []): Promise<string[]> {
  const found: string[] = [];
  let level = [''];
  let visited = 0;
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    const next: string[] = [];
    for (let start = 0; start < level.length && visited < MOST_FOLDERS; start += FOLDERS_AT_ONCE) {
      const folders = level.slice(start, start + FOLDERS_AT_ONCE);
      visited += folders.length;
      await Promise.all(folders.map((folder) => look(workspace, folder, { found, next })));
    }
    level = next;
  }
  const isRead = (file: string): boolean => {
    const extension = codecExtension(file);
    return extension === null || extensions.includes(extension);
  };
  return found.filter(isRead).sort();
}

async function look(workspace: string, folder: string, into: { found: string[]; next: string[] }): Promise<void> {
  const entries = await readdir(join(workspace, folder), { withFileTypes: true }).catch(() => []);
  if (folder !== '' && entries.some(({ name }) => name === CONFIG_FILE)) return;
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!isSkippedFolder(entry.name)) into.next.push(path);
    } else if (isFlowFile(path)) into.found.push(path);
  }
}
