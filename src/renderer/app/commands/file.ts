import type { Command } from '../../shared/commands/command.ts';
import { chooseWorkspace } from '../../shared/stores/studio.ts';

export const FILE_COMMANDS: readonly Command[] = [
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
