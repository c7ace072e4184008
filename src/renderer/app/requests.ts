import type { WindowRequest } from '../../contract/models.ts';
import { client } from '../shared/client/client.ts';
import { follow } from '../shared/client/follow.ts';
import { failureText } from '../shared/stores/failure.ts';
import { showWork } from '../shared/stores/layout.ts';
import { notify } from '../shared/stores/notices.ts';
import { openFlow, openRun, openWorkspace } from '../shared/stores/studio.ts';
import { useWorkspaces } from '../shared/stores/workspaces.ts';

/** Shows what is asked for from outside of the window: by a second start with a file, a notification or the tray. */
export function followRequests(): void {
  follow({ open: (signal) => client.app.requests(undefined, { signal }), onItem: show });
}

async function show(request: WindowRequest): Promise<void> {
  showWork();
  if (request.show === 'flow') {
    await goTo(request.workspace);
    return openFlow(request.file);
  }
  try {
    const row = await client.runs.get({ runId: request.runId });
    await goTo(row.workspace);
    openRun(row);
  } catch (error) {
    notify('error', failureText(error, 'The run cannot be shown'));
  }
}

async function goTo(workspace: string): Promise<void> {
  if (useWorkspaces.getState().current?.path !== workspace) await openWorkspace(workspace);
}
