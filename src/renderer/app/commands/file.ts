import { nameNewFlow } from '../../features/start/new-flow.ts';
import type { Command } from '../../shared/commands/command.ts';
import { chooseWorkspace } from '../../shared/stores/studio.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';

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
];
