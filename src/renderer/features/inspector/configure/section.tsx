import { type ReactNode, useId, useState } from 'react';
import { Icon } from '../../../shared/ui/icon.tsx';
import styles from './configure.module.css';
import { useForm } from './form.tsx';
import { rawAtPath } from './values.ts';

interface SectionProps {
  readonly title: string;
  /** Keys of the step or flow that are edited here: the section opens by itself where one is set. */
  readonly keys: readonly string[];
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

/** What was opened or closed stays so from step to step. */
const chosen = new Map<string, boolean>();

export function FormSection({ title, keys, isOpen: opensAlways = false, children }: SectionProps) {
  const { root, base, found } = useForm();
  const written = rawAtPath(root, base);
  const set = keys.filter((key) => typeof written === 'object' && Object.hasOwn(written, key));
  const id = useId();
  const problems = found.filter(
    ({ path }) => base.every((part, i) => path[i] === part) && keys.includes(String(path[base.length])),
  ).length;
  const [choice, setChoice] = useState(chosen.get(title));
  const isOpen = choice ?? (opensAlways || set.length > 0 || problems > 0);
  return (
    <section className={styles.section} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => {
            chosen.set(title, !isOpen);
            setChoice(!isOpen);
          }}
        >
          <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={14} />
          <span>{title}</span>
          {problems > 0 && (
            <span className={styles.count} data-tone="error">
              {problems} {problems === 1 ? 'problem' : 'problems'}
            </span>
          )}
          {!isOpen && problems === 0 && set.length > 0 && <span className={styles.count}>{set.join(', ')}</span>}
        </button>
      </h3>
      <div id={id} hidden={!isOpen} className={styles.fields}>
        {isOpen && children}
      </div>
    </section>
  );
}
