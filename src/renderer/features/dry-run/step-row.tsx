import type { DryStep } from '../../../core/run/dry-run.ts';
import { explainStep } from '../../../core/run/explain.ts';
import { executorIcon, Icon } from '../../shared/ui/icon.tsx';
import { Prose } from '../../shared/ui/prose.tsx';
import styles from './dry-run.module.css';

interface StepRowProps {
  readonly step: DryStep;
  readonly isSelected: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** One step or instance: what it would run, or why it would not; opened, everything that is known of it. */
export function StepRow({ step, isSelected, isOpen, onToggle }: StepRowProps) {
  const { stepId, executor, command, waits } = step;
  return (
    <li>
      <button
        type="button"
        className={styles.row}
        aria-expanded={isOpen}
        data-selected={isSelected}
        data-testid={`dry-${stepId}`}
        onClick={onToggle}
      >
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} />
        <Icon name={executor === undefined ? 'minus' : executorIcon(executor)} size={14} />
        <span className={styles.id}>{stepId}</span>
        <span className={styles.what}>
          {step.outcome === 'runs' ? firstLine(command ?? executor ?? '') : <Prose text={reasonOf(step)} />}
        </span>
        {waits.length > 0 && <span className={styles.waits}>waits for {waits.join(', ')}</span>}
      </button>
      {isOpen && <Details step={step} />}
    </li>
  );
}

function Details({ step: { command, env, values, conditions, outcome } }: { readonly step: DryStep }) {
  const variables = Object.entries(env);
  const instance = Object.entries(values);
  return (
    <dl className={styles.details}>
      {conditions.length > 0 && (
        <>
          <dt>Conditions</dt>
          <dd>
            {conditions.map(({ expression, value }) => (
              <p key={expression}>
                <code>{expression}</code> is {String(value)}
              </p>
            ))}
          </dd>
        </>
      )}
      {instance.length > 0 && (
        <>
          <dt>Instance</dt>
          <dd>
            {instance.map(([name, value]) => (
              <p key={name}>
                <code>
                  {name}: {typeof value === 'string' ? value : JSON.stringify(value)}
                </code>
              </p>
            ))}
          </dd>
        </>
      )}
      {outcome === 'runs' && command !== undefined && (
        <>
          <dt>Runs</dt>
          <dd>
            <pre>{command.trimEnd()}</pre>
          </dd>
        </>
      )}
      {outcome === 'runs' && (
        <>
          <dt>Environment</dt>
          <dd>
            {variables.length === 0 && <p>Nothing of its own</p>}
            {variables.map(([name, value]) => (
              <p key={name}>
                <code>
                  {name}={value}
                </code>
              </p>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}

const reasonOf = ({ outcome, reason }: DryStep): string =>
  explainStep({ status: outcome === 'failed' ? 'failed' : 'skipped', reason, attempts: 0 });

function firstLine(text: string): string {
  const [first = '', ...more] = text.trim().split('\n');
  return more.length === 0 ? first : `${first} …`;
}
