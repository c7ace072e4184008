import { readShortcuts, type Shortcut, writeShortcut } from '../../../contract/shortcuts.ts';
import type { Command } from './command.ts';

/** Shortcuts that the person chose, by id of the command; an empty text means none. */
export type Chosen = Readonly<Record<string, string>>;

const EMPTY: readonly Shortcut[] = [];
const readTexts = new Map<string, readonly Shortcut[]>();

/** The same list for the same text always. One that cannot be read counts as none: main has told of it. */
function read(text: string): readonly Shortcut[] {
  const known = readTexts.get(text);
  if (known !== undefined) return known;
  const result = readShortcuts(text);
  const shortcuts = result.ok ? result.value : EMPTY;
  readTexts.set(text, shortcuts);
  return shortcuts;
}

/** The shortcuts that hold for a command. */
export const shortcutsOf = (command: Pick<Command, 'id' | 'shortcut'>, chosen: Chosen): readonly Shortcut[] =>
  read(chosen[command.id] ?? command.shortcut ?? '');

/** For each command, those that answer to one of its shortcuts in the same place. */
export function findConflicts(commands: readonly Command[], chosen: Chosen): ReadonlyMap<string, readonly Command[]> {
  const byKeys = new Map<string, Command[]>();
  for (const command of commands) {
    for (const shortcut of shortcutsOf(command, chosen)) {
      const keys = `${command.scope ?? ''} ${writeShortcut(shortcut)}`;
      byKeys.set(keys, [...(byKeys.get(keys) ?? []), command]);
    }
  }
  const conflicts = new Map<string, readonly Command[]>();
  for (const sharing of byKeys.values()) {
    for (const command of sharing) {
      const others = sharing.filter((other) => other !== command);
      if (others.length > 0) conflicts.set(command.id, [...(conflicts.get(command.id) ?? []), ...others]);
    }
  }
  return conflicts;
}
