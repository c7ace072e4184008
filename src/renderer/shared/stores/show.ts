import { client } from '../client/client.ts';
import { failureText } from './failure.ts';
import { showWork } from './layout.ts';
import { notify } from './notices.ts';
import { openFlow, openRun, openWorkspace } from './studio.ts';
import { useWorkspaces } from './workspaces.ts';

/** Leaves whatever is shown for a flow, of whichever folder. */
export async function showFlow(workspace: string, file: string): Promise<void> {
  showWork();
  await enter(workspace);
  await openFlow(file);
}

/** Leaves whatever is shown for a run, of whichever folder. */
export async function showRun(runId: string): Promise<void> {
  showWork();
  try {
    const row = await client.runs.get({ runId });
    // A run of the terminal may be of a folder that was never opened here.
    if (useWorkspaces.getState().rows.some(({ path }) => path === row.workspace)) await enter(row.workspace);
    openRun(row);
  } catch (error) {
    notify('error', failureText(error, 'The run cannot be shown'));
  }
}

async function enter(workspace: string): Promise<void> {
  if (useWorkspaces.getState().current?.path !== workspace) await openWorkspace(workspace);
}
