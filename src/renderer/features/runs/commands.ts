import type { Command } from '../../shared/commands/command.ts';
import { changeLayout } from '../../shared/stores/layout.ts';
import { RUN_LIST_COMMANDS } from './list/commands.ts';

/** What can be done with many runs at once. */
export const RUNS_COMMANDS: readonly Command[] = [
  {
    id: 'runs.search-logs',
    label: 'Search in the logs of all runs',
    category: 'Go',
    group: 'runs',
    icon: 'log-search',
    keywords: 'grep find output text',
    shortcut: 'Mod+Shift+F',
    run: () => changeLayout({ activity: 'runs', runsTab: 'search' }),
  },
  ...RUN_LIST_COMMANDS,
];
