import { create } from 'zustand';
import { changeLayout } from '../../shared/stores/layout.ts';

/** What is looked for on the settings screen. */
export const useSettingsView = create<{ readonly query: string }>(() => ({ query: '' }));

/** Shows the settings, those alone that hold the words of a query. */
export function showSettings(query = ''): void {
  useSettingsView.setState({ query });
  changeLayout({ activity: 'settings' });
}

/** Whether all shortcuts are shown at a glance. */
export const useShortcutSheet = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

export const openShortcutSheet = (): void => useShortcutSheet.setState({ isOpen: true });
export const closeShortcutSheet = (): void => useShortcutSheet.setState({ isOpen: false });
