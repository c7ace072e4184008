import { useId } from 'react';
import styles from './keep.module.css';

interface NumberFieldProps {
  readonly label: string;
  readonly unit: string;
  /** 0: no limit. */
  readonly value: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

/** A limit, which is none while the field is empty. */
export function NumberField({ label, unit, value, most, onChange }: NumberFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        min={0}
        max={most}
        step={1}
        placeholder="no limit"
        value={value === 0 ? '' : value}
        onChange={({ target }) => onChange(Math.max(0, Math.min(most, Math.floor(Number(target.value) || 0))))}
      />
      <span>{unit}</span>
    </div>
  );
}
