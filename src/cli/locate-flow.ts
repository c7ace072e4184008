import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { nearest } from '../core/base/nearest.ts';
import { findFlowFiles } from '../main/app/workspaces/flow-files.ts';
import { UsageError } from './exit-code.ts';

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
    throw new UsageError(`${argument} has no flow files: chronum.yaml, *.chronum.yaml, *.flow.ts or flows/*.yaml`);
  return files.map((file) => join(path, file));
}

async function missing(argument: string, path: string): Promise<string> {
  const siblings = await readdir(dirname(path)).catch(() => []);
  const guess = nearest(
    basename(path),
    siblings.filter((name) => /\.(ya?ml|flow\.ts)$/.test(name)),
  );
  return `${argument} does not exist${guess ? `: did you mean ${join(dirname(argument), guess)}?` : ''}`;
}
