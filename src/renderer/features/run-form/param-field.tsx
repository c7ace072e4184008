import { useId } from 'react';
import type { Json } from '../../../core/base/json.ts';
import type { ParamSpec } from '../../../core/flow/flow.ts';
import styles from './run-form.module.css';

interface ParamFieldProps {
  readonly name: string;
  readonly spec: ParamSpec;
  /** What the person gave; undefined leaves it to the default. */
  readonly value: Json | undefined;
  readonly problem: string | undefined;
  readonly onChange: (value: Json) => void;
}

/** One parameter: its name, the control for its type, what it means, what is wrong with it. */
export function ParamField({ name, spec, value, problem, onChange }: ParamFieldProps) {
  const id = useId();
  const notes = [spec.description, limits(spec)].filter(Boolean).join('. ');
  const describedBy = [notes && `${id}-notes`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined;
  return (
    <div className={styles.field} data-kind={spec.type}>
      <label htmlFor={id}>
        {name}
        {spec.required === true && spec.default === undefined && <span className={styles.required}> required</span>}
      </label>
      <Control {...{ id, name, spec, value, onChange }} describedBy={describedBy} isInvalid={problem !== undefined} />
      {notes !== '' && (
        <p id={`${id}-notes`} className={styles.notes}>
          {notes}
        </p>
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} className={styles.problem}>
          {problem.replaceAll('`', '')}
        </p>
      )}
    </div>
  );
}

interface ControlProps extends Pick<ParamFieldProps, 'name' | 'spec' | 'value' | 'onChange'> {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
}

function Control({ id, name, spec, value, onChange, describedBy, isInvalid }: ControlProps) {
  const shown = value ?? spec.default;
  const common = { id, name, 'aria-describedby': describedBy, 'aria-invalid': isInvalid };
  switch (spec.type) {
    case 'boolean':
      return (
        <input
          {...common}
          type="checkbox"
          checked={shown === true}
          onChange={(event) => onChange(event.target.checked)}
        />
      );
    case 'choice':
      return (
        <select {...common} value={textOf(shown)} onChange={(event) => onChange(event.target.value)}>
          {spec.default === undefined && <option value="" disabled hidden />}
          {(spec.options ?? []).map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      );
    case 'json':
      return (
        <textarea
          {...common}
          rows={3}
          spellCheck={false}
          value={typeof value === 'string' ? value : shown === undefined ? '' : JSON.stringify(shown, null, 2)}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    default:
      return (
        <input
          {...common}
          type="text"
          inputMode={spec.type === 'number' ? 'decimal' : 'text'}
          spellCheck={false}
          autoComplete="off"
          value={textOf(shown)}
          placeholder={spec.default === undefined ? '' : textOf(spec.default)}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}

const textOf = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

function limits({ type, min, max, pattern }: ParamSpec): string | undefined {
  const unit = type === 'number' ? '' : ' characters';
  if (min !== undefined && max !== undefined) return `${min} to ${max}${unit}`;
  if (min !== undefined) return `At least ${min}${unit}`;
  if (max !== undefined) return `At most ${max}${unit}`;
  return pattern === undefined ? undefined : `Must match ${pattern}`;
}
