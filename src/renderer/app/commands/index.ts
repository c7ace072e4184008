import { ACT_COMMANDS } from '../../features/acts/commands.ts';
import { REPLAY_COMMANDS } from '../../features/replay/commands.ts';
import { RUNS_COMMANDS } from '../../features/runs/commands.ts';
import { registerCommands } from '../../shared/commands/registry.ts';
import { EDIT_COMMANDS } from './edit.ts';
import { FILE_COMMANDS } from './file.ts';
import { GO_COMMANDS } from './go.ts';
import { HELP_COMMANDS } from './help.ts';
import { RUN_COMMANDS } from './run.ts';
import { SOURCE_COMMANDS } from './source.ts';
import { TAB_COMMANDS } from './tabs.ts';
import { VIEW_COMMANDS } from './view.ts';

/** What can be asked for in every window. Features add theirs where they are loaded. */
export const registerShellCommands = (): void =>
  void registerCommands([
    ...FILE_COMMANDS,
    ...TAB_COMMANDS,
    ...EDIT_COMMANDS,
    ...VIEW_COMMANDS,
    ...SOURCE_COMMANDS,
    ...GO_COMMANDS,
    ...RUN_COMMANDS,
    ...ACT_COMMANDS,
    ...REPLAY_COMMANDS,
    ...RUNS_COMMANDS,
    ...HELP_COMMANDS,
  ]);
