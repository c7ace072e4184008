import { type KeyboardEvent, useState } from 'react';
import { type Shortcut, writeShortcut } from '../../../../contract/shortcuts.ts';
import { type Command, labelOf } from '../../../shared/commands/command.ts';
import { Button, IconButton } from '../../../shared/ui/button.tsx';
import { formatShortcut, shortcutOf } from '../../../shared/ui/shortcut.ts';
import { change } from '../change.ts';
import styles from './shortcuts.module.css';

interface ShortcutRowProps {
  readonly command: Command;
  readonly shortcuts: readonly Shortcut[];
  /** By the person, in place of the command's own. */
  readonly isChosen: boolean;
  readonly conflicts: readonly Command[];
}

export function ShortcutRow({ command, shortcuts, isChosen, conflicts }: ShortcutRowProps) {
  const [isListening, setListening] = useState(false);
  const label = labelOf(command);
  const keep = (keys: string | null) => void change({ shortcuts: { [command.id]: keys } });
  const listen = (event: KeyboardEvent) => {
    // Nothing else may answer to what is pressed now.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      setListening(false);
      return;
    }
    const pressed = shortcutOf(event.nativeEvent);
    if (pressed === null) return;
    setListening(false);
    keep(writeShortcut(pressed));
  };
  return (
    <li className={styles.row} data-command={command.id}>
      <span className={styles.label}>{label}</span>
      {isListening ? (
        <button
          type="button"
          className={styles.listening}
          aria-label={`Press the keys for ${label}, or Escape`}
          // biome-ignore lint/a11y/noAutofocus: asked for a moment ago
          autoFocus
          onKeyDown={listen}
          onBlur={() => setListening(false)}
        >
          Press keys, Escape to leave
        </button>
      ) : (
        <span className={styles.keys}>
          {shortcuts.map((shortcut) => (
            <kbd key={writeShortcut(shortcut)}>{formatShortcut(shortcut)}</kbd>
          ))}
        </span>
      )}
      <span className={styles.actions}>
        <Button look="plain" aria-label={`Change the shortcut of ${label}`} onClick={() => setListening(true)}>
          Change
        </Button>
        {shortcuts.length > 0 && (
          <IconButton icon="close" label={`Remove the shortcut of ${label}`} onClick={() => keep('')} />
        )}
        {isChosen && (
          <IconButton icon="back" label={`Give ${label} its own shortcut back`} onClick={() => keep(null)} />
        )}
      </span>
      {conflicts.length > 0 && (
        <p className={styles.conflict} role="status">
          The same keys are those of {conflicts.map(labelOf).join(', ')}: only one of them answers.
        </p>
      )}
    </li>
  );
}
