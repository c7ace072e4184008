import type { Command } from '../../shared/commands/command.ts';
import { openFlow, useStudio } from '../../shared/stores/studio.ts';
import { ACTIVITIES, showActivity } from '../shell/activities.ts';

export const GO_COMMANDS: readonly Command[] = [
  ...ACTIVITIES.map(
    ({ id, label, icon }, index): Command => ({
      id: `go.${id}`,
      label: `Go to ${label.toLowerCase()}`,
      category: 'Go',
      group: 'activities',
      icon,
      shortcut: `Mod+${index + 1}`,
      run: () => showActivity(id),
    }),
  ),
  {
    id: 'go.flow-today',
    label: 'Back to the flow as it is today',
    category: 'Go',
    group: 'flow',
    icon: 'back',
    obstacle: () => {
      const { file, pinnedRun } = useStudio.getState();
      return file === null || pinnedRun === null ? 'no earlier run is shown' : undefined;
    },
    dependsOn: [useStudio],
    run: () => {
      const { file } = useStudio.getState();
      if (file !== null) void openFlow(file);
    },
  },
];
