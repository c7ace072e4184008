import { useEffect } from 'react';
import type { RunRow } from '../../../../contract/models.ts';
import { linesOf } from '../../../../core/text/line-diff.ts';
import { formatElapsed } from '../../../shared/format/duration.ts';
import { formatExact } from '../../../shared/format/time.ts';
import { STATUS_WORD } from '../../../shared/status/status.ts';
import { StatusIcon } from '../../../shared/status/status-icon.tsx';
import { changeLayout } from '../../../shared/stores/layout.ts';
import { showRun } from '../../../shared/stores/show.ts';
import { Button, IconButton } from '../../../shared/ui/button.tsx';
import { EmptyState } from '../../../shared/ui/empty-state.tsx';
import styles from './compare.module.css';
import { CompareGraph } from './compare-graph.tsx';
import { CompareLogs } from './compare-logs.tsx';
import { chooseSide, type Side, swapSides, useCompare } from './compare-store.ts';
import { slowerWords } from './difference-words.ts';
import { followCompared } from './follow-compared.ts';
import { LineDiff } from './line-diff.tsx';
import { StepDifferences } from './step-differences.tsx';
import { ValueDifferences } from './value-differences.tsx';

/** What differs between two runs: steps, parameters, environment, outputs, the flow itself, logs. */
export function ComparePanel() {
  const { ids, rows, others, comparison, plans, problem, stepId } = useCompare();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the runs of the store, which are others now
  useEffect(followCompared, [ids]);
  if (ids.before === null || ids.after === null) {
    return (
      <EmptyState
        icon="compare"
        title="Compare two runs"
        action={<Button onClick={() => changeLayout({ runsTab: 'all' })}>Choose two runs</Button>}
      >
        Select two runs in the list, then press C: what differs in steps, parameters, environment, outputs, the flow and
        its logs is shown here.
      </EmptyState>
    );
  }
  return (
    <div className={styles.compare}>
      <header className={styles.sides}>
        <SideChoice side="before" row={rows.before} others={others} />
        <IconButton icon="swap" label="Swap the two" onClick={swapSides} />
        <SideChoice side="after" row={rows.after} others={others} />
      </header>
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {comparison !== null && plans !== null && (
        <>
          <p className={styles.summary} data-testid="compare-summary">
            {totalWords(comparison.duration)}
          </p>
          <CompareGraph plans={plans} steps={comparison.steps} />
          <StepDifferences steps={comparison.steps} />
          {stepId !== null && <CompareLogs stepId={stepId} />}
          <ValueDifferences title="Parameters" values={comparison.params} />
          <ValueDifferences title="Outputs" values={comparison.outputs} />
          <ValueDifferences title="Environment" values={comparison.environment} />
          <section data-testid="compare-flow">
            <h3>Flow</h3>
            {comparison.flow.before === comparison.flow.after ? (
              <p className={styles.same}>Both ran the same.</p>
            ) : (
              <LineDiff
                before={linesWithoutEnds(comparison.flow.before)}
                after={linesWithoutEnds(comparison.flow.after)}
              />
            )}
          </section>
        </>
      )}
    </div>
  );
}

const linesWithoutEnds = (text: string): string[] => linesOf(text).map((line) => line.replace(/\r?\n$/, ''));

function totalWords({ before, after }: { readonly before: number | null; readonly after: number | null }): string {
  if (before === null || after === null) return 'One of them goes on: what differs is shown as it happens.';
  return `${formatElapsed(before)} became ${formatElapsed(after)}${before === after ? '' : `, ${slowerWords(after - before)}`}.`;
}

interface SideChoiceProps {
  readonly side: Side;
  readonly row: RunRow | null;
  readonly others: readonly RunRow[];
}

function SideChoice({ side, row, others }: SideChoiceProps) {
  if (row === null) return <div className={styles.side} />;
  const known = others.some(({ id }) => id === row.id) ? others : [row, ...others];
  return (
    <div className={styles.side}>
      <StatusIcon status={row.status} labelled />
      <strong>{row.flowName}</strong>
      <select
        aria-label={side === 'before' ? 'Earlier run' : 'Later run'}
        value={row.id}
        onChange={(event) => chooseSide(side, event.target.value)}
      >
        {known.map((other) => (
          <option key={other.id} value={other.id}>
            {formatExact(Date.parse(other.createdAt)).replace(/\.\d+$/, '')}, {STATUS_WORD[other.status].toLowerCase()}
          </option>
        ))}
      </select>
      <Button look="plain" onClick={() => void showRun(row.id)}>
        Open
      </Button>
    </div>
  );
}
