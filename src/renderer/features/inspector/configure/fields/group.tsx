import type { ReactNode } from 'react';
import styles from '../configure.module.css';
import type { Control } from './field.tsx';

interface GroupProps {
  /** Of the field whose controls these are: its label names the group. */
  readonly control?: Control;
  /** Where no label stands beside it. */
  readonly label?: string;
  readonly look: 'rows' | 'group' | 'card';
  readonly children: ReactNode;
}

/** Controls that belong together under one name. */
export const Group = ({ control, label, look, children }: GroupProps) => (
  <fieldset
    id={control?.id}
    aria-labelledby={control === undefined ? undefined : `${control.id}-label`}
    aria-label={label}
    aria-describedby={control?.['aria-describedby']}
    className={styles[look]}
  >
    {children}
  </fieldset>
);
