import { useState } from 'react';
import type { ComparedSide, ComparedStep } from '../../../../core/run/compare.ts';
import { formatElapsed } from '../../../shared/format/duration.ts';
import { STATUS_WORD } from '../../../shared/status/status.ts';
import { StatusIcon } from '../../../shared/status/status-icon.tsx';
import styles from './compare.module.css';
import { chooseStep, useCompare } from './compare-store.ts';
import { changeWords } from './difference-words.ts';

/** More rows than these are no longer read. */
const MOST_SHOWN = 500;

/** The steps that differ, or all of them. */
export function StepDifferences({ steps }: { readonly steps: readonly ComparedStep[] }) {
  const [showsAll, setShowsAll] = useState(false);
  const different = steps.filter(({ change }) => change !== 'none');
  const shown = (showsAll ? steps : different).slice(0, MOST_SHOWN);
  return (
    <section>
      <h3>
        Steps: {different.length} of {steps.length} differ
        <label>
          <input type="checkbox" checked={showsAll} onChange={(event) => setShowsAll(event.target.checked)} />
          Show all
        </label>
      </h3>
      {shown.length > 0 && (
        <table className={styles.table} aria-label="Steps">
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col">Earlier</th>
              <th scope="col">Later</th>
              <th scope="col">Difference</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((step) => (
              <StepRow key={step.id} step={step} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function StepRow({ step }: { readonly step: ComparedStep }) {
  const isChosen = useCompare((state) => state.stepId === step.id);
  return (
    <tr data-step={step.id} data-change={step.change} data-chosen={isChosen}>
      <th scope="row">
        <button
          type="button"
          data-tip="Show both logs"
          aria-pressed={isChosen}
          onClick={() => chooseStep(isChosen ? null : step.id)}
        >
          {step.id}
        </button>
      </th>
      <SideCell side={step.before} />
      <SideCell side={step.after} />
      <td className={styles.change}>{changeWords(step)}</td>
    </tr>
  );
}

const SideCell = ({ side }: { readonly side: ComparedSide | null }) => (
  <td>
    {side !== null && (
      <>
        <StatusIcon status={side.status} size={14} /> {STATUS_WORD[side.status]}
        {side.duration !== null && `, ${formatElapsed(side.duration)}`}
        {side.attempts > 1 && `, ${side.attempts} attempts`}
      </>
    )}
  </td>
);
