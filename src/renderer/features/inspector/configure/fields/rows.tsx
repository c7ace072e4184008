import type { ReactNode } from 'react';
import { Button, IconButton } from '../../../../shared/ui/button.tsx';
import styles from '../configure.module.css';

interface RowProps {
  /** What the row is of, for its buttons: `variable LEVEL`. */
  readonly name: string;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

/** One entry of a list or a map, with a button that takes it away. */
export const Row = ({ name, onRemove, children }: RowProps) => (
  <div className={styles.row}>
    <div className={styles.rowBody}>{children}</div>
    <IconButton icon="close" label={`Remove ${name}`} tip="Remove" onClick={onRemove} />
  </div>
);

interface AddProps {
  readonly label: string;
  readonly onClick: () => void;
}

export const Add = ({ label, onClick }: AddProps) => (
  <Button look="plain" icon="plus" className={styles.add} onClick={onClick}>
    {label}
  </Button>
);

/** A name that is not taken yet: `NAME`, `NAME_2`. */
export function freeName(wanted: string, taken: readonly string[], joint = '_'): string {
  if (!taken.includes(wanted)) return wanted;
  for (let i = 2; ; i++) if (!taken.includes(`${wanted}${joint}${i}`)) return `${wanted}${joint}${i}`;
}
