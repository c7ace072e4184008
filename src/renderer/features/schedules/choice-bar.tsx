import { type ReactNode, useId } from 'react';
import styles from './schedules.module.css';

interface ChoiceBarProps<Id extends string> {
  /** What is chosen, for its name. */
  readonly label: string;
  readonly options: readonly (readonly [Id, ReactNode])[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
}

/** One of a few, side by side. */
export function ChoiceBar<Id extends string>({ label, options, selected, onSelect }: ChoiceBarProps<Id>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={styles.choices}>
      {options.map(([id, word]) => (
        <label key={id}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            value={id}
            checked={id === selected}
            onChange={() => onSelect(id)}
          />
          <span>{word}</span>
        </label>
      ))}
    </div>
  );
}
