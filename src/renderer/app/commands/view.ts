import type { Command } from '../../shared/commands/command.ts';
import { openPalette } from '../../shared/commands/palette.ts';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import type { BottomTab } from '../../shared/stores/window-layout.ts';
import { isPanelOpen, PANELS, togglePanel } from '../shell/narrow.ts';
import { hasScreen } from '../shell/screens.ts';
import { outOfSight, SIGHT } from './in-sight.ts';

const panelTab = (tab: BottomTab, label: string): Command => ({
  id: `view.${tab}`,
  label,
  category: 'View',
  group: 'tabs',
  icon: 'panel-bottom',
  obstacle: outOfSight,
  dependsOn: SIGHT,
  run: () => changeLayout({ bottomTab: tab, bottomOpen: true }),
});

export const VIEW_COMMANDS: readonly Command[] = [
  {
    id: 'view.palette',
    label: 'Find anything…',
    category: 'View',
    group: 'palette',
    icon: 'search',
    keywords: 'command palette search',
    shortcut: 'Mod+K Mod+Shift+P',
    run: openPalette,
  },
  {
    id: 'view.side-list',
    label: () => (isPanelOpen('side') ? 'Hide the side list' : 'Show the side list'),
    category: 'View',
    group: 'panels',
    icon: 'panel-side',
    keywords: 'sidebar toggle',
    shortcut: 'Mod+B',
    obstacle: () => (hasScreen(useLayout.getState().activity) ? 'this screen has none' : undefined),
    dependsOn: [useLayout, PANELS],
    run: () => togglePanel('side'),
  },
  {
    id: 'view.inspector',
    label: () => (isPanelOpen('inspector') ? 'Hide the inspector' : 'Show the inspector'),
    category: 'View',
    group: 'panels',
    icon: 'panel-right',
    keywords: 'toggle details',
    shortcut: 'Mod+I',
    obstacle: outOfSight,
    dependsOn: [...SIGHT, PANELS],
    run: () => togglePanel('inspector'),
  },
  {
    id: 'view.panel',
    label: () => (useLayout.getState().bottomOpen ? 'Hide the panel' : 'Show the panel'),
    category: 'View',
    group: 'panels',
    icon: 'panel-bottom',
    keywords: 'bottom toggle timeline terminal problems',
    shortcut: 'Mod+J',
    obstacle: outOfSight,
    dependsOn: SIGHT,
    run: () => changeLayout({ bottomOpen: !useLayout.getState().bottomOpen }),
  },
  panelTab('timeline', 'Show the timeline'),
  panelTab('terminal', 'Show the terminal'),
  panelTab('problems', 'Show the problems'),
];
