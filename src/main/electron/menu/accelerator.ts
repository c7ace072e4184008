import { readShortcuts } from '../../../contract/shortcuts.ts';

/** What Electron calls otherwise than `KeyboardEvent.key` does. */
const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Escape: 'Esc',
  '+': 'Plus',
};

/** The first of the shortcuts as Electron writes it; undefined for a key that it has no word for. */
export function acceleratorOf(shortcuts: string): string | undefined {
  const read = readShortcuts(shortcuts);
  const [first] = read.ok ? read.value : [];
  if (first === undefined || !/^[ -~]+$/.test(first.key)) return undefined;
  const { key, mod, ctrl, alt, shift } = first;
  const name = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return [mod && 'CommandOrControl', ctrl && 'Control', alt && 'Alt', shift && 'Shift', name].filter(Boolean).join('+');
}
