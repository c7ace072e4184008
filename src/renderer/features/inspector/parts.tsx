import type { ReactNode } from 'react';
import type { Json } from '../../../core/base/json.ts';
import styles from './inspector.module.css';
import { valueText } from './value-text.ts';

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

export const Section = ({ title, children }: SectionProps) => (
  <section className={styles.section}>
    <h2>{title}</h2>
    {children}
  </section>
);

interface FactProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** One row of a description list; nothing where there is nothing to say. */
export const Fact = ({ label, children }: FactProps) =>
  children === undefined || children === null || children === '' ? null : (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );

interface ValuesProps {
  readonly title: string;
  readonly values: readonly (readonly [string, Json])[];
}

export const Values = ({ title, values }: ValuesProps) => (
  <>
    <h3 className={styles.subtitle}>{title}</h3>
    <dl className={styles.values}>
      {values.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{valueText(value)}</dd>
        </div>
      ))}
    </dl>
  </>
);
