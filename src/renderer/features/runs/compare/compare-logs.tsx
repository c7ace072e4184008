import { useState } from 'react';
import { formatBytes } from '../../../shared/format/count.ts';
import styles from './compare.module.css';
import { useCompare } from './compare-store.ts';
import { LineDiff } from './line-diff.tsx';
import { MOST_BYTES, useStepLog } from './use-step-log.ts';

/** What a step printed in both runs, its lines aligned. */
export function CompareLogs({ stepId }: { readonly stepId: string }) {
  const { ids, comparison } = useCompare();
  const [ignoreNumbers, setIgnoreNumbers] = useState(true);
  const step = comparison?.steps.find(({ id }) => id === stepId);
  const before = useStepLog(ids.before, stepId, step?.before?.attempts ?? 0);
  const after = useStepLog(ids.after, stepId, step?.after?.attempts ?? 0);
  const problem = before.problem ?? after.problem;
  return (
    <section data-testid="compare-logs">
      <h3>
        Output of {stepId}
        <label>
          <input type="checkbox" checked={ignoreNumbers} onChange={(event) => setIgnoreNumbers(event.target.checked)} />
          Lines that differ in numbers alone are alike
        </label>
      </h3>
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {(before.isCut || after.isCut) && (
        <p className={styles.same}>The first {formatBytes(MOST_BYTES)} of each are compared.</p>
      )}
      {before.lines !== null && after.lines !== null && (
        <LineDiff before={before.lines} after={after.lines} ignoreNumbers={ignoreNumbers} />
      )}
    </section>
  );
}
