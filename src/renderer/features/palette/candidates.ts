import { shortcutsOf } from '../../shared/commands/bindings.ts';
import { labelOf } from '../../shared/commands/command.ts';
import { paletteSources } from '../../shared/commands/palette.ts';
import { runCommand, useCommandRegistry } from '../../shared/commands/registry.ts';
import { useSettings } from '../../shared/stores/settings.ts';
import { formatShortcut } from '../../shared/ui/shortcut.ts';
import type { Candidate } from './find.ts';

const OPENS_IT = 'view.palette';

/** Everything that can be chosen at this moment. */
export function candidates(): readonly Candidate[] {
  const { shortcuts } = useSettings.getState().settings;
  const others = [...useCommandRegistry.getState().byId.values()].filter(({ id }) => id !== OPENS_IT);
  const commands = others.map((command): Candidate => {
    const [shortcut] = shortcutsOf(command, shortcuts);
    return {
      id: command.id,
      kind: 'Command',
      label: labelOf(command),
      keywords: command.keywords,
      look: { icon: command.icon ?? 'chevron-right' },
      obstacle: command.obstacle?.(),
      keys: shortcut && formatShortcut(shortcut),
      choose: () => runCommand(command.id),
    };
  });
  return [...commands, ...paletteSources().flatMap(({ kind, items }) => items().map((item) => ({ ...item, kind })))];
}
