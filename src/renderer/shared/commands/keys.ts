import type { Shortcut } from '../../../contract/shortcuts.ts';
import { useSettings } from '../stores/settings.ts';
import { matchesShortcut } from '../ui/shortcut.ts';
import { shortcutsOf } from './bindings.ts';
import type { Command } from './command.ts';
import { runCommand, useCommandRegistry } from './registry.ts';

/** Lets shortcuts do what their commands say, wherever the focus is. Returns a function that ends it. */
export function followKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    // A dialog has the window for itself; what answers a key where it is pressed comes first.
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null) return;
    const command = commandFor(event);
    if (command === undefined) return;
    event.preventDefault();
    if (!event.repeat) runCommand(command.id);
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}

function commandFor(event: KeyboardEvent): Command | undefined {
  const chosen = useSettings.getState().settings.shortcuts;
  const target = event.target instanceof Element ? event.target : null;
  const isTyping = target?.closest('input, textarea, select, [contenteditable]:not([contenteditable=false])') != null;
  const answering = [...useCommandRegistry.getState().byId.values()].filter((command) =>
    shortcutsOf(command, chosen).some(
      (shortcut) => matchesShortcut(event, shortcut) && (!isTyping || countsWhileTyping(command, shortcut)),
    ),
  );
  const here = answering.filter(({ scope }) => scope !== undefined && target?.closest(`[data-scope~="${scope}"]`));
  return here[0] ?? answering.find(({ scope }) => scope === undefined);
}

const countsWhileTyping = ({ whileTyping }: Command, { key, mod }: Shortcut): boolean =>
  whileTyping ?? (mod === true || /^F\d+$/.test(key));
