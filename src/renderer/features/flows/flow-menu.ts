import { client } from '../../shared/client/client.ts';
import { type MenuItem, SEPARATOR } from '../../shared/commands/context-menu.tsx';
import { failureText } from '../../shared/stores/failure.ts';
import { notify } from '../../shared/stores/notices.ts';
import { requestRun } from '../../shared/stores/run-control.ts';
import { openFlow } from '../../shared/stores/studio.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';

/** What can be done with a flow of the list, open or not. */
export const flowMenu = (file: string): readonly MenuItem[] => [
  { label: 'Open', icon: 'flows', run: () => openFlow(file) },
  {
    label: 'Run',
    icon: 'play',
    run: async () => {
      await openFlow(file);
      requestRun();
    },
  },
  SEPARATOR,
  { label: 'Copy the path', icon: 'copy', run: () => navigator.clipboard.writeText(file) },
  { label: 'Show in its folder', icon: 'folder', run: () => reveal(file) },
];

async function reveal(file: string): Promise<void> {
  const workspace = useWorkspaces.getState().current?.path;
  if (workspace === undefined) return;
  try {
    await client.app.reveal({ workspace, file });
  } catch (error) {
    notify('error', failureText(error, `${file} cannot be shown`));
  }
}
