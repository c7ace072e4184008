import type { Settings } from '../../../contract/settings.ts';
import { failureText } from '../../shared/stores/failure.ts';
import { notify } from '../../shared/stores/notices.ts';
import { changeSettings, useSettings } from '../../shared/stores/settings.ts';
import { IconButton } from '../../shared/ui/button.tsx';
import { Popover } from '../../shared/ui/popover.tsx';
import styles from './settings-popover.module.css';

/** The settings that are a word out of a few. */
type ChoiceKey = { [Key in keyof Settings]: Settings[Key] extends string ? Key : never }[keyof Settings];

interface Choice<Key extends ChoiceKey> {
  readonly key: Key;
  readonly label: string;
  readonly options: readonly (readonly [Settings[Key], string])[];
}

const THEME: Choice<'theme'> = {
  key: 'theme',
  label: 'Theme',
  options: [
    ['system', 'System'],
    ['light', 'Light'],
    ['dark', 'Dark'],
  ],
};
const DENSITY: Choice<'density'> = {
  key: 'density',
  label: 'Density',
  options: [
    ['regular', 'Regular'],
    ['compact', 'Compact'],
  ],
};
const MOTION: Choice<'motion'> = {
  key: 'motion',
  label: 'Motion',
  options: [
    ['system', 'System'],
    ['reduced', 'Reduced'],
    ['full', 'Full'],
  ],
};
const ON_INTERRUPTED: Choice<'onInterrupted'> = {
  key: 'onInterrupted',
  label: 'Interrupted runs',
  options: [
    ['resume', 'Resume'],
    ['ask', 'Ask'],
    ['fail', 'Fail'],
  ],
};

const change = (part: Partial<Settings>) =>
  changeSettings(part).catch((error) => notify('error', failureText(error, 'The setting was not kept')));

export const SettingsPopover = () => (
  <Popover
    label="Settings"
    side="right"
    align="end"
    renderTrigger={(trigger) => <IconButton icon="settings" label="Settings" {...trigger} />}
  >
    {() => (
      <div className={styles.settings}>
        <ChoiceRow choice={THEME} />
        <ChoiceRow choice={DENSITY} />
        <ChoiceRow choice={MOTION} />
        <ChoiceRow choice={ON_INTERRUPTED} />
      </div>
    )}
  </Popover>
);

function ChoiceRow<Key extends ChoiceKey>({ choice }: { readonly choice: Choice<Key> }) {
  const value = useSettings((state) => state.settings[choice.key]);
  return (
    <fieldset className={styles.row}>
      <legend>{choice.label}</legend>
      <div className={styles.options}>
        {choice.options.map(([option, word]) => (
          <label key={option}>
            <input
              type="radio"
              className="visually-hidden"
              name={choice.key}
              value={option}
              checked={option === value}
              onChange={() => change({ [choice.key]: option } as Partial<Settings>)}
            />
            <span>{word}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
