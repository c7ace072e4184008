import { useEffect, useState } from 'react';
import { followLastLine, readLastLine } from '../../../shared/run/follow-last-line.ts';
import { latestAttempt } from '../../../shared/run/step-view.ts';
import { useRun, useStep } from '../../../shared/stores/run.ts';
import styles from './node.module.css';

interface LastLineProps {
  readonly stepId: string;
  /** Shown while nothing was printed. */
  readonly fallback: string;
}

/** Close to, a step shows the last line that it printed in place of what it runs. */
export function LastLine({ stepId, fallback }: LastLineProps) {
  const runId = useRun((state) => state.runId);
  const moment = useRun((state) => state.moment?.at ?? null);
  const attempt = latestAttempt(useStep(stepId));
  const [line, setLine] = useState('');
  const branch = attempt?.branch;
  const number = attempt?.attempt;
  useEffect(() => {
    if (runId === null || branch === undefined || number === undefined) return setLine('');
    const key = { runId, stepId, branch, attempt: number };
    if (moment !== null) return readLastLine(key, moment, setLine);
    setLine('');
    return followLastLine(key, setLine);
  }, [runId, stepId, branch, number, moment]);
  return <span className={styles.line}>{line === '' ? fallback : line}</span>;
}
