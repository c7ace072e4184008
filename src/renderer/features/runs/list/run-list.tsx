import { useEffect } from 'react';
import { Button } from '../../../shared/ui/button.tsx';
import { EmptyState } from '../../../shared/ui/empty-state.tsx';
import { EVERYTHING, isEverything } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import styles from './list.module.css';
import { chooseRuns, followRunList, load, useRunList } from './list-store.ts';
import { RunDetails } from './run-details.tsx';
import { RunTable } from './run-table.tsx';

/** All runs, live ones on top, with what is known of the one at hand. */
export function RunList() {
  const { phase, problem, rows, choice } = useRunList();
  useEffect(followRunList, []);
  return (
    <>
      <FilterBar />
      {problem !== null && phase !== 'failed' && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <div className={styles.body}>
        {phase === 'failed' ? (
          <EmptyState icon="error" title="The runs cannot be shown" action={<Button onClick={load}>Try again</Button>}>
            {problem}
          </EmptyState>
        ) : rows.length > 0 ? (
          <>
            <RunTable />
            <RunDetails />
          </>
        ) : (
          phase === 'ready' &&
          (isEverything(choice) ? (
            <EmptyState icon="runs" title="No runs yet">
              Open a flow and press Run. Each run stays here with its steps, times and output.
            </EmptyState>
          ) : (
            <EmptyState
              icon="search"
              title="No run is like this"
              action={<Button onClick={() => chooseRuns(EVERYTHING)}>Show all</Button>}
            />
          ))
        )}
      </div>
    </>
  );
}
