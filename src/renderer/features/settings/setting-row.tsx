import { useId } from 'react';
import type { SettingsChange } from '../../../contract/settings.ts';
import { changeLayout } from '../../shared/stores/layout.ts';
import { useSettings } from '../../shared/stores/settings.ts';
import { Button } from '../../shared/ui/button.tsx';
import { change } from './change.ts';
import type { ChoiceEntry, FilesEntry, SettingEntry, SwitchEntry } from './entries.ts';
import styles from './settings.module.css';

/** One setting with its control; what is chosen holds at once. */
export function SettingRow({ entry }: { readonly entry: SettingEntry }) {
  const id = useId();
  const helpId = entry.help === undefined ? undefined : `${id}-help`;
  const words = (
    <div className={styles.words}>
      {entry.kind === 'place' || (entry.kind === 'choice' && !isMenu(entry)) ? (
        <span id={`${id}-label`} className={styles.label}>
          {entry.label}
        </span>
      ) : (
        <label htmlFor={id} className={styles.label}>
          {entry.label}
        </label>
      )}
      {entry.help !== undefined && (
        <p id={helpId} className={styles.help}>
          {entry.help}
        </p>
      )}
    </div>
  );
  return (
    <div className={styles.row} data-setting={entry.key} data-kind={entry.kind}>
      {words}
      <Control entry={entry} id={id} helpId={helpId} />
    </div>
  );
}

interface ControlProps<Entry> {
  readonly entry: Entry;
  readonly id: string;
  readonly helpId: string | undefined;
}

function Control({ entry, id, helpId }: ControlProps<SettingEntry>) {
  switch (entry.kind) {
    case 'choice':
      return isMenu(entry) ? (
        <MenuControl entry={entry} id={id} helpId={helpId} />
      ) : (
        <ChoiceControl entry={entry} id={id} helpId={helpId} />
      );
    case 'switch':
      return <SwitchControl entry={entry} id={id} helpId={helpId} />;
    case 'place':
      return (
        <Button id={id} aria-describedby={helpId} onClick={() => changeLayout(entry.place)}>
          {entry.button}
        </Button>
      );
    case 'files':
      return <FilesControl entry={entry} id={id} helpId={helpId} />;
  }
}

/** As many as fit beside each other are seen at once. */
const MOST_ABREAST = 4;
const isMenu = ({ options }: ChoiceEntry): boolean => options.length > MOST_ABREAST;

function MenuControl({ entry, id, helpId }: ControlProps<ChoiceEntry>) {
  const value = useSettings((state) => state.settings[entry.key]);
  return (
    <select
      id={id}
      aria-describedby={helpId}
      value={value}
      onChange={(event) => void change({ [entry.key]: event.target.value } as SettingsChange)}
    >
      {entry.options.map(([option, word]) => (
        <option key={option} value={option}>
          {word}
        </option>
      ))}
    </select>
  );
}

function ChoiceControl({ entry, id, helpId }: ControlProps<ChoiceEntry>) {
  const value = useSettings((state) => state.settings[entry.key]);
  return (
    <div role="radiogroup" aria-labelledby={`${id}-label`} aria-describedby={helpId} className={styles.options}>
      {entry.options.map(([option, word]) => (
        <label key={option}>
          <input
            type="radio"
            className="visually-hidden"
            name={entry.key}
            value={option}
            checked={option === value}
            onChange={() => void change({ [entry.key]: option } as SettingsChange)}
          />
          <span>{word}</span>
        </label>
      ))}
    </div>
  );
}

function SwitchControl({ entry, id, helpId }: ControlProps<SwitchEntry>) {
  const value = useSettings((state) => state.settings[entry.key]);
  return (
    <input
      id={id}
      type="checkbox"
      role="switch"
      className={styles.switch}
      aria-checked={value}
      aria-describedby={helpId}
      checked={value}
      onChange={(event) => void change({ [entry.key]: event.target.checked })}
    />
  );
}

function FilesControl({ entry, id, helpId }: ControlProps<FilesEntry>) {
  const value = useSettings((state) => state.settings[entry.key]);
  const text = value.join('\n');
  const keep = (written: string) => {
    const files = written
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    if (files.join('\n') !== text) void change({ [entry.key]: files });
  };
  return (
    <textarea
      key={text}
      id={id}
      rows={3}
      spellCheck={false}
      aria-describedby={helpId}
      defaultValue={text}
      onBlur={(event) => keep(event.target.value)}
    />
  );
}
