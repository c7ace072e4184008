import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { nearest } from '../core/base/nearest.ts';
import { fileWithin, findFlowFiles, isFlowFile } from '../main/app/workspaces/flow-files.ts';
import { UsageError } from './exit-code.ts';

export interface LocatedFlow {
  /** Absolute folder, and the file relative to it with `/`. */
  readonly workspace: string;
  readonly file: string;
}

/** The absolute path of the flow file that an argument names: the file, or a folder with a `chronum.yaml`. */
export async function flowFileAt(argument: string, cwd: string): Promise<string> {
  const path = resolve(cwd, argument);
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UsageError(await missing(argument, path));
  if (!found.isDirectory()) return realpath(path);
  const inside = join(path, 'chronum.yaml');
  if (await stat(inside).catch(() => undefined)) return realpath(inside);
  const others = (await findFlowFiles(path)).slice(0, 5);
  const hint =
    others.length > 0 ? `: name one of its flow files, such as ${others.join(', ')}` : ' and no other flow file';
  throw new UsageError(`${argument} has no chronum.yaml${hint}`);
}

/** The flow files that an argument names: the file itself, or all below a folder. */
export async function flowFilesAt(argument: string, cwd: string): Promise<string[]> {
  const path = resolve(cwd, argument);
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UsageError(await missing(argument, path));
  if (!found.isDirectory()) return [path];
  const files = await findFlowFiles(path);
  if (files.length === 0)
    throw new UsageError(`${argument} has no flow files: chronum.yaml, *.chronum.yaml or flows/*.yaml`);
  return files.map((file) => join(path, file));
}

async function missing(argument: string, path: string): Promise<string> {
  const siblings = await readdir(dirname(path)).catch(() => []);
  const guess = nearest(
    basename(path),
    siblings.filter((name) => /\.ya?ml$/.test(name)),
  );
  return `${argument} does not exist${guess ? `: did you mean ${join(dirname(argument), guess)}?` : ''}`;
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
  const workspace = holding[0] ?? folderOf(path);
  return { workspace, file: fileWithin(workspace, path) };
}

/** `flows/deploy.yaml` belongs to the folder around `flows`. */
function folderOf(path: string): string {
  const parts = dirname(path).split(sep);
  const flows = parts.lastIndexOf('flows');
  return flows > 0 && !isFlowFile(basename(path)) ? parts.slice(0, flows).join(sep) || sep : dirname(path);
}
