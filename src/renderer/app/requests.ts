import type { WindowRequest } from '../../contract/models.ts';
import { client } from '../shared/client/client.ts';
import { follow } from '../shared/client/follow.ts';
import { runCommand } from '../shared/commands/registry.ts';
import { showFlow, showRun } from '../shared/stores/show.ts';

/** Shows what is asked for from outside of the window: by a second start with a file, a notification, the tray or the menu bar. */
export function followRequests(): void {
  follow({ open: (signal) => client.app.requests(undefined, { signal }), onItem: show });
}

function show(request: WindowRequest): void | Promise<void> {
  switch (request.show) {
    case 'flow':
      return showFlow(request.workspace, request.file);
    case 'run':
      return showRun(request.runId);
    case 'command':
      return doCommand(request.command);
  }
}

/** In a field, the menu's Undo is that of the field. */
function doCommand(id: string): void {
  const isTyping = document.activeElement?.matches('input, textarea') ?? false;
  if (isTyping && (id === 'edit.undo' || id === 'edit.redo'))
    document.execCommand(id === 'edit.undo' ? 'undo' : 'redo');
  else runCommand(id);
}
