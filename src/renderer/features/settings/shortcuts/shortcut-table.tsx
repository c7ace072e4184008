import { useMemo } from 'react';
import { findConflicts, shortcutsOf } from '../../../shared/commands/bindings.ts';
import { CATEGORIES, type Command, labelOf } from '../../../shared/commands/command.ts';
import { useCommandRegistry } from '../../../shared/commands/registry.ts';
import { useSettings } from '../../../shared/stores/settings.ts';
import { ShortcutRow } from './shortcut-row.tsx';
import styles from './shortcuts.module.css';

/** Every command with what it answers to, to be changed in place; two that answer to the same are named. */
export function ShortcutTable({ query }: { readonly query: string }) {
  const byId = useCommandRegistry((state) => state.byId);
  const chosen = useSettings((state) => state.settings.shortcuts);
  const commands = useMemo(() => [...byId.values()], [byId]);
  const conflicts = useMemo(() => findConflicts(commands, chosen), [commands, chosen]);
  const words = query.toLowerCase().split(/\s+/);
  const shown = (command: Command) => {
    const text = `shortcuts keyboard ${labelOf(command)} ${command.id} ${command.keywords ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const groups = CATEGORIES.map((category) => ({
    category,
    commands: commands.filter((command) => command.category === category && shown(command)),
  })).filter((group) => group.commands.length > 0);
  if (groups.length === 0) return <p className={styles.none}>No command is called so.</p>;
  return groups.map((group) => (
    <div key={group.category} className={styles.group}>
      <h3>{group.category}</h3>
      <ul>
        {group.commands.map((command) => (
          <ShortcutRow
            key={command.id}
            command={command}
            shortcuts={shortcutsOf(command, chosen)}
            isChosen={chosen[command.id] !== undefined}
            conflicts={conflicts.get(command.id) ?? []}
          />
        ))}
      </ul>
    </div>
  ));
}
