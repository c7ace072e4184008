import { client } from '../client/client.ts';
import { failureText } from './failure.ts';
import { showWork } from './layout.ts';
import { notify } from './notices.ts';
import { useRuns } from './runs.ts';
import { openFlow, openRun, openWorkspace } from './studio.ts';
import { useWorkspaces } from './workspaces.ts';

/** Leaves whatever is shown for a flow, of whichever folder. */
export async function showFlow(workspace: string, file: string): Promise<void> {
  showWork();
  if (isElsewhere(workspace)) await openWorkspace(workspace);
  // A folder that is gone was told of; its file is not to be looked for in another one.
  if (!isElsewhere(workspace)) await openFlow(file);
}

/** Leaves whatever is shown for a run, of whichever folder. */
export async function showRun(runId: string): Promise<void> {
  showWork();
  try {
    const row = useRuns.getState().byId.get(runId) ?? (await client.runs.get({ runId }));
    // A run of the terminal may be of a folder that was never opened here.
    const isKnown = useWorkspaces.getState().rows.some(({ path }) => path === row.workspace);
    if (isKnown && isElsewhere(row.workspace)) await openWorkspace(row.workspace);
    openRun(row);
  } catch (error) {
    notify('error', failureText(error, 'The run cannot be shown'));
  }
}

const isElsewhere = (workspace: string): boolean => useWorkspaces.getState().current?.path !== workspace;
