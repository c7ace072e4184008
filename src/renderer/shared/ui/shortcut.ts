import type { Shortcut } from '../../../contract/shortcuts.ts';

const isMac = navigator.platform.startsWith('Mac');

const SIGNS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};
const MAC_SIGNS: Readonly<Record<string, string>> = { ...SIGNS, Enter: '↩', Backspace: '⌫', Delete: '⌦', Tab: '⇥' };

/** `Ctrl+B`, on a Mac `⌘B`. */
export function formatShortcut({ key, mod, ctrl, alt, shift }: Shortcut): string {
  const name = (isMac ? MAC_SIGNS : SIGNS)[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const parts = isMac
    ? [ctrl && '⌃', alt && '⌥', shift && '⇧', mod && '⌘', name]
    : [(mod || ctrl) && 'Ctrl', alt && 'Alt', shift && 'Shift', name];
  return parts.filter(Boolean).join(isMac ? '' : '+');
}

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Signs such as `?` are reached with Shift on one keyboard and without it on another: only the sign counts. */
const isSign = (key: string): boolean => key.length === 1 && !/[a-z0-9]/i.test(key);

export const matchesShortcut = (event: KeyPress, shortcut: Shortcut): boolean =>
  keyOf(event) === shortcut.key.toLowerCase() &&
  event.metaKey === (isMac && (shortcut.mod ?? false)) &&
  event.ctrlKey === (shortcut.ctrl === true || (!isMac && shortcut.mod === true)) &&
  event.altKey === (shortcut.alt ?? false) &&
  (isSign(shortcut.key) || event.shiftKey === (shortcut.shift ?? false));

const MODIFIERS: ReadonlySet<string> = new Set(['control', 'shift', 'alt', 'altgraph', 'meta', 'capslock', 'dead']);

/** What was pressed, to be kept as a shortcut; null while only modifiers are held. */
export function shortcutOf(event: KeyPress): Shortcut | null {
  const key = keyOf(event);
  if (MODIFIERS.has(key)) return null;
  const mod = isMac ? event.metaKey : event.ctrlKey;
  return {
    key: key.length === 1 ? key : event.key === ' ' ? 'Space' : event.key,
    ...(mod && { mod }),
    ...(isMac && event.ctrlKey && { ctrl: true }),
    ...(event.altKey && { alt: true }),
    ...(event.shiftKey && !isSign(key) && { shift: true }),
  };
}

/** A keyboard of another script, and the Alt of a Mac, put other letters on the keys: there the place of the key counts. */
function keyOf({ key, code, altKey }: KeyPress): string {
  if (key === ' ') return 'space';
  const isForeign = key.length === 1 && (key > '\u007f' || (altKey && isMac));
  const place = isForeign ? /^(?:Key|Digit)(.)$/.exec(code)?.[1] : undefined;
  return (place ?? key).toLowerCase();
}
