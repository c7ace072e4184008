import type { MenuBar } from '../../contract/menu.ts';
import { writeShortcuts } from '../../contract/shortcuts.ts';
import { client } from '../shared/client/client.ts';
import { shortcutsOf } from '../shared/commands/bindings.ts';
import { CATEGORIES, type Command, labelOf } from '../shared/commands/command.ts';
import { subscribeToCommands, useCommandRegistry } from '../shared/commands/registry.ts';
import { useSettings } from '../shared/stores/settings.ts';

/** Changes come in crowds, as when a run starts. */
const DELAY_MS = 150;

/** Keeps the system's menu bar as the commands are. */
export function followMenuBar(): void {
  let told = '';
  let isWaiting = false;
  let unsubscribe = () => {};
  const tell = () => {
    isWaiting = false;
    const menu = menuBar([...useCommandRegistry.getState().byId.values()]);
    const text = JSON.stringify(menu);
    if (text === told) return;
    told = text;
    // A menu that is behind is told again with the next change.
    client.app.setMenu(menu).catch(() => {
      told = '';
    });
  };
  const soon = () => {
    if (!isWaiting) setTimeout(tell, DELAY_MS);
    isWaiting = true;
  };
  const watch = () => {
    unsubscribe();
    unsubscribe = subscribeToCommands(useCommandRegistry.getState().byId.values(), soon);
    soon();
  };
  watch();
  useCommandRegistry.subscribe(watch);
  useSettings.subscribe(soon);
}

function menuBar(commands: readonly Command[]): MenuBar {
  const { shortcuts } = useSettings.getState().settings;
  const shown = commands.filter(({ scope }) => scope === undefined);
  return CATEGORIES.map((category) => {
    const own = shown.filter((command) => command.category === category);
    const groups = Map.groupBy(own, ({ group = '' }) => group);
    return {
      label: category,
      groups: [...groups.values()].map((group) =>
        group.map((command) => ({
          command: command.id,
          label: labelOf(command),
          shortcut: writeShortcuts(shortcutsOf(command, shortcuts).slice(0, 1)) || null,
          enabled: command.obstacle?.() === undefined,
        })),
      ),
    };
  }).filter(({ groups }) => groups.length > 0);
}
