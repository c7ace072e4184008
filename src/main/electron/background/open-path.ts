import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { WindowRequest } from '../../../contract/models.ts';
import { err, ok, type Result } from '../../../core/base/result.ts';
import { isFlowFile } from '../../app/workspaces/flow-files.ts';
import { workspaceOf } from '../../app/workspaces/workspace-of.ts';
import type { Workspaces } from '../../app/workspaces/workspaces.ts';

/**
 * What the window is to show for a path that a person gave the app: a flow file, in its workspace. The workspace is opened; a new
 * one is restricted until it is trusted. The error says in words why nothing can be shown.
 */
export async function requestFor(
  path: string,
  cwd: string,
  workspaces: Pick<Workspaces, 'list' | 'open'>,
): Promise<Result<Extract<WindowRequest, { show: 'flow' }>, string>> {
  const named = resolve(cwd, path);
  const found = await stat(named).catch(() => null);
  if (found === null) return err(`${named} does not exist.`);
  if (!found.isFile()) return err(`${named} is not a file: name a flow file, or open the folder in the window.`);
  const known = (await workspaces.list()).map((row) => row.path);
  const { workspace, file } = workspaceOf(await realpath(named), known);
  if (!isFlowFile(file)) {
    return err(
      `${named} is not a flow file: those are chronum.yaml, *.chronum.yaml, and *.yaml in a folder named flows.`,
    );
  }
  const opened = await workspaces.open(workspace);
  return opened === null
    ? err(`The folder ${workspace} cannot be opened.`)
    : ok({ show: 'flow', workspace: opened.path, file });
}
