import type { Command } from '../../shared/commands/command.ts';
import { activeTab, closeTab, cycleTabs, moveActiveTab, reopenTab, useTabs } from '../../shared/stores/tabs.ts';

const noTab = (): string | undefined => (activeTab() === undefined ? 'nothing is open' : undefined);
const noOther = (): string | undefined => {
  const { tabs, active } = useTabs.getState();
  return tabs.length > (active === null ? 0 : 1) ? undefined : 'nothing else is open';
};

export const TAB_COMMANDS: readonly Command[] = [
  {
    id: 'tab.close',
    label: 'Close tab',
    category: 'File',
    group: 'tabs',
    icon: 'close',
    shortcut: 'Mod+W',
    obstacle: noTab,
    dependsOn: [useTabs],
    run: () => {
      const tab = activeTab();
      if (tab !== undefined) closeTab(tab);
    },
  },
  {
    id: 'tab.reopen',
    label: 'Reopen closed tab',
    category: 'File',
    group: 'tabs',
    icon: 'retry',
    shortcut: 'Mod+Shift+T',
    obstacle: () => (useTabs.getState().closed.length === 0 ? 'none was closed' : undefined),
    dependsOn: [useTabs],
    run: reopenTab,
  },
  {
    id: 'tab.next',
    label: 'Next tab',
    category: 'Go',
    group: 'tabs',
    icon: 'chevron-right',
    shortcut: 'Ctrl+Tab Mod+PageDown',
    whileTyping: true,
    obstacle: noOther,
    dependsOn: [useTabs],
    run: () => cycleTabs(1),
  },
  {
    id: 'tab.previous',
    label: 'Previous tab',
    category: 'Go',
    group: 'tabs',
    icon: 'chevron-left',
    shortcut: 'Ctrl+Shift+Tab Mod+PageUp',
    whileTyping: true,
    obstacle: noOther,
    dependsOn: [useTabs],
    run: () => cycleTabs(-1),
  },
  {
    id: 'tab.move-right',
    label: 'Move tab to the right',
    category: 'View',
    group: 'move-tab',
    shortcut: 'Mod+Shift+PageDown',
    obstacle: noTab,
    dependsOn: [useTabs],
    run: () => moveActiveTab(1),
  },
  {
    id: 'tab.move-left',
    label: 'Move tab to the left',
    category: 'View',
    group: 'move-tab',
    shortcut: 'Mod+Shift+PageUp',
    obstacle: noTab,
    dependsOn: [useTabs],
    run: () => moveActiveTab(-1),
  },
];
