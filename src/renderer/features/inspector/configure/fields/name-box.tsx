import { useState } from 'react';
import styles from '../configure.module.css';
import type { Control } from './field.tsx';

interface NameBoxProps extends Partial<Control> {
  /** Where no label stands beside it. */
  readonly label?: string;
  readonly value: string;
  readonly onRename: (name: string) => void;
  readonly placeholder?: string;
  /** A name in words, not one for the machine. */
  readonly isProse?: boolean;
}

/** A name by which others are known: written once it is whole, on Enter or on leaving the field. Escape takes it back. */
export function NameBox({ label, value, onRename, placeholder, isProse, ...control }: NameBoxProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const done = () => {
    setDraft(null);
    const name = draft?.trim();
    if (name !== undefined && name !== '' && name !== value) onRename(name);
  };
  return (
    <input
      {...control}
      type="text"
      className={styles.input}
      data-mono={isProse === true ? undefined : ''}
      aria-label={label}
      spellCheck={false}
      autoComplete="off"
      placeholder={placeholder}
      value={draft ?? value}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === 'Enter') done();
        if (event.key === 'Escape' && draft !== null) {
          event.stopPropagation();
          setDraft(null);
        }
      }}
    />
  );
}
