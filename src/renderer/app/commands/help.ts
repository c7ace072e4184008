import { copyDiagnostics } from '../../features/health/copy-diagnostics.ts';
import { openShortcutSheet } from '../../features/settings/view.ts';
import type { Command } from '../../shared/commands/command.ts';

export const HELP_COMMANDS: readonly Command[] = [
  {
    id: 'help.shortcuts',
    label: 'Keyboard shortcuts',
    category: 'Help',
    icon: 'info',
    keywords: 'keys bindings print',
    shortcut: '?',
    run: openShortcutSheet,
  },
  {
    id: 'help.copy-diagnostics',
    label: 'Copy diagnostics, without secrets',
    category: 'Help',
    icon: 'copy',
    keywords: 'support bug report versions',
    run: copyDiagnostics,
  },
];
