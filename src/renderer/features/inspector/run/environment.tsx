import type { PreparedVariable } from '../../../../core/run/event.ts';
import { count } from '../../../shared/format/count.ts';
import { useRun } from '../../../shared/stores/run.ts';
import inspector from '../inspector.module.css';
import { Section } from '../parts.tsx';
import styles from './run.module.css';

const ORIGINS: Readonly<Record<PreparedVariable['from'], string>> = {
  flow: 'of the flow',
  step: 'of the step',
  secret: 'secret',
  file: 'from a file',
};

interface EnvironmentProps {
  /** Those of the flow and the step, as the attempt saw them. */
  readonly variables: readonly PreparedVariable[];
}

/** The variables that an attempt saw: its own, and those that the run inherited. Values of secrets are nowhere to be had. */
export function Environment({ variables }: EnvironmentProps) {
  const inherited = Object.entries(useRun((state) => state.run?.environment) ?? NONE);
  if (variables.length === 0 && inherited.length === 0) return null;
  const own = new Set(variables.map(({ name }) => name));
  const rest = inherited.filter(([name]) => !own.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <Section title="Environment">
      {variables.length > 0 && (
        <dl className={inspector.values} data-testid="own-environment">
          {variables.map(({ name, value, from }) => (
            <div key={name}>
              <dt>
                {name} <span className={styles.origin}>{ORIGINS[from]}</span>
              </dt>
              <dd>{value ?? <span className={styles.hidden}>{HIDDEN[from]}</span>}</dd>
            </div>
          ))}
        </dl>
      )}
      {rest.length > 0 && (
        <details className={styles.more}>
          <summary>{count(rest.length, 'inherited variable')}</summary>
          <dl className={inspector.values}>
            {rest.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </Section>
  );
}

const NONE: Readonly<Record<string, string>> = {};
const HIDDEN: Readonly<Record<PreparedVariable['from'], string>> = {
  secret: '***',
  file: 'not recorded',
  flow: '',
  step: '',
};
