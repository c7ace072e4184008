import type { StepView } from '../../../shared/run/step-view.ts';
import { useRun } from '../../../shared/stores/run.ts';
import { selectStep } from '../../../shared/stores/selection.ts';
import inspector from '../inspector.module.css';
import { Section } from '../parts.tsx';
import { valueText } from '../value-text.ts';
import styles from './run.module.css';

/** What the steps before it gave, which it may read. */
export function Inputs({ step }: { readonly step: StepView }) {
  const steps = useRun((state) => state.run?.steps);
  // An instance reads what its step needs.
  const needs = step.values === undefined || step.within === undefined ? step.needs : steps?.get(step.within)?.needs;
  const given = (needs ?? []).flatMap((id) =>
    Object.entries(steps?.get(id)?.outputs ?? {}).map(([name, value]) => ({ id, name, value })),
  );
  if (given.length === 0) return null;
  return (
    <Section title="Inputs">
      <dl className={inspector.values} data-testid="inputs">
        {given.map(({ id, name, value }) => (
          <div key={`${id} ${name}`}>
            <dt>
              {name}{' '}
              <button type="button" className={styles.origin} onClick={() => selectStep(id)}>
                from {id}
              </button>
            </dt>
            <dd>{valueText(value)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
