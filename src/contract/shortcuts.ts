import { nearest } from '../core/base/nearest.ts';
import { ok, problem, type Result } from '../core/base/result.ts';

/** A key with what is held beside it. `mod` is Ctrl, on a Mac Command; `ctrl` is the key of that name everywhere. */
export interface Shortcut {
  /** As `KeyboardEvent.key` names it; letters small, the blank `Space`. */
  readonly key: string;
  readonly mod?: boolean;
  readonly ctrl?: boolean;
  readonly alt?: boolean;
  readonly shift?: boolean;
}

/** Keys with a name of more than one sign, as `KeyboardEvent.key` has them. */
const NAMED = [
  'Enter',
  'Tab',
  'Escape',
  'Space',
  'Backspace',
  'Delete',
  'Insert',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  ...Array.from({ length: 24 }, (_, index) => `F${index + 1}`),
];
const BY_LOWER_CASE = new Map(NAMED.map((name) => [name.toLowerCase(), name]));
const MODIFIERS = ['Mod', 'Ctrl', 'Alt', 'Shift'] as const;

/**
 * Reads shortcuts as the settings file has them: `Mod+Shift+K`, several with a blank between them, none as an empty text. `Mod` is Ctrl,
 * on a Mac Command.
 */
export function readShortcuts(text: string): Result<readonly Shortcut[]> {
  const shortcuts: Shortcut[] = [];
  for (const part of text.split(/\s+/).filter((part) => part !== '')) {
    const read = readShortcut(part);
    if (!read.ok) return read;
    shortcuts.push(read.value);
  }
  return ok(shortcuts);
}

function readShortcut(text: string): Result<Shortcut> {
  // The plus sign itself is a key: `Mod++`.
  const parts = text.endsWith('++') ? [...text.slice(0, -2).split('+'), '+'] : text === '+' ? ['+'] : text.split('+');
  const key = parts.pop() ?? '';
  const held: { -readonly [Name in keyof Shortcut]?: Shortcut[Name] } = {};
  for (const part of parts) {
    const modifier = MODIFIERS.find((name) => name.toLowerCase() === part.toLowerCase());
    if (modifier === undefined) {
      const names = MODIFIERS.map((name) => `\`${name}\``).join(', ');
      return problem('shortcut-malformed', `\`${part}\` in \`${text}\` is none of ${names}`);
    }
    held[modifier.toLowerCase() as Lowercase<typeof modifier>] = true;
  }
  const named = BY_LOWER_CASE.get(key.toLowerCase());
  if (named !== undefined) return ok({ ...held, key: named });
  if ([...key].length === 1) return ok({ ...held, key: key.toLowerCase() });
  const guess = nearest(key, NAMED);
  const hint = guess === undefined ? '' : `: did you mean \`${guess}\`?`;
  return problem('shortcut-malformed', `\`${key}\` in \`${text}\` is not a key${hint}`);
}

export const writeShortcuts = (shortcuts: readonly Shortcut[]): string => shortcuts.map(writeShortcut).join(' ');

export const writeShortcut = ({ key, mod, ctrl, alt, shift }: Shortcut): string =>
  [mod && 'Mod', ctrl && 'Ctrl', alt && 'Alt', shift && 'Shift', key.length === 1 ? key.toUpperCase() : key]
    .filter(Boolean)
    .join('+');
