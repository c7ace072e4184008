import { useEffect } from 'react';
import { lineRevealed, useRevealedLine } from '../../shared/stores/reveal-line.ts';
import type { AttemptKey } from './log-session.ts';
import type { ShownLog } from './use-log.ts';

/** Shows and marks the line of this log that somebody elsewhere asked for. */
export function useReveal({ runId, stepId, branch, attempt }: AttemptKey, shown: ShownLog | undefined): void {
  const lineOffset = useRevealedLine(({ line }) =>
    line?.key.runId === runId &&
    line.key.stepId === stepId &&
    line.key.branch === branch &&
    line.key.attempt === attempt
      ? line.lineOffset
      : null,
  );
  useEffect(() => {
    if (lineOffset === null || shown === undefined) return;
    const { session, log } = shown;
    lineRevealed();
    void session.show(lineOffset, 'middle').then((row) => {
      if (row !== null) log.terminal.selectLines(row, row);
    });
  }, [lineOffset, shown]);
}
