import { nameNewFlow } from '../../features/start/new-flow.ts';
import { client } from '../../shared/client/client.ts';
import type { Command } from '../../shared/commands/command.ts';
import { useDocument } from '../../shared/stores/document.ts';
import { failureText } from '../../shared/stores/failure.ts';
import { notify } from '../../shared/stores/notices.ts';
import { useSelection } from '../../shared/stores/selection.ts';
import { chooseWorkspace, useStudio } from '../../shared/stores/studio.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { outOfSight, SIGHT } from './in-sight.ts';

export const FILE_COMMANDS: readonly Command[] = [
  {
    id: 'file.new-flow',
    label: 'New flow…',
    category: 'File',
    group: 'open',
    icon: 'plus',
    keywords: 'create template example',
    shortcut: 'Mod+N',
    obstacle: () => (useWorkspaces.getState().current === null ? 'open a folder first' : undefined),
    dependsOn: [useWorkspaces],
    run: () => nameNewFlow(),
  },
  {
    id: 'file.open-folder',
    label: 'Open folder…',
    category: 'File',
    group: 'open',
    icon: 'folder',
    keywords: 'workspace directory',
    shortcut: 'Mod+O',
    run: chooseWorkspace,
  },
  {
    id: 'file.open-in-editor',
    label: 'Open in your editor',
    category: 'File',
    group: 'outside',
    icon: 'edit',
    keywords: 'external vscode yaml line',
    obstacle: () => outOfSight() ?? (useStudio.getState().file === null ? 'its flow is not in this folder' : undefined),
    dependsOn: SIGHT,
    run: openInEditor,
  },
];

/** At the line of the selected step. */
async function openInEditor(): Promise<void> {
  const { document } = useDocument.getState();
  const { stepId } = useSelection.getState();
  if (document === null) return;
  const { workspace, file, lines } = document;
  const line = (stepId === null ? undefined : lines[stepId]) ?? null;
  try {
    await client.app.openInEditor({ workspace, file, line });
  } catch (error) {
    notify('error', failureText(error, 'The flow was not opened'));
  }
}
