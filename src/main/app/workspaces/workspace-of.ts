import { existsSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { CONFIG_FILE, fileWithin, isFlowFile } from './flow-files.ts';

export interface LocatedFlow {
  /** Absolute folder, and the file relative to it with `/`. */
  readonly workspace: string;
  readonly file: string;
}

/**
 * The workspace that a flow file belongs to: the innermost one that was opened before and holds it, so that its history is
 * the same in the window; else the folder that its place tells.
 */
export function workspaceOf(path: string, known: readonly string[]): LocatedFlow {
  const holding = known
    .filter((folder) => path.startsWith(folder.endsWith(sep) ? folder : folder + sep))
    .filter((folder) => isFlowFile(fileWithin(folder, path)))
    .sort((a, b) => b.length - a.length);
  const workspace = configuredFolder(path, holding[0]) ?? holding[0] ?? folderOf(path);
  return { workspace, file: fileWithin(workspace, path) };
}

/** The nearest folder around the file that has a configuration of its own, up to the workspace that is known. */
function configuredFolder(path: string, known: string | undefined): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, CONFIG_FILE))) return folder;
    if (folder === known || folder === dirname(folder)) return undefined;
  }
}

/** `flows/deploy.yaml` belongs to the folder around `flows`. */
function folderOf(path: string): string {
  const parts = dirname(path).split(sep);
  const flows = parts.lastIndexOf('flows');
  return flows > 0 && !isFlowFile(basename(path)) ? parts.slice(0, flows).join(sep) || sep : dirname(path);
}
