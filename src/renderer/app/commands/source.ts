import type { Command } from '../../shared/commands/command.ts';
import { useLayout } from '../../shared/stores/layout.ts';
import { revealInSource } from '../../shared/stores/reveal.ts';
import { useStudio } from '../../shared/stores/studio.ts';
import { toggleSource } from '../shell/source-view.ts';
import { outOfSight, SIGHT } from './in-sight.ts';

const noFile = (): string | undefined =>
  outOfSight() ?? (useStudio.getState().file === null ? 'the flow of this run is not in the open folder' : undefined);

export const SOURCE_COMMANDS: readonly Command[] = [
  {
    id: 'view.source-beside',
    label: () => (useLayout.getState().source === 'beside' ? 'Hide the source' : 'Show the source beside the graph'),
    category: 'View',
    group: 'source',
    icon: 'source',
    keywords: 'text yaml code editor split toggle',
    shortcut: 'Mod+E',
    obstacle: noFile,
    dependsOn: SIGHT,
    run: () => toggleSource('beside'),
  },
  {
    id: 'view.source-instead',
    label: () =>
      useLayout.getState().source === 'instead' ? 'Show the graph again' : 'Show the source instead of the graph',
    category: 'View',
    group: 'source',
    icon: 'source-only',
    keywords: 'text yaml code editor full toggle',
    shortcut: 'Mod+Shift+E',
    obstacle: noFile,
    dependsOn: SIGHT,
    run: () => toggleSource('instead'),
  },
  {
    id: 'go.source',
    label: 'Go to the text of the flow',
    category: 'Go',
    group: 'flow',
    icon: 'source',
    keywords: 'focus source yaml editor',
    shortcut: 'Mod+Alt+E',
    obstacle: noFile,
    dependsOn: SIGHT,
    run: () => revealInSource('cursor'),
  },
];
