import type { Shortcut } from '../../../contract/shortcuts.ts';
import { useSettings } from '../stores/settings.ts';
import { shortcutsOf } from './bindings.ts';
import { useCommandRegistry } from './registry.ts';

/** The first of a command's shortcuts, to be shown beside it. */
export function useShortcut(id: string): Shortcut | undefined {
  const command = useCommandRegistry(({ byId }) => byId.get(id));
  const chosen = useSettings(({ settings }) => settings.shortcuts);
  return command === undefined ? undefined : shortcutsOf(command, chosen)[0];
}
