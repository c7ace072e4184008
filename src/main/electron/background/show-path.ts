import { dialog } from 'electron';
import type { Studio } from '../../app/studio.ts';
import type { WindowRequests } from '../../app/window-requests.ts';
import { requestFor } from './open-path.ts';

interface ShowPath {
  readonly path: string;
  /** What the path is relative to. */
  readonly cwd: string;
  readonly studio: Promise<Studio>;
  readonly requests: WindowRequests;
}

/** Shows the flow file that a person started the app with, or says why it cannot be shown. */
export async function showPath({ path, cwd, studio, requests }: ShowPath): Promise<void> {
  const opened = await studio.catch(() => undefined);
  if (opened === undefined) return;
  const request = await requestFor(path, cwd, opened.workspaces);
  if (request.ok) requests.ask(request.value);
  else await dialog.showMessageBox({ type: 'warning', message: 'This cannot be opened', detail: request.error });
}
