const isMac = navigator.platform.startsWith('Mac');

/** A key with what is held beside it. `mod` is Ctrl, on a Mac Command. */
export interface Shortcut {
  readonly key: string;
  readonly mod?: boolean;
  readonly shift?: boolean;
}

/** `Ctrl+B`, on a Mac `⌘B`. */
export function formatShortcut({ key, mod, shift }: Shortcut): string {
  const name = key === 'Enter' ? (isMac ? '↩' : 'Enter') : key.length === 1 ? key.toUpperCase() : key;
  const parts = [mod && (isMac ? '⌘' : 'Ctrl'), shift && (isMac ? '⇧' : 'Shift'), name].filter(Boolean);
  return parts.join(isMac ? '' : '+');
}

export const matchesShortcut = (event: KeyboardEvent, shortcut: Shortcut): boolean =>
  event.key.toLowerCase() === shortcut.key.toLowerCase() &&
  (isMac ? event.metaKey : event.ctrlKey) === (shortcut.mod ?? false) &&
  event.shiftKey === (shortcut.shift ?? false) &&
  !event.altKey;
