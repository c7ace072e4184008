import type { FlowStatistics } from '../../../../contract/runs.ts';
import { count } from '../../../shared/format/count.ts';
import { formatElapsed } from '../../../shared/format/duration.ts';
import styles from './flows.module.css';

interface SlowestStepsProps {
  readonly steps: FlowStatistics['slowest'];
  /** How many runs they are of. */
  readonly runs: number;
}

/** The steps that take most of the time, over the latest finished runs. */
export function SlowestSteps({ steps, runs }: SlowestStepsProps) {
  if (steps.length === 0) return null;
  const longest = Math.max(1, ...steps.map(({ median }) => median));
  return (
    <section>
      <h3>Slowest steps, last {count(runs, 'finished run')}</h3>
      <table className={styles.steps}>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Usually</th>
            <th scope="col">Longest</th>
            <th scope="col">Ran in</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step.stepId}>
              <th scope="row">
                <code>{step.stepId}</code>
                <span className={styles.bar} style={{ width: `${(100 * step.median) / longest}%` }} />
              </th>
              <td>{formatElapsed(step.median)}</td>
              <td>{formatElapsed(step.longest)}</td>
              <td>
                {step.runs} of {runs}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
