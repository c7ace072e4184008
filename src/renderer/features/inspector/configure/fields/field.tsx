import { type ReactNode, useId } from 'react';
import type { Diagnostic } from '../../../../../core/base/diagnostic.ts';
import { FixButtons } from '../../../../shared/fixes/fix-buttons.tsx';
import { IconButton } from '../../../../shared/ui/button.tsx';
import { Icon } from '../../../../shared/ui/icon.tsx';
import { Prose } from '../../../../shared/ui/prose.tsx';
import styles from '../configure.module.css';

/** What a control needs to belong to its label, note and problems; spread it on the control. */
export interface Control {
  readonly id: string;
  readonly 'aria-invalid': boolean | undefined;
  readonly 'aria-describedby': string | undefined;
}

interface FieldProps {
  readonly label: string;
  /** What the key means: where the mouse rests, and for screen readers. */
  readonly help?: string | undefined;
  readonly problems?: readonly Diagnostic[];
  readonly note?: ReactNode;
  /** Takes the key away; absent when there is nothing to take away. */
  readonly onReset?: (() => void) | undefined;
  readonly children: (control: Control) => ReactNode;
}

/** A control with its name, what it takes, what is wrong with what it has, and the way back to the default. */
export function Field({ label, help, problems = [], note, onReset, children }: FieldProps) {
  const id = useId();
  const described = [help && `${id}-help`, note && `${id}-note`, problems.length > 0 && `${id}-problems`];
  return (
    <div className={styles.field} data-set={onReset !== undefined}>
      <div className={styles.label}>
        <label htmlFor={id} id={`${id}-label`} data-tip={plain(help)}>
          {label}
        </label>
        {onReset !== undefined && (
          <IconButton icon="close" label={`Reset ${label}`} tip="Back to the default" onClick={onReset} />
        )}
      </div>
      {children({
        id,
        'aria-invalid': problems.length > 0 ? true : undefined,
        'aria-describedby': described.filter(Boolean).join(' ') || undefined,
      })}
      {help && (
        <span id={`${id}-help`} className="visually-hidden">
          {plain(help)}
        </span>
      )}
      {note && (
        <div id={`${id}-note`} className={styles.note}>
          {note}
        </div>
      )}
      <Problems id={`${id}-problems`} problems={problems} />
    </div>
  );
}

const plain = (text: string | undefined): string | undefined => text?.replaceAll('`', '');

interface ProblemsProps {
  readonly id?: string;
  readonly problems: readonly Diagnostic[];
}

/** What the check of the file says, each with ways to mend it. */
export const Problems = ({ id, problems }: ProblemsProps) =>
  problems.length === 0 ? null : (
    <ul id={id} className={styles.problems}>
      {problems.map((problem) => (
        <li key={`${problem.code}:${problem.path}:${problem.message}`} data-severity={problem.severity}>
          <Icon name={problem.severity === 'error' ? 'error' : 'warning'} size={14} />
          <div>
            <span className="visually-hidden">{problem.severity}: </span>
            <Prose text={problem.message} />
            <FixButtons diagnostic={problem} />
          </div>
        </li>
      ))}
    </ul>
  );
